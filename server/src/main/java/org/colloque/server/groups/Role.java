package org.colloque.server.groups;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What somebody is in a group (community.md, B.1). */
public enum Role {
  /** Decides about membership and the group itself. */
  ORGANISER,
  /** Keeps the board in order. */
  MODERATOR,
  MEMBER,
  /** Invited for a time. */
  GUEST,
  /** A student: reads and comments. */
  OBSERVER,
  /** An admin of the instance who broke the glass: reads for some hours. */
  GLASS;

  private static final Set<Role> SEATED = Set.of(ORGANISER, MODERATOR, MEMBER);

  /** As it is stored and named by the API. */
  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Role> parse(String wire) {
    return Arrays.stream(values()).filter(role -> role.wire().equals(wire)).findFirst();
  }

  /** Whether they count among those for whom there are seats. */
  public boolean takesASeat() {
    return SEATED.contains(this);
  }

  /** Whether they may say something. */
  public boolean writes() {
    return this != GLASS;
  }

  /** Whether they keep the board in order. */
  public boolean moderates() {
    return this == ORGANISER || this == MODERATOR;
  }

  public boolean organises() {
    return this == ORGANISER;
  }
}
