/**
 * The words of the pages, in French and in English: the two message bundles with ICU plurals, dates
 * and relative times, names of languages, and what each OAuth scope allows. Every room that says
 * something to a person comes here; nothing here knows what a page is.
 */
@NullMarked
package org.colloque.server.pages.words;

import org.jspecify.annotations.NullMarked;
