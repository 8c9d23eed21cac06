package org.colloque.server.groups;

import static org.colloque.migrations.Tables.GROUP_INVITATIONS;
import static org.colloque.migrations.Tables.MEMBERSHIPS;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;

/**
 * Clears memberships away whose time is over. PostgreSQL lets them see nothing from that second on;
 * here goes what hangs on them, and invitations that nobody used in time.
 */
final class EndMemberships implements Worker {
  private static final int BATCH = 100;

  private final Kit kit;
  private final Registrar registrar;
  private final GroupLog log;

  EndMemberships(Kit kit, Registrar registrar, GroupLog log) {
    this.kit = kit;
    this.registrar = registrar;
    this.log = log;
  }

  @Override
  public String name() {
    return "end-memberships";
  }

  @Override
  public Duration interval() {
    return Duration.ofMinutes(1);
  }

  @Override
  public boolean work() {
    return kit.db().seeingAll(this::end);
  }

  private boolean end(Tx tx) {
    OffsetDateTime now = kit.now().atOffset(ZoneOffset.UTC);
    tx.sql().deleteFrom(GROUP_INVITATIONS).where(GROUP_INVITATIONS.EXPIRES_AT.le(now)).execute();
    List<Ended> over =
        tx.sql()
            .select(MEMBERSHIPS.GROUP_ID, MEMBERSHIPS.ACCOUNT_ID)
            .from(MEMBERSHIPS)
            .where(MEMBERSHIPS.UNTIL.le(now))
            .orderBy(MEMBERSHIPS.GROUP_ID, MEMBERSHIPS.ACCOUNT_ID)
            .limit(BATCH)
            .forUpdate()
            .skipLocked()
            .fetch(row -> new Ended(new GroupId(row.value1()), new AccountId(row.value2())));
    for (Ended one : over) {
      log.append(tx, one.group(), null, "ended", Map.of("account", one.account().toString()));
      registrar.remove(tx, one.group(), one.account());
    }
    return over.size() == BATCH;
  }

  private record Ended(GroupId group, AccountId account) {}
}
