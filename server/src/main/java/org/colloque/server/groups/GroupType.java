package org.colloque.server.groups;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a group is for (community.md, B.1). */
public enum GroupType {
  /** Colleagues who talk about their cases. */
  PEER(12),
  BALINT(12),
  /** About a subject. */
  OPEN(500),
  /** Prepares something that is published together. */
  CAMPAIGN(500);

  private final int mostSeats;

  GroupType(int mostSeats) {
    this.mostSeats = mostSeats;
  }

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<GroupType> parse(String wire) {
    return Arrays.stream(values()).filter(type -> type.wire().equals(wire)).findFirst();
  }

  /** For how many such a group may have seats: small ones are the point of peer groups. */
  public int mostSeats() {
    return mostSeats;
  }

  /** Whether it should have between six and ten members to work well (SFMG, HAS). */
  public boolean isSmall() {
    return mostSeats == PEER.mostSeats;
  }
}
