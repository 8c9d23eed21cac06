package org.colloque.server.statuses;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import org.colloque.server.database.Decimal;

/** Identifier of a status: 64 bits, sortable by time, a decimal string in JSON. */
public record StatusId(long value) implements Comparable<StatusId> {
  /** Empty when {@code text} cannot be an identifier. */
  public static Optional<StatusId> parse(String text) {
    return Decimal.parse(text).map(StatusId::new);
  }

  @Override
  public int compareTo(StatusId other) {
    return Long.compare(value, other.value);
  }

  @JsonValue
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
