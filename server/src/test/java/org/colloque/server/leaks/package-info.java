/**
 * What is said in private groups is looked for wherever somebody else can look: random histories of
 * groups, a word that stands nowhere else in every private text, and all that outsiders, former
 * members, admins, other servers, logs, letters and figures are given.
 */
@NullMarked
package org.colloque.server.leaks;

import org.jspecify.annotations.NullMarked;
