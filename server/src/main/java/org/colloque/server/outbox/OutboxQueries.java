package org.colloque.server.outbox;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.DELIVERIES;
import static org.colloque.migrations.Tables.FEDERATED_STATUSES;
import static org.colloque.migrations.Tables.FOLLOWS;
import static org.colloque.migrations.Tables.OUTBOX_ACTIVITIES;
import static org.colloque.migrations.Tables.PAST_FOLLOWERS;

import java.time.OffsetDateTime;
import java.util.Optional;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.statuses.StatusId;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Reads whom something concerns, and writes the queue. */
final class OutboxQueries {
  private OutboxQueries() {}

  /** A federated status, local or not. */
  record Head(StatusId id, AccountId author, String uri, String audience, boolean local) {
    Outgoing.About about() {
      return new Outgoing.About(id, audience);
    }
  }

  /** The other end of a relation. */
  record Peer(AccountId id, String uri, boolean local) {}

  /** Empty for what is not for the fediverse. */
  static Optional<Head> head(DSLContext sql, StatusId id) {
    return sql.select(
            FEDERATED_STATUSES.ACCOUNT_ID,
            FEDERATED_STATUSES.URI,
            FEDERATED_STATUSES.AUDIENCE,
            FEDERATED_STATUSES.LOCAL)
        .from(FEDERATED_STATUSES)
        .where(FEDERATED_STATUSES.ID.eq(id.value()))
        .and(FEDERATED_STATUSES.URI.isNotNull())
        .fetchOptional(row ->
            new Head(id, new AccountId(row.value1()), row.value2(), row.value3(), row.value4()));
  }

  static Peer peer(DSLContext sql, AccountId id) {
    return sql.select(ACCOUNTS.URI, ACCOUNTS.DOMAIN)
        .from(ACCOUNTS)
        .where(ACCOUNTS.ID.eq(id.value()))
        .fetchSingle(row -> new Peer(id, row.value1(), row.value2() == null));
  }

  static boolean any(DSLContext sql, Select<Record1<String>> inboxes) {
    return sql.fetchExists(inboxes);
  }

  /** The activity once, and a row for each of {@code inboxes}; nothing when there are none. */
  static int enqueue(
      DSLContext sql,
      long id,
      Outgoing outgoing,
      Select<Record1<String>> inboxes,
      OffsetDateTime now) {
    Outgoing.@Nullable About about = outgoing.about();
    sql.insertInto(OUTBOX_ACTIVITIES)
        .set(OUTBOX_ACTIVITIES.ID, id)
        .set(OUTBOX_ACTIVITIES.URI, outgoing.uri())
        .set(OUTBOX_ACTIVITIES.TYPE, outgoing.type().column())
        .set(OUTBOX_ACTIVITIES.ACCOUNT_ID, outgoing.signer().value())
        .set(OUTBOX_ACTIVITIES.STATUS_ID, about == null ? null : about.status().value())
        .set(OUTBOX_ACTIVITIES.STATUS_AUDIENCE, about == null ? null : about.audience())
        .set(OUTBOX_ACTIVITIES.BODY, outgoing.body())
        .set(OUTBOX_ACTIVITIES.CREATED_AT, now)
        .execute();
    var reached = inboxes.asTable("reached", "inbox");
    Field<String> inbox = DSL.field(DSL.name("reached", "inbox"), String.class);
    int rows =
        sql.insertInto(
                DELIVERIES,
                DELIVERIES.ACTIVITY_ID,
                DELIVERIES.INBOX_URL,
                DELIVERIES.HOST,
                DELIVERIES.THING,
                DELIVERIES.NEXT_ATTEMPT_AT,
                DELIVERIES.CREATED_AT)
            .select(
                DSL.selectDistinct(
                        DSL.val(id),
                        inbox,
                        host(inbox),
                        thing(inbox, outgoing),
                        DSL.val(now),
                        DSL.val(now))
                    .from(reached))
            .execute();
    if (rows == 0) {
      sql.deleteFrom(OUTBOX_ACTIVITIES).where(OUTBOX_ACTIVITIES.ID.eq(id)).execute();
    }
    return rows;
  }

