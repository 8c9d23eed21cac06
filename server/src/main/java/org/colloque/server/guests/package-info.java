/**
 * People of other instances sign in with theirs: they are sent home, come back with a proof, and
 * have a session that shows them the groups of which they are guests. Their instance learns our
 * name and that they signed in; what it says of them is believed only of its own people.
 */
@NullMarked
package org.colloque.server.guests;

import org.jspecify.annotations.NullMarked;
