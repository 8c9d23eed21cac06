package org.colloque.server.lists;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Whose replies a list shows; replies to oneself and to the owner always. */
public enum RepliesPolicy {
  /** To whomever the owner follows. */
  FOLLOWED,
  /** To members of the list. */
  LIST,
  NONE;

  /** As the client API and the database name it. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<RepliesPolicy> parse(String wire) {
    return Stream.of(values()).filter(each -> each.wire().equals(wire)).findFirst();
  }
}
