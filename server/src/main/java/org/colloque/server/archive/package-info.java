/**
 * What a member takes with them and brings along: lists of people, bookmarks and servers as CSV in
 * Mastodon's formats, and an archive of all they wrote as ActivityPub documents. Statuses are read
 * through the view that has no rows of private groups; what is brought along goes through the verbs
 * of the other rooms, row by row, in the background.
 */
@NullMarked
package org.colloque.server.archive;

import org.jspecify.annotations.NullMarked;
