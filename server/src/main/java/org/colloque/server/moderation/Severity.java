package org.colloque.server.moderation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How much of a server a rule keeps away (Mastodon's words). */
public enum Severity {
  /** Nothing by itself: for rules about media or reports only. */
  NOOP,
  /** Not in public timelines, and no notifications from strangers. */
  SILENCE,
  /** Nothing comes in, nothing goes out, nothing is shown. */
  SUSPEND;

  /** As in the database, in forms, in CSV and in the client API. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Severity> parse(String name) {
    return Arrays.stream(values()).filter(one -> one.wire().equals(name)).findFirst();
  }
}
