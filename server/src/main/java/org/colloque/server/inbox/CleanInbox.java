package org.colloque.server.inbox;

import java.time.Duration;
import java.time.Instant;
import org.colloque.server.database.Viewer;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;

/** Takes away what the inbox leaves behind. */
public final class CleanInbox implements Worker {
  /** Longer than any signature is accepted and any peer repeats. */
  public static final Duration KEPT = Duration.ofDays(7);

  private static final int AT_ONCE = 5_000;

  private final Kit kit;

  public CleanInbox(Kit kit) {
    this.kit = kit;
  }

  @Override
  public String name() {
    return "clean-inbox";
  }

  @Override
  public Duration interval() {
    return Duration.ofMinutes(15);
  }

  @Override
  public boolean work() {
    Instant now = kit.now();
    return kit.db()
            .as(
                Viewer.stranger(),
                tx -> {
                  UnreadActivities.clean(tx.sql(), now);
                  return InboxQueries.clean(tx.sql(), now.minus(KEPT), now, AT_ONCE);
                })
        == AT_ONCE;
  }
}
