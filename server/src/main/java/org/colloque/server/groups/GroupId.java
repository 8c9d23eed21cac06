package org.colloque.server.groups;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import org.colloque.server.database.Decimal;

/** Identifier of a private group: 64 bits, sortable by time, a decimal string in JSON. */
public record GroupId(long value) {
  /** Empty when {@code text} cannot be an identifier. */
  public static Optional<GroupId> parse(String text) {
    return Decimal.parse(text).map(GroupId::new);
  }

  @JsonValue
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
