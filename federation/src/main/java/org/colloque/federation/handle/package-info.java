/**
 * Hosts, origins and handles in their one canonical form. Whoever stores or compares a host name,
 * or asks whether two ids belong to the same server, does it through this room and nowhere else:
 * every spoofing by normalisation began with a second way of doing it (security row 9).
 */
@NullMarked
package org.colloque.federation.handle;

import org.jspecify.annotations.NullMarked;
