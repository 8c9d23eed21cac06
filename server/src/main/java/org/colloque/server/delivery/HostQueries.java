package org.colloque.server.delivery;

import static org.colloque.migrations.Tables.DELIVERY_HOSTS;
import static org.colloque.server.delivery.DeliveryQueries.at;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import org.colloque.server.database.Batch;
import org.jooq.DSLContext;

/** What is known of the servers that are written to. */
final class HostQueries {
  private static final String ANSWERED =
      """
      UPDATE delivery_hosts
      SET failures = 0, failing_since = NULL, paused_until = NULL, last_success_at = ?::timestamptz
      WHERE host = ANY (?::text[])
      """;

  /** Those put off while the server was silent; what is held back here is not among them. */
  private static final String BRING_FORWARD =
      """
      UPDATE deliveries SET next_attempt_at = ?::timestamptz
      WHERE host = ANY (?::text[]) AND next_attempt_at > ?::timestamptz
        AND trouble IS DISTINCT FROM 'HELD'
      """;

  private static final String TALLY =
      """
      INSERT INTO delivery_hosts AS h (host, sent, given_up, last_success_at)
      SELECT * FROM unnest(?::text[], ?::bigint[], ?::bigint[], ?::timestamptz[])
      ON CONFLICT (host) DO UPDATE SET sent = h.sent + excluded.sent,
        given_up = h.given_up + excluded.given_up,
        last_success_at = greatest(h.last_success_at, excluded.last_success_at)
      """;

  private static final String SIGN_OF_LIFE =
      """
      UPDATE delivery_hosts SET paused_until = NULL
      WHERE host = ANY (?::text[]) AND paused_until > ?::timestamptz
      RETURNING host
      """;

  private HostQueries() {}

  /**
   * After a failure.
   *
   * @param failing for how long it has failed
   */
  record Failing(int failures, Duration failing) {}

  /** Counts failures in a row. */
  static Failing failed(
      DSLContext sql, String host, int failures, String trouble, String error, Instant now) {
    return sql.insertInto(DELIVERY_HOSTS)
        .set(DELIVERY_HOSTS.HOST, host)
        .set(DELIVERY_HOSTS.FAILURES, failures)
        .set(DELIVERY_HOSTS.FAILING_SINCE, at(now))
        .set(DELIVERY_HOSTS.TROUBLE, trouble)
        .set(DELIVERY_HOSTS.LAST_ERROR, error)
        .set(DELIVERY_HOSTS.LAST_FAILURE_AT, at(now))
        .onConflict(DELIVERY_HOSTS.HOST)
        .doUpdate()
        .set(DELIVERY_HOSTS.FAILURES, DELIVERY_HOSTS.FAILURES.plus(failures))
        .set(
            DELIVERY_HOSTS.FAILING_SINCE,
            org.jooq.impl.DSL.coalesce(DELIVERY_HOSTS.FAILING_SINCE, at(now)))
        .set(DELIVERY_HOSTS.TROUBLE, trouble)
        .set(DELIVERY_HOSTS.LAST_ERROR, error)
        .set(DELIVERY_HOSTS.LAST_FAILURE_AT, at(now))
        .returningResult(DELIVERY_HOSTS.FAILURES, DELIVERY_HOSTS.FAILING_SINCE)
        .fetchSingle(
            row -> new Failing(row.value1(), Duration.between(row.value2().toInstant(), now)));
  }

  static void pause(DSLContext sql, String host, Instant until) {
    sql.update(DELIVERY_HOSTS)
        .set(DELIVERY_HOSTS.PAUSED_UNTIL, at(until))
        .where(DELIVERY_HOSTS.HOST.eq(host))
        .and(DELIVERY_HOSTS.PAUSED_UNTIL.isNull().or(DELIVERY_HOSTS.PAUSED_UNTIL.lt(at(until))))
        .execute();
  }

  /** These answered after failures. */
  static void answered(DSLContext sql, Collection<String> hosts, Instant now) {
    sql.query(ANSWERED, at(now), hosts.toArray(String[]::new)).execute();
  }

  /** What waits for these is due now. */
  static void bringForward(DSLContext sql, Collection<String> hosts, Instant now) {
    sql.query(BRING_FORWARD, at(now), hosts.toArray(String[]::new), at(now)).execute();
  }

  /** What was sent to one server. */
  record Tally(String host, long sent, long givenUp, Instant at) {
    Tally plus(Tally later) {
      return new Tally(host, sent + later.sent, givenUp + later.givenUp, later.at);
    }
  }

  /** Adds up; in the order of the names, so that two processes do not wait for each other. */
  static void tally(DSLContext sql, List<Tally> tallies) {
    sql.query(
            TALLY,
            tallies.stream().map(Tally::host).toArray(String[]::new),
            tallies.stream().map(Tally::sent).toArray(Long[]::new),
            tallies.stream().map(Tally::givenUp).toArray(Long[]::new),
            tallies.stream()
                .map(one -> one.sent() == 0 ? null : at(one.at()))
                .toArray(OffsetDateTime[]::new))
        .execute();
  }

  /**
   * These have spoken to us: whoever of them was left alone is asked at once. Returns which were.
   */
  static List<String> spoke(DSLContext sql, Collection<String> hosts, Instant now) {
    List<String> woken =
        Batch.query(sql, SIGN_OF_LIFE, row -> row.getString(1), hosts.toArray(String[]::new), now);
    if (!woken.isEmpty()) {
      bringForward(sql, woken, now);
    }
    return woken;
  }
}
