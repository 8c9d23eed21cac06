package org.colloque.server.timelines;

import java.time.Duration;
import java.util.List;
import org.colloque.server.database.Viewer;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;
import org.colloque.server.statuses.Feeds;

/** Keeps home feeds at the length that clients expect: what is older is found on profiles. */
public final class FeedRetention implements Worker {
  /** Entries above the kept ones before a feed is trimmed, so that not every post trims it. */
  static final int SLACK = 200;

  private static final int FEEDS_PER_ROUND = 50;

  private static final String LONG_FEEDS =
      """
      SELECT account_id FROM home_chunks GROUP BY account_id
      HAVING sum(coalesce(cardinality(ids), 1)) > ? LIMIT ?
      """;

  /** Whole spans, so that a little more than what is kept may stay. */
  private static final String TRIM =
      """
      DELETE FROM home_chunks WHERE account_id = ? AND span < (
        SELECT n.span FROM (
          SELECT span, sum(coalesce(cardinality(ids), 1)) OVER (ORDER BY span DESC) AS entries
          FROM home_chunks WHERE account_id = ?) n
        WHERE n.entries >= ? ORDER BY n.span DESC LIMIT 1)
      """;

  private final Kit kit;

  public FeedRetention(Kit kit) {
    this.kit = kit;
  }

  @Override
  public String name() {
    return "feed-retention";
  }

  @Override
  public Duration interval() {
    return Duration.ofHours(6);
  }

  @Override
  public boolean work() {
    List<Long> tooLong =
        kit.db()
            .as(
                Viewer.stranger(),
                tx ->
                    tx.sql()
                        .resultQuery(LONG_FEEDS, Feeds.KEPT_ENTRIES + SLACK, FEEDS_PER_ROUND)
                        .fetch(row -> row.get(0, Long.class)));
    int trimmed = 0;
    for (long account : tooLong) {
      trimmed +=
          kit.db()
              .as(
                  Viewer.stranger(),
                  tx -> tx.sql().query(TRIM, account, account, Feeds.KEPT_ENTRIES).execute());
    }
    // feeds whose newest span alone is too long stay so until it is not the newest
    return tooLong.size() == FEEDS_PER_ROUND && trimmed > 0;
  }
}
