package org.colloque.server.delivery;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.DELIVERIES;
import static org.colloque.migrations.Tables.DELIVERY_HOSTS;
import static org.colloque.migrations.Tables.OUTBOX_ACTIVITIES;
import static org.colloque.migrations.Tables.PAST_FOLLOWERS;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Batch;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** The queue's statements. */
final class DeliveryQueries {
  /**
   * What is due for each of the given servers, as many as it has room for, never before something
   * older that the same account says of the same thing to the same server. A server that failed
   * gets one, which decides.
   */
  private static final String CLAIM =
      """
      WITH room AS (
        SELECT h.host, coalesce(s.failures, 0) AS failures,
          CASE WHEN coalesce(s.failures, 0) >= ?::int THEN 1 ELSE ?::int END - h.held AS room
        FROM unnest(?::text[], ?::int[]) AS h(host, held)
        LEFT JOIN delivery_hosts s ON s.host = h.host
        WHERE s.paused_until IS NULL OR s.paused_until <= ?::timestamptz
      )
      SELECT d.id, d.activity_id, d.inbox_url, d.host, d.thing, d.attempts, d.created_at,
        a.account_id, r.failures
      FROM room r CROSS JOIN LATERAL (
        SELECT d.*
        FROM deliveries d
        WHERE d.host = r.host AND d.next_attempt_at <= ?::timestamptz AND d.id <> ALL (?::bigint[])
          AND NOT EXISTS (
            SELECT FROM deliveries e
            WHERE e.host = d.host AND e.thing = d.thing AND e.activity_id < d.activity_id)
        ORDER BY d.next_attempt_at, d.id
        LIMIT greatest(r.room, 0)) d
      JOIN outbox_activities a ON a.id = d.activity_id
      LIMIT ?
      """;

