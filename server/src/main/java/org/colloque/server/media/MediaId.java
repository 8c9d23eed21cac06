package org.colloque.server.media;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import org.colloque.server.database.Decimal;

/** Identifier of a media attachment: 64 bits, sortable by time, a decimal string in JSON. */
public record MediaId(long value) implements Comparable<MediaId> {
  /** Empty when {@code text} cannot be an identifier. */
  public static Optional<MediaId> parse(String text) {
    return Decimal.parse(text).map(MediaId::new);
  }

  @Override
  public int compareTo(MediaId other) {
    return Long.compare(value, other.value);
  }

  @JsonValue
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
