package org.colloque.server.database;

import java.time.Clock;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Hands out identifiers: 48 bits of milliseconds since 1970, 16 bits that differ between processes,
 * as Mastodon's. Within a process each is larger than the one before, even when the clock stands or
 * steps back. The low bits come in blocks from a sequence of the database, so that two processes do
 * not meet in one millisecond.
 */
public final class Ids {
  static final int BLOCK = 1024;
  private static final int LOW_BITS = 16;
  private static final long LOW_MASK = (1L << LOW_BITS) - 1;

  private final Clock clock;
  private final LongSupplier blocks;
  private long last;
  private long low;
  private long leftInBlock;

  Ids(Clock clock, LongSupplier blocks) {
    this.clock = clock;
    this.blocks = blocks;
  }

  /** The next identifier, of this moment. */
  public synchronized long next() {
    long millis = Math.max(clock.millis(), last >>> LOW_BITS);
    long id = (millis << LOW_BITS) | nextLow();
    if (id <= last) {
      id += 1L << LOW_BITS;
    }
    last = id;
    return id;
  }

  /** The smallest identifier that {@code moment} can have. */
  public static long first(Instant moment) {
    return moment.toEpochMilli() << LOW_BITS;
  }

  /**
   * An identifier of another moment: a remote status sorts by when it was published, not by when it
   * came. Never in the future.
   */
  public synchronized long at(Instant moment) {
    long millis = Math.clamp(moment.toEpochMilli(), 0L, Math.max(0L, clock.millis()));
    return (millis << LOW_BITS) | nextLow();
  }

  private long nextLow() {
    if (leftInBlock == 0) {
      low = blocks.getAsLong() * BLOCK;
      leftInBlock = BLOCK;
    }
    leftInBlock--;
    return low++ & LOW_MASK;
  }
}
