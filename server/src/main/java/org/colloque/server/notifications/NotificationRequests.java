package org.colloque.server.notifications;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.NOTIFICATIONS;
import static org.colloque.migrations.Tables.NOTIFICATION_PERMISSIONS;
import static org.colloque.migrations.Tables.NOTIFICATION_REQUESTS;

import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.api.Paging;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectJoinStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** People whose notifications wait, and what a member decides about them. */
final class NotificationRequests {
  /** Counting goes no further: more says no more. */
  static final int MOST = 100;

  /** Told when what waited was let through: the account that let it. */
  static final String MERGED = "notifications_merged";

  private static final Field<Integer> COUNT = DSL.field("waiting_count", Integer.class);
  private static final Field<Long> LAST = DSL.field("last_status", Long.class);

  private final Kit kit;

  NotificationRequests(Kit kit) {
    this.kit = kit;
  }

  /**
   * Somebody whose notifications wait.
   *
   * @param waiting how many, up to {@link #MOST}
   * @param status what the newest of them that is about a status is about
   */
  record Row(
      long id,
      long from,
      int waiting,
      @Nullable Long status,
      OffsetDateTime createdAt,
      OffsetDateTime updatedAt) {}

  /** How much waits, each up to {@link #MOST}. */
  record Summary(int people, int notifications) {}

  /** A notification waits: its sender is on the list from now on. */
  static void add(Tx tx, long id, AccountId member, AccountId from, OffsetDateTime now) {
    tx.sql()
        .insertInto(NOTIFICATION_REQUESTS)
        .set(NOTIFICATION_REQUESTS.ID, id)
        .set(NOTIFICATION_REQUESTS.ACCOUNT_ID, member.value())
        .set(NOTIFICATION_REQUESTS.FROM_ACCOUNT_ID, from.value())
        .set(NOTIFICATION_REQUESTS.CREATED_AT, now)
        .set(NOTIFICATION_REQUESTS.UPDATED_AT, now)
        .onConflict(NOTIFICATION_REQUESTS.ACCOUNT_ID, NOTIFICATION_REQUESTS.FROM_ACCOUNT_ID)
        .doUpdate()
        .set(NOTIFICATION_REQUESTS.UPDATED_AT, now)
        .execute();
  }

  List<Row> page(DSLContext sql, AccountId member, Paging paging) {
    return paging.newestFirst(
        select(sql)
            .where(of(member))
            .and(paging.condition(NOTIFICATION_REQUESTS.ID))
            .orderBy(paging.order(NOTIFICATION_REQUESTS.ID))
            .limit(paging.rows())
            .fetch(NotificationRequests::row));
  }

  Optional<Row> one(DSLContext sql, AccountId member, long id) {
    return select(sql)
        .where(of(member))
        .and(NOTIFICATION_REQUESTS.ID.eq(id))
        .fetchOptional(NotificationRequests::row);
  }

  /** Two looks at an index, each ended at {@link #MOST}. */
  static Summary summary(DSLContext sql, AccountId member) {
    int people =
        sql.fetchCount(
            DSL.selectOne().from(NOTIFICATION_REQUESTS).where(of(member)).limit(DSL.inline(MOST)));
    int notifications =
        people == 0
            ? 0
            : sql.fetchCount(
                DSL.selectOne()
                    .from(NOTIFICATIONS)
                    .join(ACCOUNTS)
                    .on(ACCOUNTS.ID.eq(NOTIFICATIONS.FROM_ACCOUNT_ID))
                    .where(NOTIFICATIONS.ACCOUNT_ID.eq(member.value()))
                    .and(NOTIFICATIONS.FILTERED)
                    .and(ACCOUNTS.SUSPENDED_AT.isNull())
                    .limit(DSL.inline(MOST)));
    return new Summary(people, notifications);
  }

