/**
 * The command line: one class a command, which reads its words, does one thing and says what it
 * did. Commands that change data call the same verbs as the pages and the API do. Only {@code Main}
 * comes in.
 */
@NullMarked
package org.colloque.server.commands;

import org.jspecify.annotations.NullMarked;
