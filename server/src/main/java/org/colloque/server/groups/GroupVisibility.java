package org.colloque.server.groups;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Who learns that a group exists. */
public enum GroupVisibility {
  /** Its members. */
  SECRET,
  /** The members of the instance: name, type, rhythm and seats, and nothing else. */
  LISTED;

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<GroupVisibility> parse(String wire) {
    return Arrays.stream(values()).filter(one -> one.wire().equals(wire)).findFirst();
  }
}
