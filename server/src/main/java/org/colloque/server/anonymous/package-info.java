/**
 * The anonymous part of a group's board (community.md, B.7, mode ESCROW). A post has no author: who
 * wrote it is known only to the trustees of the group together, whose keys are never on this
 * server. Nothing here is logged, counted per person in the database, or told of by notifications;
 * nothing has a finer time than its batch.
 */
@NullMarked
package org.colloque.server.anonymous;

import org.jspecify.annotations.NullMarked;
