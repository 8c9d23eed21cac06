package org.colloque.server.accounts;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import org.colloque.server.database.Decimal;

/** Identifier of a user: 64 bits, sortable by time, a decimal string in JSON. */
public record UserId(long value) implements Comparable<UserId> {
  /** Empty when {@code text} cannot be an identifier. */
  public static Optional<UserId> parse(String text) {
    return Decimal.parse(text).map(UserId::new);
  }

  @Override
  public int compareTo(UserId other) {
    return Long.compare(value, other.value);
  }

  @JsonValue
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
