package org.colloque.server.trends;

import java.time.Duration;
import java.time.Instant;

/** How much more something is used than one would expect, and how that is forgotten (Mastodon). */
final class Score {
  private Score() {}

  /**
   * By how much what was seen goes beyond what was expected; 0 for what too few people used.
   *
   * @param observed people of today
   * @param expected people of yesterday; nobody counts as one
   */
  static double of(double observed, double expected, int threshold) {
    double least = Math.max(expected, 1);
    return observed < threshold || least > observed
        ? 0
        : (observed - least) * (observed - least) / least;
  }

  /** What is left of it at {@code now}: half of it after each {@code halfLife}. */
  static double decayed(double score, Instant since, Instant now, Duration halfLife) {
    double lives = (double) Duration.between(since, now).toSeconds() / halfLife.toSeconds();
    return score * Math.pow(0.5, Math.max(lives, 0));
  }
}