  /**
   * Forgets what was to be said of a status and has not been taken up yet: it must not arrive after
   * the status was deleted, and its text must not lie here any longer. What is under way at this
   * moment arrives before the deletion, which waits for it.
   */
  static void forget(DSLContext sql, StatusId status, OffsetDateTime now) {
    Condition told =
        OUTBOX_ACTIVITIES
            .STATUS_ID
            .eq(status.value())
            .and(
                OUTBOX_ACTIVITIES.TYPE.in(
                    Outgoing.Type.CREATE.column(),
                    Outgoing.Type.UPDATE_NOTE.column(),
                    Outgoing.Type.QUOTE_REQUEST.column(),
                    Outgoing.Type.REPLY_REQUEST.column(),
                    Outgoing.Type.ANNOUNCE_REQUEST.column(),
                    Outgoing.Type.ANNOUNCE.column()));
    sql.deleteFrom(DELIVERIES)
        .where(
            DELIVERIES.ACTIVITY_ID.in(
                DSL.select(OUTBOX_ACTIVITIES.ID).from(OUTBOX_ACTIVITIES).where(told)))
        .execute();
    sql.update(OUTBOX_ACTIVITIES)
        .set(OUTBOX_ACTIVITIES.BODY, new byte[0])
        .set(OUTBOX_ACTIVITIES.FINISHED_AT, now)
        .where(told)
        .and(OUTBOX_ACTIVITIES.FINISHED_AT.isNull())
        .execute();
  }

  /**
   * Remembers where {@code follower} lives for those local accounts whom it follows, of the ones
   * that {@code followed} allows.
   */
  static void keepInboxes(
      DSLContext sql, AccountId follower, Condition followed, OffsetDateTime now) {
    var target = ACCOUNTS.as("target");
    sql.insertInto(
            PAST_FOLLOWERS,
            PAST_FOLLOWERS.ACCOUNT_ID,
            PAST_FOLLOWERS.INBOX_URL,
            PAST_FOLLOWERS.LEFT_AT)
        .select(
            DSL.select(FOLLOWS.TARGET_ACCOUNT_ID, Reach.shared(), DSL.val(now))
                .from(FOLLOWS)
                .join(ACCOUNTS)
                .on(ACCOUNTS.ID.eq(FOLLOWS.ACCOUNT_ID))
                .join(target)
                .on(target.ID.eq(FOLLOWS.TARGET_ACCOUNT_ID))
                .where(FOLLOWS.ACCOUNT_ID.eq(follower.value()))
                .and(ACCOUNTS.DOMAIN.isNotNull())
                .and(target.DOMAIN.isNull())
                .and(followed))
        .onConflict(PAST_FOLLOWERS.ACCOUNT_ID, PAST_FOLLOWERS.INBOX_URL)
        .doUpdate()
        .set(PAST_FOLLOWERS.LEFT_AT, now)
        .execute();
  }

  /**
   * What is told in its order: of a status, to a server; of accounts, to an inbox. Two things that
   * have the same number by chance wait for each other, which does no harm.
   */
  private static Field<Long> thing(Field<String> inbox, Outgoing outgoing) {
    Outgoing.@Nullable About about = outgoing.about();
    Field<String> what = about == null ? inbox : DSL.val(about.status().toString());
    return DSL.function("hashtextextended", Long.class, what, DSL.val(outgoing.signer().value()));
  }

  /** Host and port of an address, as fairness between servers counts them. */
  private static Field<String> host(Field<String> inbox) {
    return DSL.lower(DSL.splitPart(DSL.splitPart(inbox, "://", 2), "/", 1));
  }
}
