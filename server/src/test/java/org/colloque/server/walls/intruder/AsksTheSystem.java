package org.colloque.server.walls.intruder;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Asks the system for the time instead of the clock that tests can set. */
public final class AsksTheSystem {
  private AsksTheSystem() {}

  public static List<Object> times() {
    return List.of(
        Instant.now(),
        LocalDate.now(ZoneOffset.UTC),
        Clock.systemUTC(),
        System.currentTimeMillis());
  }
}
