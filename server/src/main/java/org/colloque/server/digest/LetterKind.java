package org.colloque.server.digest;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The two letters of this room. */
enum LetterKind {
  /** Each week. */
  DIGEST,
  /** Soon after what the member chose. */
  NOTICE;

  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<LetterKind> parse(String wire) {
    return Stream.of(values()).filter(each -> each.wire().equals(wire)).findFirst();
  }
}
