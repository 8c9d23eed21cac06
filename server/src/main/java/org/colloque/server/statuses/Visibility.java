package org.colloque.server.statuses;

import java.util.Locale;
import java.util.Optional;

/** The four visibilities that clients know, from wide to narrow. */
public enum Visibility {
  PUBLIC,
  UNLISTED,
  PRIVATE,
  DIRECT;

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Visibility> parse(String wire) {
    return switch (wire) {
      case "public" -> Optional.of(PUBLIC);
      case "unlisted" -> Optional.of(UNLISTED);
      case "private" -> Optional.of(PRIVATE);
      case "direct" -> Optional.of(DIRECT);
      case String _ -> Optional.empty();
    };
  }

  /** What clients are shown for a value of {@code statuses.audience}. */
  public static Visibility ofColumn(String audience) {
    return switch (audience) {
      case "public" -> PUBLIC;
      case "unlisted" -> UNLISTED;
      case "followers", "group" -> PRIVATE;
      case String _ -> DIRECT;
    };
  }
}
