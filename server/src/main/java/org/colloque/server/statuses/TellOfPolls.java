package org.colloque.server.statuses;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.POLLS;
import static org.colloque.migrations.Tables.POLL_VOTERS;
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
import org.colloque.server.outbox.Outbox;
import org.jooq.Condition;
import org.jooq.Record3;
import org.jooq.impl.DSL;

/**
 * A poll is over: members who voted in it, and its author, are told once. Other servers are told
 * how a poll of ours stands, some minutes after votes and when it is over; of one in a private
 * group only those hear who are in it still.
 */
public final class TellOfPolls implements Worker {
  private static final Duration INTERVAL = Duration.ofSeconds(30);
  private static final int AT_ONCE = 100;

  /** Votes within this time are told together (federation.md, section 1d). */
  static final Duration TOGETHER = Duration.ofMinutes(3);

  private final Kit kit;
  private final Notifier notifier;
  private final Outbox outbox;

  public TellOfPolls(Kit kit, Notifier notifier, Outbox outbox) {
    this.kit = kit;
    this.notifier = notifier;
    this.outbox = outbox;
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
    boolean more =
        kit.db().as(Viewer.stranger(), tx -> tell(tx, POLLS.GROUP_ID.isNull())) == AT_ONCE;
    more |= kit.db().seeingAll(tx -> tell(tx, POLLS.GROUP_ID.isNotNull())) == AT_ONCE;
    return kit.db().as(Viewer.stranger(), this::tellServers) == AT_ONCE || more;
  }

  private int tellServers(Tx tx) {
    List<Long> changed =
        tx.sql()
            .select(POLLS.STATUS_ID)
            .from(POLLS)
            .where(POLLS.UNTOLD_SINCE.le(kit.now().minus(TOGETHER).atOffset(ZoneOffset.UTC)))
            .orderBy(POLLS.UNTOLD_SINCE)
            .limit(AT_ONCE)
            .forUpdate()
            .skipLocked()
            .fetch(POLLS.STATUS_ID);
    changed.forEach(poll -> outbox.edited(tx, new StatusId(poll)));
    told(tx, changed);
    return changed.size();
  }

  private static void told(Tx tx, List<Long> polls) {
    tx.sql()
        .update(POLLS)
        .setNull(POLLS.UNTOLD_SINCE)
        .where(POLLS.STATUS_ID.in(polls))
        .and(POLLS.UNTOLD_SINCE.isNotNull())
        .execute();
  }

  private int tell(Tx tx, Condition which) {
    OffsetDateTime now = kit.now().atOffset(ZoneOffset.UTC);
    List<Record3<Long, Long, Long>> over =
        tx.sql()
            .select(POLLS.STATUS_ID, STATUSES.ACCOUNT_ID, POLLS.GROUP_ID)
            .from(POLLS)
            .join(STATUSES)
            .on(STATUSES.ID.eq(POLLS.STATUS_ID))
            .where(POLLS.TOLD_AT.isNull())
            .and(which)
            .and(POLLS.CLOSED.isTrue().or(POLLS.ENDS_AT.le(now)))
            .limit(AT_ONCE)
            .forUpdate()
            .of(POLLS)
            .skipLocked()
            .fetch();
    for (Record3<Long, Long, Long> poll : over) {
      StatusId status = new StatusId(poll.value1());
      AccountId author = new AccountId(poll.value2());
      concerned(tx, status, author)
          .forEach(member -> notifier.tell(tx, member, NotificationType.POLL, author, status));
      if (poll.value3() == null) {
        outbox.edited(tx, status);
      }
    }
    told(tx, over.stream().map(Record3::value1).toList());
    tx.sql()
        .update(POLLS)
        .set(POLLS.TOLD_AT, now)
        .where(POLLS.STATUS_ID.in(over.stream().map(Record3::value1).toList()))
        .execute();
    return over.size();
  }

  /** Members who voted, and the author when it is one. */
  private static List<AccountId> concerned(Tx tx, StatusId status, AccountId author) {
    var voted =
        DSL.select(POLL_VOTES.ACCOUNT_ID)
            .from(POLL_VOTES)
            .where(POLL_VOTES.STATUS_ID.eq(status.value()))
            .union(
                DSL.select(POLL_VOTERS.ACCOUNT_ID)
                    .from(POLL_VOTERS)
                    .where(POLL_VOTERS.STATUS_ID.eq(status.value())));
    return tx.sql()
        .select(ACCOUNTS.ID)
        .from(ACCOUNTS)
        .where(ACCOUNTS.DOMAIN.isNull())
        .and(ACCOUNTS.ID.in(voted).or(ACCOUNTS.ID.eq(author.value())))
        .fetch(row -> new AccountId(row.value1()));
  }
}