  private static final String WAITING =
      """
      SELECT d.id, d.activity_id, d.inbox_url, d.host, d.thing, d.attempts, d.created_at,
        a.account_id, coalesce(s.failures, 0)
      FROM unnest(?::bigint[], ?::bigint[]) AS l(id, activity_id)
      JOIN deliveries d ON d.id = l.id AND d.activity_id = l.activity_id
      JOIN outbox_activities a ON a.id = d.activity_id
      LEFT JOIN delivery_hosts s ON s.host = d.host
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

  private static final String RESCHEDULE =
      """
      UPDATE deliveries d
      SET next_attempt_at = CASE WHEN d.trouble = 'HELD' THEN d.next_attempt_at ELSE f.next END,
        attempts = d.attempts + 1, last_error = f.error,
        trouble = CASE WHEN d.trouble = 'HELD' THEN d.trouble ELSE f.trouble END
      FROM unnest(?::bigint[], ?::timestamptz[], ?::text[], ?::text[]) f(id, next, trouble, error)
      WHERE d.id = f.id
      """;

  /** Counts what came of activities; a text that nobody waits for any more is not kept. */
  private static final String COUNT =
      """
      UPDATE outbox_activities a
      SET sent = a.sent + c.sent, given_up = a.given_up + c.given_up,
        finished_at = CASE WHEN c.waiting THEN NULL ELSE ?::timestamptz END,
        body = CASE WHEN c.waiting THEN a.body ELSE ''::bytea END
      FROM (
        SELECT u.id, u.sent, u.given_up,
          EXISTS (SELECT FROM deliveries d WHERE d.activity_id = u.id) AS waiting
        FROM unnest(?::bigint[], ?::int[], ?::int[]) u(id, sent, given_up)) c
      WHERE a.id = c.id
      """;

  private DeliveryQueries() {}

  /** Up to {@code limit} servers after {@code cursor}, by name. */
  static List<String> hosts(DSLContext sql, String cursor, int limit) {
    return Batch.query(sql, HOSTS, row -> row.getString(1), cursor, limit);
  }

  /**
   * @param held for each of the servers, how many deliveries are claimed already
   * @param claimed all that is claimed
   * @param ahead how many may be claimed for a server
   */
  static List<Delivery> claim(
      DSLContext sql,
      Map<String, Integer> held,
      Collection<Long> claimed,
      int ahead,
      int limit,
      Instant now) {
    return Batch.query(
        sql,
        CLAIM,
        DeliveryQueries::delivery,
        BackOff.FAILURES_BEFORE_PAUSE,
        ahead,
        held.keySet().toArray(String[]::new),
        held.values().toArray(Integer[]::new),
        now,
        now,
        claimed.toArray(Long[]::new),
        limit);
  }

  /**
   * Which of these are still in the queue.
   *
   * @param activities by the ids of the deliveries
   */
  static List<Delivery> waiting(DSLContext sql, Map<Long, Long> activities) {
    return Batch.query(
        sql,
        WAITING,
        DeliveryQueries::delivery,
        activities.keySet().toArray(Long[]::new),
        activities.values().toArray(Long[]::new));
  }

  private static Delivery delivery(ResultSet row) throws SQLException {
    return new Delivery(
        row.getLong(1),
        row.getLong(2),
        row.getString(3),
        row.getString(4),
        row.getLong(5),
        row.getInt(6),
        row.getObject(7, OffsetDateTime.class).toInstant(),
        new AccountId(row.getLong(8)),
        row.getInt(9));
  }

  static Map<Long, byte[]> bodies(DSLContext sql, Collection<Long> activities) {
    return sql.select(OUTBOX_ACTIVITIES.ID, OUTBOX_ACTIVITIES.BODY)
        .from(OUTBOX_ACTIVITIES)
        .where(OUTBOX_ACTIVITIES.ID.eq(DSL.any(activities.toArray(Long[]::new))))
        .fetchMap(OUTBOX_ACTIVITIES.ID, OUTBOX_ACTIVITIES.BODY);
  }

  /** Takes deliveries out of the queue. */
  static void remove(DSLContext sql, Collection<Long> ids) {
    Batch.execute(
        sql,
        "DELETE FROM deliveries WHERE id = ANY (?::bigint[])",
        (Object) ids.toArray(Long[]::new));
  }

  /** What came of one activity at several inboxes. */
  record Counted(long activity, int sent, int givenUp) {}

  static void count(DSLContext sql, List<Counted> counted, Instant now) {
    Batch.execute(
        sql,
        COUNT,
        now,
        counted.stream().map(Counted::activity).toArray(Long[]::new),
        counted.stream().map(Counted::sent).toArray(Integer[]::new),
        counted.stream().map(Counted::givenUp).toArray(Integer[]::new));
  }

  /** One that failed, and when it is tried again. */
  record Failed(long id, Instant next, String trouble, String error) {}

  static void reschedule(DSLContext sql, List<Failed> failed) {
    sql.query(
            RESCHEDULE,
            failed.stream().map(Failed::id).toArray(Long[]::new),
            failed.stream().map(one -> at(one.next())).toArray(OffsetDateTime[]::new),
            failed.stream().map(Failed::trouble).toArray(String[]::new),
            failed.stream().map(Failed::error).toArray(String[]::new))
        .execute();
  }

  /**
   * An inbox is gone (410). A shared one is asked no more and its people get their own copies; with
   * a person's own inbox the person is gone, until their server shows the account again.
   */
  static void inboxGone(DSLContext sql, String host, String inbox, Instant now) {
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
    sql.deleteFrom(DELIVERIES)
        .where(DELIVERIES.HOST.eq(host))
        .and(DELIVERIES.INBOX_URL.eq(inbox))
        .execute();
    sql.deleteFrom(PAST_FOLLOWERS).where(PAST_FOLLOWERS.INBOX_URL.eq(inbox)).execute();
  }

  /** Texts that nobody waits for, because what waited was taken back. */
  static int empty(DSLContext sql, Instant before, Instant now, int limit) {
    return sql.update(OUTBOX_ACTIVITIES)
        .set(OUTBOX_ACTIVITIES.BODY, new byte[0])
        .set(OUTBOX_ACTIVITIES.FINISHED_AT, at(now))
        .where(
            OUTBOX_ACTIVITIES.ID.in(
                DSL.select(OUTBOX_ACTIVITIES.ID)
                    .from(OUTBOX_ACTIVITIES)
                    .where(OUTBOX_ACTIVITIES.FINISHED_AT.isNull())
                    .and(OUTBOX_ACTIVITIES.CREATED_AT.lt(at(before)))
                    .and(
                        DSL.notExists(
                            DSL.selectOne()
                                .from(DELIVERIES)
                                .where(DELIVERIES.ACTIVITY_ID.eq(OUTBOX_ACTIVITIES.ID))))
                    .limit(limit)))
        .execute();
  }

  /** What was worked off so long ago that no report shows it. */
  static int forget(DSLContext sql, Instant before, int limit) {
    return sql.deleteFrom(OUTBOX_ACTIVITIES)
        .where(
            OUTBOX_ACTIVITIES.ID.in(
                DSL.select(OUTBOX_ACTIVITIES.ID)
                    .from(OUTBOX_ACTIVITIES)
                    .where(OUTBOX_ACTIVITIES.FINISHED_AT.lt(at(before)))
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

  static OffsetDateTime at(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
