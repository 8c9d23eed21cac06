package org.colloque.server.pages.view;

import org.jspecify.annotations.Nullable;

/**
 * What a page says about itself to browsers, search engines and link previews.
 *
 * @param title without the instance's name, which the layout adds; empty for the landing page
 * @param canonical the absolute address of this page, null when it has none
 * @param image the absolute address of a picture for link previews
 * @param activity the absolute address of the same thing as ActivityPub JSON
 * @param indexed whether search engines may keep it
 * @param feed the path of the same thing as an Atom feed, null when there is none
 */
public record Head(
    String title,
    @Nullable String description,
    @Nullable String canonical,
    @Nullable String image,
    @Nullable String activity,
    boolean indexed,
    @Nullable String feed) {

  /** A page without a feed. */
  public Head(
      String title,
      @Nullable String description,
      @Nullable String canonical,
      @Nullable String image,
      @Nullable String activity,
      boolean indexed) {
    this(title, description, canonical, image, activity, indexed, null);
  }

  /** A page that is nobody's business outside: no preview, not indexed. */
  public static Head titled(String title) {
    return new Head(title, null, null, null, null, false);
  }
}
