/**
 * What strangers send, mutated: each class is a target of Jazzer ({@code ./fuzz}), and {@link
 * org.colloque.server.fuzz.SeedsTest} runs every target over its seeds in each build. A target
 * throws when something is wrong, and nothing else of what it calls may throw.
 */
@NullMarked
package org.colloque.server.fuzz;

import org.jspecify.annotations.NullMarked;
