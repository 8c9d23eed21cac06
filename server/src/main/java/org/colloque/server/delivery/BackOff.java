package org.colloque.server.delivery;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * When to try again. A server that is down for a week is asked some thirty times, whatever the
 * number of activities that wait for it, and then gets them all (reliability.md, check C10). After
 * that it is asked once a day, and gets what is still of interest when it returns.
 */
final class BackOff {
  /** What a server that answers others refuses for so long is given up. */
  static final Duration KEPT = Duration.ofDays(8);

  /** A server that failed for so long is only looked after. */
  static final Duration LONG_GONE = Duration.ofDays(7);

  /** How often a server that is long gone is asked. */
  static final Duration LOOK_AFTER = Duration.ofDays(1);

  /** For a server that is long gone, nothing older is kept. */
  static final Duration OF_INTEREST = Duration.ofDays(30);

  /** For a server that is long gone, no more is kept; the oldest goes first. */
  static final int KEPT_FOR_LONG_GONE = 2_000;

  /** Failures in a row after which a server is left alone for a while and then asked once. */
  static final int FAILURES_BEFORE_PAUSE = 3;

  /** By the number of failures; the last is repeated. */
  private static final List<Duration> WAITS =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(2),
          Duration.ofHours(4),
          Duration.ofHours(8));

  /** Up to so much of a wait is added by chance, so that not all come back at once. */
  private static final double JITTER = 0.2;

  private BackOff() {}

  /**
   * The wait before the next attempt at one delivery.
   *
   * @param attempts made so far, at least 1
   */
  static Duration ofDelivery(int attempts, RandomGenerator random) {
    return jittered(wait(attempts - 1), random);
  }

  /**
   * How long a server is left alone; zero before it failed {@link #FAILURES_BEFORE_PAUSE} times.
   *
   * @param failures in a row
   * @param failing since when it has
   */
  static Duration ofHost(int failures, Duration failing, RandomGenerator random) {
    if (failing.compareTo(LONG_GONE) >= 0) {
      return jittered(LOOK_AFTER, random);
    }
    return failures < FAILURES_BEFORE_PAUSE
        ? Duration.ZERO
        : jittered(wait(failures - FAILURES_BEFORE_PAUSE), random);
  }

  private static Duration wait(int step) {
    return WAITS.get(Math.clamp(step, 0, WAITS.size() - 1));
  }

  private static Duration jittered(Duration wait, RandomGenerator random) {
    return wait.plusMillis((long) (wait.toMillis() * JITTER * random.nextDouble()));
  }
}
