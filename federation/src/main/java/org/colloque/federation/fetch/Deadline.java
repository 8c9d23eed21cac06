package org.colloque.federation.fetch;

import java.time.Duration;

/** The end of the time that a fetch may take; monotonic, so a clock set back does not extend it. */
final class Deadline {

  private final long end;

  Deadline(Duration total) {
    this.end = System.nanoTime() + total.toNanos();
  }

  /** Nanoseconds left, 0 when over. */
  long left() {
    return Math.max(0, end - System.nanoTime());
  }
}
