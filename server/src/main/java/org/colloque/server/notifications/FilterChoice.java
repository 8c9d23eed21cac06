package org.colloque.server.notifications;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What becomes of a notification, from the mildest. */
public enum FilterChoice {
  ACCEPT,
  /** It waits on a page of its own until the member lets its sender through. */
  FILTER,
  /** It is not even kept. */
  DROP;

  /** As in the client API. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<FilterChoice> parse(String wire) {
    return Arrays.stream(values()).filter(choice -> choice.wire().equals(wire)).findFirst();
  }
}
