package org.colloque.server.moderation;

import static org.colloque.migrations.Tables.REPORTS;
import static org.colloque.migrations.Tables.USERS;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;
import org.colloque.server.notifications.Notifier;
import org.jooq.impl.DSL;

/** Keeps a report and tells every moderator of it. */
public final class StoreReport {
  /** Reports of one account in a day; further ones are not taken. */
  public static final int PER_DAY = 100;

  private static final Duration DAY = Duration.ofDays(1);

  private final Kit kit;
  private final Notifier notifier;

  public StoreReport(Kit kit, Notifier notifier) {
    this.kit = kit;
    this.notifier = notifier;
  }

  /** Its identifier; empty when it is known already or too many came of this account. */
  public Optional<Long> store(Tx tx, Report report) {
    if (isFull(tx, report.account())) {
      return Optional.empty();
    }
    long id = kit.ids().next();
    int added =
        tx.sql()
            .insertInto(REPORTS)
            .set(REPORTS.ID, id)
            .set(REPORTS.ACCOUNT_ID, report.account().value())
            .set(REPORTS.TARGET_ACCOUNT_ID, report.target().value())
            .set(REPORTS.URI, report.uri())
            .set(REPORTS.CATEGORY, report.category())
            .set(REPORTS.COMMENT, report.comment())
            .set(REPORTS.STATUS_IDS, report.statuses().toArray(Long[]::new))
            .set(REPORTS.RULE_IDS, report.rules().toArray(Long[]::new))
            .set(REPORTS.FORWARDED, report.forwarded())
            .set(REPORTS.CREATED_AT, kit.now().atOffset(ZoneOffset.UTC))
            .set(REPORTS.UPDATED_AT, kit.now().atOffset(ZoneOffset.UTC))
            .onConflictDoNothing()
            .execute();
    if (added == 0) {
      return Optional.empty();
    }
    tx.sql()
        .select(USERS.ACCOUNT_ID)
        .from(USERS)
        .where(USERS.ROLE.in("moderator", "admin", "owner"))
        .and(USERS.DISABLED_AT.isNull())
        .fetch(USERS.ACCOUNT_ID)
        .forEach(
            moderator -> notifier.tellOfReport(tx, new AccountId(moderator), report.account(), id));
    return Optional.of(id);
  }

  private boolean isFull(Tx tx, AccountId account) {
    return tx.sql()
            .fetchCount(
                DSL.selectOne()
                    .from(REPORTS)
                    .where(REPORTS.ACCOUNT_ID.eq(account.value()))
                    .and(REPORTS.CREATED_AT.gt(kit.now().minus(DAY).atOffset(ZoneOffset.UTC)))
                    .limit(PER_DAY))
        >= PER_DAY;
  }
}
