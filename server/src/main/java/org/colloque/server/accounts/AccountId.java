package org.colloque.server.accounts;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import org.colloque.server.database.Decimal;

/** Identifier of a account: 64 bits, sortable by time, a decimal string in JSON. */
public record AccountId(long value) implements Comparable<AccountId> {
  /** Empty when {@code text} cannot be an identifier. */
  public static Optional<AccountId> parse(String text) {
    return Decimal.parse(text).map(AccountId::new);
  }

  @Override
  public int compareTo(AccountId other) {
    return Long.compare(value, other.value);
  }

  @JsonValue
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
