package org.colloque.server.delivery;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.DELIVERIES;
import static org.colloque.migrations.Tables.DELIVERY_HOSTS;
import static org.colloque.migrations.Tables.OUTBOX_ACTIVITIES;
import static org.colloque.migrations.Tables.PAST_FOLLOWERS;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.colloque.server.accounts.AccountId;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** The queue's statements. */
final class DeliveryQueries {
  /**
   * What is due for each of the given servers, as many as it has room for, never before something
   * older that the same account says of the same thing to the same inbox.
   */
  private static final String CLAIM =
      """
      WITH room AS (
        SELECT h.host, coalesce(s.failures, 0) AS failures,
          CASE WHEN coalesce(s.failures, 0) >= ? THEN 1 ELSE ? END - h.busy AS room
        FROM unnest(?::text[], ?::int[]) AS h(host, busy)
        LEFT JOIN delivery_hosts s ON s.host = h.host
        WHERE s.paused_until IS NULL OR s.paused_until <= ?::timestamptz
      ), picked AS (
        SELECT d.id, r.failures
        FROM room r CROSS JOIN LATERAL (
          SELECT d.id
          FROM deliveries d JOIN outbox_activities a ON a.id = d.activity_id
          WHERE d.host = r.host AND d.next_attempt_at <= ?::timestamptz
            AND NOT EXISTS (
              SELECT FROM outbox_activities e
              JOIN deliveries b ON b.activity_id = e.id AND b.inbox_url = d.inbox_url
              WHERE e.account_id = a.account_id
                AND coalesce(e.status_id, 0) = coalesce(a.status_id, 0) AND e.id < a.id)
          ORDER BY d.next_attempt_at, d.id
          LIMIT greatest(r.room, 0)
          FOR UPDATE OF d SKIP LOCKED) d
        LIMIT ?
      )
      UPDATE deliveries d SET leased_until = ?::timestamptz, next_attempt_at = ?::timestamptz, attempts = d.attempts + 1
      FROM picked p, outbox_activities a
      WHERE d.id = p.id AND a.id = d.activity_id
      RETURNING d.id, d.activity_id, d.inbox_url, d.host, d.attempts, d.created_at,
        a.account_id, p.failures
      """;

  /** The servers for which something waits, by steps through the index. */
  private static final String HOSTS =
      """
      WITH RECURSIVE hosts(host, n) AS (
        SELECT (SELECT d.host FROM deliveries d WHERE d.host > ? ORDER BY d.host LIMIT 1), 1
        UNION ALL
        SELECT (SELECT d.host FROM deliveries d WHERE d.host > h.host ORDER BY d.host LIMIT 1),
          h.n + 1
        FROM hosts h WHERE h.host IS NOT NULL AND h.n < ?
      )
      SELECT host FROM hosts WHERE host IS NOT NULL
      """;

  private DeliveryQueries() {}

  static boolean anyDue(DSLContext sql, Instant now) {
    return sql.fetchExists(
        DSL.selectOne().from(DELIVERIES).where(DELIVERIES.NEXT_ATTEMPT_AT.le(at(now))));
  }

  /** Up to {@code limit} servers after {@code cursor}, by name. */
  static List<String> hosts(DSLContext sql, String cursor, int limit) {
    return sql.resultQuery(HOSTS, cursor, limit).fetch(0, String.class);
  }

  /**
   * @param busy for each of the servers, how many deliveries are under way here
   */
  static List<Delivery> claim(
      DSLContext sql, Map<String, Integer> busy, int limit, Instant now, Instant lease) {
    String[] hosts = busy.keySet().toArray(String[]::new);
    Integer[] counts = busy.values().toArray(Integer[]::new);
    return sql.resultQuery(
            CLAIM,
            BackOff.FAILURES_BEFORE_PAUSE,
            DeliveryWorker.PER_HOST,
            hosts,
            counts,
            at(now),
            at(now),
            limit,
            at(lease),
            at(lease))
        .fetch(DeliveryQueries::delivery);
  }

