package org.colloque.server.outbox;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The media type that the ending of a stored file's name says. */
final class MediaTypes {
  private MediaTypes() {}

  static @Nullable String ofKey(String key) {
    String ending = key.substring(key.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return switch (ending) {
      case "png" -> "image/png";
      case "jpg", "jpeg" -> "image/jpeg";
      case "gif" -> "image/gif";
      case "webp" -> "image/webp";
      case String _ -> null;
    };
  }
}
