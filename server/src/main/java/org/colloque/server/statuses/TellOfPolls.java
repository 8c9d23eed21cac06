package org.colloque.server.statuses;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.POLLS;
import static org.colloque.migrations.Tables.POLL_VOTES;
import static org.colloque.migrations.Tables.STATUSES;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;
import org.colloque.server.notifications.NotificationType;
import org.colloque.server.notifications.Notifier;
import org.jooq.Record2;
import org.jooq.impl.DSL;

/** A poll is over: members who voted in it, and its author, are told once. */
public final class TellOfPolls implements Worker {
  private static final Duration INTERVAL = Duration.ofSeconds(30);
  private static final int AT_ONCE = 100;

  private final Kit kit;
  private final Notifier notifier;

  public TellOfPolls(Kit kit, Notifier notifier) {
    this.kit = kit;
    this.notifier = notifier;
  }

  @Override
  public String name() {
    return "tell-of-polls";
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  @Override
  public boolean work() {
    return kit.db().as(Viewer.stranger(), this::tell) == AT_ONCE;
  }

  private int tell(Tx tx) {
    OffsetDateTime now = kit.now().atOffset(ZoneOffset.UTC);
    List<Record2<Long, Long>> over =
        tx.sql()
            .select(POLLS.STATUS_ID, STATUSES.ACCOUNT_ID)
            .from(POLLS)
            .join(STATUSES)
            .on(STATUSES.ID.eq(POLLS.STATUS_ID))
            .where(POLLS.TOLD_AT.isNull())
            .and(POLLS.CLOSED.isTrue().or(POLLS.ENDS_AT.le(now)))
            .limit(AT_ONCE)
            .forUpdate()
            .of(POLLS)
            .skipLocked()
            .fetch();
    for (Record2<Long, Long> poll : over) {
      StatusId status = new StatusId(poll.value1());
      AccountId author = new AccountId(poll.value2());
      concerned(tx, status, author)
          .forEach(member -> notifier.tell(tx, member, NotificationType.POLL, author, status));
    }
    tx.sql()
        .update(POLLS)
        .set(POLLS.TOLD_AT, now)
        .where(POLLS.STATUS_ID.in(over.stream().map(Record2::value1).toList()))
        .execute();
    return over.size();
  }

  /** Members who voted, and the author when it is one. */
  private static List<AccountId> concerned(Tx tx, StatusId status, AccountId author) {
    var voted =
        DSL.select(POLL_VOTES.ACCOUNT_ID)
            .from(POLL_VOTES)
            .where(POLL_VOTES.STATUS_ID.eq(status.value()));
    return tx.sql()
        .select(ACCOUNTS.ID)
        .from(ACCOUNTS)
        .where(ACCOUNTS.DOMAIN.isNull())
        .and(ACCOUNTS.ID.in(voted).or(ACCOUNTS.ID.eq(author.value())))
        .fetch(row -> new AccountId(row.value1()));
  }
}
