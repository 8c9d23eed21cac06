package org.colloque.server.filters;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What becomes of what a filter finds. */
public enum FilterAction {
  /** Its title stands there instead, until the reader asks for more. */
  WARN,
  HIDE,
  /** Only its pictures wait until the reader asks for them. */
  BLUR;

  /** As the client API and the database name it. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<FilterAction> parse(String wire) {
    return Stream.of(values()).filter(each -> each.wire().equals(wire)).findFirst();
  }
}
