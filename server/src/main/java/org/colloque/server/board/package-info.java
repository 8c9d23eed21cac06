/**
 * The boards of private groups: topics in categories, replies, reactions, drafts, what is unread,
 * search. Posts are statuses with the audience of a group and are written and read by the verbs of
 * {@code statuses}; here stands what only a group has. Everything runs under the viewer of a
 * member: for everybody else the rows do not exist. Nothing here may know {@code outbox}, {@code
 * delivery} or {@code federation}.
 */
@NullMarked
package org.colloque.server.board;

import org.jspecify.annotations.NullMarked;
