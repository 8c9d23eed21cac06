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
      "SELECT account_id FROM home_entries GROUP BY account_id HAVING count(*) > ? LIMIT ?";

  private static final String TRIM =
      """
      DELETE FROM home_entries WHERE account_id = ? AND status_id <= (
        SELECT status_id FROM home_entries WHERE account_id = ?
        ORDER BY status_id DESC OFFSET ? LIMIT 1)
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
    for (long account : tooLong) {
      kit.db()
          .doAs(
              Viewer.stranger(),
              tx -> tx.sql().query(TRIM, account, account, Feeds.KEPT_ENTRIES).execute());
    }
    return tooLong.size() == FEEDS_PER_ROUND;
  }
}
