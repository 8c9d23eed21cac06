/**
 * Lists of people whom a member follows, and what these write. A list is its owner's alone; {@link
 * Lists} is the way in for who shows lists, {@link MoreLists} for who has further ones.
 */
@NullMarked
package org.colloque.server.lists;

import org.jspecify.annotations.NullMarked;
