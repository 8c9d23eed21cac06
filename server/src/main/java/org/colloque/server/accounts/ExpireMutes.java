package org.colloque.server.accounts;

import static org.colloque.migrations.Tables.MUTES;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.colloque.server.database.Viewer;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;
import org.jooq.Record2;

/** Ends mutes whose time is over. */
public final class ExpireMutes implements Worker {
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final int BATCH = 100;

  private final Kit kit;
  private final MuteAccount mutes;

  public ExpireMutes(Kit kit, MuteAccount mutes) {
    this.kit = kit;
    this.mutes = mutes;
  }

  @Override
  public String name() {
    return "mutes";
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  @Override
  public boolean work() {
    List<Record2<Long, Long>> due =
        kit.db()
            .as(
                Viewer.stranger(),
                tx ->
                    tx.sql()
                        .select(MUTES.ACCOUNT_ID, MUTES.TARGET_ACCOUNT_ID)
                        .from(MUTES)
                        .where(MUTES.EXPIRES_AT.le(kit.now().atOffset(ZoneOffset.UTC)))
                        .limit(BATCH)
                        .fetch());
    for (Record2<Long, Long> mute : due) {
      AccountId account = new AccountId(mute.value1());
      AccountId target = new AccountId(mute.value2());
      kit.db().doAs(Viewer.of(account), tx -> mutes.expire(tx, account, target));
    }
    return due.size() == BATCH;
  }
}