  private static Delivery delivery(Record row) {
    return new Delivery(
        row.get(0, Long.class),
        row.get(1, Long.class),
        row.get(2, String.class),
        row.get(3, String.class),
        row.get(4, Integer.class),
        row.get(5, OffsetDateTime.class).toInstant(),
        new AccountId(row.get(6, Long.class)),
        row.get(7, Integer.class));
  }

  static Map<Long, byte[]> bodies(DSLContext sql, Collection<Long> activities) {
    return sql.select(OUTBOX_ACTIVITIES.ID, OUTBOX_ACTIVITIES.BODY)
        .from(OUTBOX_ACTIVITIES)
        .where(OUTBOX_ACTIVITIES.ID.in(activities))
        .fetchMap(OUTBOX_ACTIVITIES.ID, OUTBOX_ACTIVITIES.BODY);
  }

  /** Takes deliveries out of the queue, and the activities that nobody waits for any more. */
  static void remove(DSLContext sql, Collection<Long> ids) {
    List<Long> activities =
        sql.deleteFrom(DELIVERIES)
            .where(DELIVERIES.ID.in(ids))
            .returning(DELIVERIES.ACTIVITY_ID)
            .fetch(DELIVERIES.ACTIVITY_ID);
    sql.deleteFrom(OUTBOX_ACTIVITIES)
        .where(OUTBOX_ACTIVITIES.ID.in(activities))
        .and(
            DSL.notExists(
                DSL.selectOne()
                    .from(DELIVERIES)
                    .where(DELIVERIES.ACTIVITY_ID.eq(OUTBOX_ACTIVITIES.ID))))
        .execute();
  }

  static void reschedule(DSLContext sql, long id, Instant next, String error) {
    sql.update(DELIVERIES)
        .set(DELIVERIES.NEXT_ATTEMPT_AT, at(next))
        .setNull(DELIVERIES.LEASED_UNTIL)
        .set(DELIVERIES.LAST_ERROR, error)
        .where(DELIVERIES.ID.eq(id))
        .execute();
  }

  /** Gives claimed rows back as they were: nobody knows whether they arrived. */
  static void release(DSLContext sql, Collection<Long> ids, Instant now) {
    sql.update(DELIVERIES)
        .set(DELIVERIES.NEXT_ATTEMPT_AT, at(now))
        .setNull(DELIVERIES.LEASED_UNTIL)
        .where(DELIVERIES.ID.in(ids))
        .execute();
  }

  /** Counts failures in a row; returns how many there are now. */
  static int hostFailed(DSLContext sql, String host, int failures, String error, Instant now) {
    return sql.insertInto(DELIVERY_HOSTS)
        .set(DELIVERY_HOSTS.HOST, host)
        .set(DELIVERY_HOSTS.FAILURES, failures)
        .set(DELIVERY_HOSTS.LAST_ERROR, error)
        .set(DELIVERY_HOSTS.LAST_FAILURE_AT, at(now))
        .onConflict(DELIVERY_HOSTS.HOST)
        .doUpdate()
        .set(DELIVERY_HOSTS.FAILURES, DELIVERY_HOSTS.FAILURES.plus(failures))
        .set(DELIVERY_HOSTS.LAST_ERROR, error)
        .set(DELIVERY_HOSTS.LAST_FAILURE_AT, at(now))
        .returningResult(DELIVERY_HOSTS.FAILURES)
        .fetchSingle()
        .value1();
  }

  static void pause(DSLContext sql, String host, Instant until) {
    sql.update(DELIVERY_HOSTS)
        .set(DELIVERY_HOSTS.PAUSED_UNTIL, at(until))
        .where(DELIVERY_HOSTS.HOST.eq(host))
        .and(DELIVERY_HOSTS.PAUSED_UNTIL.isNull().or(DELIVERY_HOSTS.PAUSED_UNTIL.lt(at(until))))
        .execute();
  }

