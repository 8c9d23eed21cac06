package org.colloque.server.pages;

import java.util.List;
import java.util.Locale;
import org.colloque.server.http.Caller;
import org.colloque.server.pages.view.Flash;
import org.colloque.server.pages.view.PageView;

/** Finds what surrounds a page: the instance, who is signed in, what waits for them. */
public interface Frame {
  /**
   * @param path path and query of the page
   */
  PageView around(Caller caller, String path, List<Flash> flashes);

  /** What can be said without the database, for the page that tells that it is away. */
  PageView plain(Locale locale);
}
