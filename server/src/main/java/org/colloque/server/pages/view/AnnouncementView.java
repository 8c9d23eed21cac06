package org.colloque.server.pages.view;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What those who run the instance say to its members, shown at home until it is put aside. */
public record AnnouncementView(String id, SafeHtml html, Instant at, List<Reaction> reactions) {
  /**
   * A reaction.
   *
   * @param image address of the picture; null for a character
   */
  public record Reaction(String name, int count, boolean mine, @Nullable String image) {}
}