  static void hostAnswered(DSLContext sql, Collection<String> hosts, Instant now) {
    sql.update(DELIVERY_HOSTS)
        .set(DELIVERY_HOSTS.FAILURES, 0)
        .set(DELIVERY_HOSTS.LAST_SUCCESS_AT, at(now))
        .setNull(DELIVERY_HOSTS.PAUSED_UNTIL)
        .where(DELIVERY_HOSTS.HOST.in(hosts))
        .execute();
  }

  /** What has waited too long for a server that still does not answer. */
  static int expire(DSLContext sql, String host, Instant before, int limit) {
    return sql.deleteFrom(DELIVERIES)
        .where(
            DELIVERIES.ID.in(
                DSL.select(DELIVERIES.ID)
                    .from(DELIVERIES)
                    .where(DELIVERIES.HOST.eq(host))
                    .and(DELIVERIES.CREATED_AT.lt(at(before)))
                    .limit(limit)))
        .execute();
  }

  /**
   * An inbox is gone (410). A shared one is asked no more and its people get their own copies; with
   * a person's own inbox the person is gone, until their server shows the account again.
   */
  static void inboxGone(DSLContext sql, String inbox, Instant now) {
    sql.update(ACCOUNTS)
        .setNull(ACCOUNTS.SHARED_INBOX_URL)
        .where(ACCOUNTS.SHARED_INBOX_URL.eq(inbox))
        .and(ACCOUNTS.DOMAIN.isNotNull())
        .execute();
    sql.update(ACCOUNTS)
        .set(ACCOUNTS.DELETED_AT, at(now))
        .set(ACCOUNTS.VERSION, ACCOUNTS.VERSION.plus(1))
        .where(ACCOUNTS.INBOX_URL.eq(inbox))
        .and(ACCOUNTS.DOMAIN.isNotNull())
        .and(ACCOUNTS.DELETED_AT.isNull())
        .execute();
    sql.deleteFrom(DELIVERIES).where(DELIVERIES.INBOX_URL.eq(inbox)).execute();
    sql.deleteFrom(PAST_FOLLOWERS).where(PAST_FOLLOWERS.INBOX_URL.eq(inbox)).execute();
  }

  /** Activities whose last two deliveries were taken out by two processes at once. */
  static int removeOrphans(DSLContext sql, Instant before, int limit) {
    return sql.deleteFrom(OUTBOX_ACTIVITIES)
        .where(
            OUTBOX_ACTIVITIES.ID.in(
                DSL.select(OUTBOX_ACTIVITIES.ID)
                    .from(OUTBOX_ACTIVITIES)
                    .where(OUTBOX_ACTIVITIES.CREATED_AT.lt(at(before)))
                    .and(
                        DSL.notExists(
                            DSL.selectOne()
                                .from(DELIVERIES)
                                .where(DELIVERIES.ACTIVITY_ID.eq(OUTBOX_ACTIVITIES.ID))))
                    .limit(limit)))
        .execute();
  }

  /** Servers that have answered, or that nothing waits for, need not be remembered. */
  static int forgetHosts(DSLContext sql, Instant before) {
    return sql.deleteFrom(DELIVERY_HOSTS)
        .where(
            DSL.greatest(
                    DSL.coalesce(DELIVERY_HOSTS.LAST_FAILURE_AT, DELIVERY_HOSTS.LAST_SUCCESS_AT),
                    DSL.coalesce(DELIVERY_HOSTS.LAST_SUCCESS_AT, DELIVERY_HOSTS.LAST_FAILURE_AT))
                .lt(at(before)))
        .and(
            DSL.notExists(
                DSL.selectOne().from(DELIVERIES).where(DELIVERIES.HOST.eq(DELIVERY_HOSTS.HOST))))
        .execute();
  }

  private static OffsetDateTime at(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
