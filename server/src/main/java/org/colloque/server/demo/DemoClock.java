package org.colloque.server.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Begins some days ago and is moved on by hand until it has caught up with the system's clock, so
 * that a seeded instance has a past. It never goes back.
 */
final class DemoClock extends Clock {
  private volatile Duration behind;

  DemoClock(Duration behind) {
    this.behind = behind;
  }

  /** Moves on, at most to the present. */
  synchronized void advance(Duration step) {
    Duration left = behind.minus(step);
    behind = left.isNegative() ? Duration.ZERO : left;
  }

  @Override
  public Instant instant() {
    return Instant.now().minus(behind);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return Clock.offset(Clock.system(zone), behind.negated());
  }
}
