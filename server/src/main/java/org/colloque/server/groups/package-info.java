/**
 * Private groups: who is in, what they decided, and what becomes of it. Whatever stands here is for
 * members; anybody else gets the 404 of what does not exist. A verb looks as the member who acts,
 * so that row-level security has the first word, and {@link org.colloque.server.groups.Registrar}
 * alone writes. Rooms that need to know whether somebody may read or write in a group ask for a
 * {@link org.colloque.server.groups.MemberOf}.
 */
@NullMarked
package org.colloque.server.groups;

import org.jspecify.annotations.NullMarked;
