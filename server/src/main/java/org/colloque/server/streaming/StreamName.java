package org.colloque.server.streaming;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The streams that clients know (semantics.md, section 10). */
enum StreamName {
  USER,
  USER_NOTIFICATION,
  PUBLIC,
  PUBLIC_MEDIA,
  PUBLIC_LOCAL,
  PUBLIC_LOCAL_MEDIA,
  PUBLIC_REMOTE,
  PUBLIC_REMOTE_MEDIA,
  HASHTAG,
  HASHTAG_LOCAL,
  LIST,
  DIRECT;

  private final String wire = name().toLowerCase(Locale.ROOT).replace('_', ':');

  /** As clients name it: {@code public:local:media}. */
  String wire() {
    return wire;
  }

  static Optional<StreamName> parse(String wire) {
    for (StreamName name : values()) {
      if (name.wire.equals(wire)) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  /** One of these a token must hold. */
  List<String> scopes() {
    return this == USER_NOTIFICATION
        ? List.of("read", "read:notifications")
        : List.of("read", "read:statuses");
  }

  /** Whether statuses come on it, and so the news that one was deleted. */
  boolean carriesStatuses() {
    return switch (this) {
      case USER,
          PUBLIC,
          PUBLIC_MEDIA,
          PUBLIC_LOCAL,
          PUBLIC_LOCAL_MEDIA,
          PUBLIC_REMOTE,
          PUBLIC_REMOTE_MEDIA,
          HASHTAG,
          HASHTAG_LOCAL,
          LIST ->
          true;
      case USER_NOTIFICATION, DIRECT -> false;
    };
  }
}
