package org.colloque.server.remote;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How much one activity, or one search, may make us ask of others (reliability.md, check C36): a
 * thread with ten thousand answers on a thousand servers is an attack, or as dear as one.
 */
public final class Budget {
  /** Things fetched for one incoming activity; each is at most two requests. */
  public static final int PER_ACTIVITY = 40;

  /** Posts above a reply that are fetched. */
  public static final int DEPTH = 20;

  /** Quotes of quotes that are fetched (security row 25). */
  static final int QUOTES = 2;

  /** People named in one post that are looked up. */
  public static final int MENTIONS = 10;

  /** Things fetched because somebody looks at a profile: the actor, its collections, posts. */
  public static final int PER_PROFILE = 40;

  /** Things fetched because somebody opens a thread. */
  public static final int PER_THREAD = 100;

  /** Nothing new is begun after so long. */
  static final Duration TIME = Duration.ofSeconds(60);

  private final AtomicInteger left;
  private final AtomicInteger depth = new AtomicInteger();
  private final long end = System.nanoTime() + TIME.toNanos();

  private Budget(int fetches) {
    left = new AtomicInteger(fetches);
  }

  public static Budget forActivity() {
    return new Budget(PER_ACTIVITY);
  }

  static Budget forProfile() {
    return new Budget(PER_PROFILE);
  }

  static Budget forThread() {
    return new Budget(PER_THREAD);
  }

  /** Goes on to what is quoted; false when that would be too deep. Then it is not left either. */
  boolean descend() {
    boolean possible = depth.get() < QUOTES;
    if (possible) {
      depth.incrementAndGet();
    }
    return possible;
  }

  /** Comes back from there. */
  void ascend() {
    depth.decrementAndGet();
  }

  /** Takes one fetch; false when none is left. */
  boolean take() {
    return System.nanoTime() - end < 0 && left.getAndDecrement() > 0;
  }
}
