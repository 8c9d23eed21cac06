/** Lists of statuses: home, public, local, hashtag, of one account, favourites and bookmarks. */
@NullMarked
package org.colloque.server.timelines;

import org.jspecify.annotations.NullMarked;
