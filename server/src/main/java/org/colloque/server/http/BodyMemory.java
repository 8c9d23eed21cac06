package org.colloque.server.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What the bodies of all requests together take of the memory, from their first byte until they are
 * answered: whoever sends as much as they may, to as many connections as they like, is told to come
 * back before the memory is full (reliability.md, C09). The last half is kept for short bodies, so
 * that those who send much do not keep out those who send little.
 */
final class BodyMemory {
  /** This part of the memory: read as JSON, a body takes several times its length. */
  static final int SHARE = 8;

  /** A body up to this length is short: most activities have two or three kilobytes. */
  static final int SHORT_BYTES = 32 * 1024;

  private final long all;
  private final AtomicLong left;

  /**
   * @param memory of the whole process, in bytes
   */
  BodyMemory(long memory) {
    all = memory / SHARE;
    left = new AtomicLong(all);
  }

  /**
   * Takes room for some more bytes of a body of which {@code before} are here; false when there is
   * none.
   */
  boolean take(long before, long more) {
    long kept = before + more > SHORT_BYTES ? all / 2 : 0;
    long now = left.get();
    while (now - more >= kept) {
      long found = left.compareAndExchange(now, now - more);
      if (found == now) {
        return true;
      }
      now = found;
    }
    return false;
  }

  /** Gives back what was taken. */
  void give(long bytes) {
    left.addAndGet(bytes);
  }
}
