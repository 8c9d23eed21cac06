package org.colloque.server.pages.view;

import java.util.List;

/**
 * Makes the links to the newer and the older page of a list from the identifiers that are shown.
 */
public final class PageCursor {
  private PageCursor() {}

  /**
   * @param path of the list, perhaps with a query
   * @param ids of the rows shown, the newest first
   * @param limit rows of a full page
   * @param first whether this is the newest page, which has nothing newer to offer
   */
  public static PagerView of(String path, List<Long> ids, int limit, boolean first) {
    if (ids.isEmpty()) {
      return new PagerView(first ? null : path, null);
    }
    char next = path.indexOf('?') < 0 ? '?' : '&';
    return new PagerView(
        first ? null : path + next + "min_id=" + ids.getFirst(),
        ids.size() < limit ? null : path + next + "max_id=" + ids.getLast());
  }
}
