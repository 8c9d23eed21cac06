package org.colloque.server.filters;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a filter counts (Mastodon 4.6, entity Filter). */
public enum FilterContext {
  /** The home feed and lists. */
  HOME,
  NOTIFICATIONS,
  /** Public timelines and hashtags. */
  PUBLIC,
  THREAD,
  /** Profiles. */
  ACCOUNT;

  /** As the client API and the database name it. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<FilterContext> parse(String wire) {
    return Stream.of(values()).filter(each -> each.wire().equals(wire)).findFirst();
  }
}
