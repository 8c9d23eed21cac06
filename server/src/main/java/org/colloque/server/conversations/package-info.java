/**
 * Direct posts, as each member has them: those of one thread among the same people are a
 * conversation, which is read or unread and can be put away (Mastodon 4.6, methods/conversations).
 * {@code StoreStatus} brings new posts, {@code DeleteStatus} takes deleted ones away, streams
 * listen. Posts of private groups are no direct posts and never come here.
 */
@NullMarked
package org.colloque.server.conversations;

import org.jspecify.annotations.NullMarked;
