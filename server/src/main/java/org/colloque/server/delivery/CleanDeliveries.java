package org.colloque.server.delivery;

import java.time.Duration;
import java.time.Instant;
import org.colloque.server.database.Viewer;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;

/** Takes away what the queue leaves behind. */
public final class CleanDeliveries implements Worker {
  /** What came of an activity is shown for so long. */
  public static final Duration REPORTED = Duration.ofDays(7);

  private static final Duration ORPHAN_AGE = Duration.ofDays(1);
  private static final Duration HOST_AGE = Duration.ofDays(30);
  private static final int AT_ONCE = 5_000;

  private final Kit kit;

  public CleanDeliveries(Kit kit) {
    this.kit = kit;
  }

  @Override
  public String name() {
    return "clean-deliveries";
  }

  @Override
  public Duration interval() {
    return Duration.ofMinutes(15);
  }

  @Override
  public boolean work() {
    return kit.db()
        .as(
            Viewer.stranger(),
            tx -> {
              Instant now = kit.now();
              DeliveryQueries.forgetHosts(tx.sql(), now.minus(HOST_AGE));
              PastFollowers.bound(tx.sql());
              int emptied = DeliveryQueries.empty(tx.sql(), now.minus(ORPHAN_AGE), now, AT_ONCE);
              int forgotten = DeliveryQueries.forget(tx.sql(), now.minus(REPORTED), AT_ONCE);
              return emptied == AT_ONCE || forgotten == AT_ONCE;
            });
  }
}
