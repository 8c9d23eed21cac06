/**
 * The words of ActivityStreams that we use, as records without annotations and without behaviour
 * that needs a network. Unknown things are kept as {@code Activity.Unknown}, never thrown. What may
 * be said to the fediverse is limited by {@code Addressing}, which has four kinds: there is no word
 * for a private group. Everybody may come in; nobody here knows JSON-LD, signatures or accounts.
 */
@NullMarked
package org.colloque.federation.vocabulary;

import org.jspecify.annotations.NullMarked;