  /**
   * What waited is told now, and so is whatever comes from them; devices are not called again.
   *
   * @return how many of the requests are the member's
   */
  int accept(Tx tx, AccountId member, Collection<Long> ids) {
    List<Long> senders = take(tx.sql(), member, ids);
    if (senders.isEmpty()) {
      return 0;
    }
    var insert =
        tx.sql()
            .insertInto(
                NOTIFICATION_PERMISSIONS,
                NOTIFICATION_PERMISSIONS.ACCOUNT_ID,
                NOTIFICATION_PERMISSIONS.FROM_ACCOUNT_ID);
    for (Long sender : senders) {
      insert = insert.values(member.value(), sender);
    }
    insert.onConflictDoNothing().execute();
    tx.sql()
        .update(NOTIFICATIONS)
        .set(NOTIFICATIONS.FILTERED, false)
        .where(waitingOf(member, senders))
        .execute();
    kit.signals().send(tx, MERGED, member.toString());
    return senders.size();
  }

  /** What waited is gone; what comes later waits again. */
  int dismiss(Tx tx, AccountId member, Collection<Long> ids) {
    List<Long> senders = take(tx.sql(), member, ids);
    if (!senders.isEmpty()) {
      tx.sql().deleteFrom(NOTIFICATIONS).where(waitingOf(member, senders)).execute();
    }
    return senders.size();
  }

  private static List<Long> take(DSLContext sql, AccountId member, Collection<Long> ids) {
    return sql
        .deleteFrom(NOTIFICATION_REQUESTS)
        .where(NOTIFICATION_REQUESTS.ACCOUNT_ID.eq(member.value()))
        .and(NOTIFICATION_REQUESTS.ID.in(ids))
        .returning(NOTIFICATION_REQUESTS.FROM_ACCOUNT_ID)
        .fetch(NOTIFICATION_REQUESTS.FROM_ACCOUNT_ID)
        .stream()
        .filter(Objects::nonNull)
        .toList();
  }

  private static Condition waitingOf(AccountId member, Collection<Long> senders) {
    return NOTIFICATIONS
        .ACCOUNT_ID
        .eq(member.value())
        .and(NOTIFICATIONS.FROM_ACCOUNT_ID.in(senders))
        .and(NOTIFICATIONS.FILTERED);
  }

  /** Those of whom something waits still: posts are deleted, favourites taken back. */
  private static Condition of(AccountId member) {
    return NOTIFICATION_REQUESTS
        .ACCOUNT_ID
        .eq(member.value())
        .andExists(DSL.selectOne().from(NOTIFICATIONS).where(waiting()).offset(DSL.inline(0)))
        .andNotExists(
            DSL.selectOne()
                .from(ACCOUNTS)
                .where(ACCOUNTS.ID.eq(NOTIFICATION_REQUESTS.FROM_ACCOUNT_ID))
                .and(ACCOUNTS.SUSPENDED_AT.isNotNull().or(ACCOUNTS.DELETED_AT.isNotNull())));
  }

  private static Condition waiting() {
    return NOTIFICATIONS
        .ACCOUNT_ID
        .eq(NOTIFICATION_REQUESTS.ACCOUNT_ID)
        .and(NOTIFICATIONS.FROM_ACCOUNT_ID.eq(NOTIFICATION_REQUESTS.FROM_ACCOUNT_ID))
        .and(NOTIFICATIONS.FILTERED);
  }

  private static SelectJoinStep<? extends Record> select(DSLContext sql) {
    return sql.select(NOTIFICATION_REQUESTS.fields())
        .select(
            DSL.field(
                    DSL.selectCount()
                        .from(
                            DSL.selectOne()
                                .from(NOTIFICATIONS)
                                .where(waiting())
                                .limit(DSL.inline(MOST))))
                .as(COUNT),
            DSL.field(
                    DSL.select(NOTIFICATIONS.STATUS_ID)
                        .from(NOTIFICATIONS)
                        .where(waiting())
                        .and(NOTIFICATIONS.STATUS_ID.isNotNull())
                        .orderBy(NOTIFICATIONS.ID.desc())
                        .limit(DSL.inline(1)))
                .as(LAST))
        .from(NOTIFICATION_REQUESTS);
  }

  private static Row row(Record row) {
    return new Row(
        row.get(NOTIFICATION_REQUESTS.ID),
        row.get(NOTIFICATION_REQUESTS.FROM_ACCOUNT_ID),
        row.get(COUNT),
        row.get(LAST),
        row.get(NOTIFICATION_REQUESTS.CREATED_AT),
        row.get(NOTIFICATION_REQUESTS.UPDATED_AT));
  }
}
