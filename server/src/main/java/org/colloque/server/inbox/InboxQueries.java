package org.colloque.server.inbox;

import static org.colloque.migrations.Tables.INBOX_ACTIVITIES;
import static org.colloque.migrations.Tables.INBOX_CLAIMS;
import static org.colloque.migrations.Tables.UNDONE_EARLY;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.colloque.federation.signature.Verified;
import org.colloque.server.database.Batch;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** The queue of received activities. */
final class InboxQueries {
  /**
   * The oldest that are due, of actors whom nobody works on: what one actor says is worked off in
   * its order. One that failed before does not hold up the ones behind it.
   */
  private static final String CLAIM =
      """
      WITH picked AS (
        SELECT w.* FROM (
          SELECT i.id, i.actor_uri, i.key_id, i.body, i.attempts,
            sum(octet_length(i.body)) OVER (ORDER BY i.id) - octet_length(i.body) AS before
          FROM inbox_activities i
          WHERE i.done_at IS NULL AND i.next_attempt_at <= ?::timestamptz
            AND i.actor_uri <> ALL (?::text[])
          ORDER BY i.id LIMIT ?) w
        WHERE w.before < ?),
      claimed AS (
        INSERT INTO inbox_claims (activity_id) SELECT id FROM picked ON CONFLICT DO NOTHING)
      SELECT id, actor_uri, key_id, body, attempts FROM picked ORDER BY id
      """;

  private static final String SUSPECT =
      """
      UPDATE inbox_activities i SET attempts = i.attempts + 1
      WHERE i.id = ? AND i.done_at IS NULL
      RETURNING i.id, i.actor_uri, i.key_id, i.body, i.attempts - 1
      """;

  private static final String KEEP =
      """
      INSERT INTO inbox_activities (activity_uri, actor_uri, key_id, body, received_at, next_attempt_at)
      SELECT uri, actor, key, body, now, now
      FROM unnest(?::text[], ?::text[], ?::text[], ?::bytea[]) a(uri, actor, key, body),
        (SELECT ?::timestamptz) n(now)
      ON CONFLICT (activity_uri) DO NOTHING
      """;

  private static final String WAITING =
      """
      SELECT a.actor, (SELECT count(*) FROM (SELECT FROM inbox_activities i
        WHERE i.actor_uri = a.actor AND i.done_at IS NULL LIMIT ?) x)
      FROM unnest(?::text[]) a(actor)
      """;

  private static final String DONE =
      """
      WITH released AS (DELETE FROM inbox_claims WHERE activity_id = ANY (?))
      UPDATE inbox_activities i
      SET done_at = ?::timestamptz, outcome = d.outcome, body = ''
      FROM unnest(?::bigint[], ?::text[]) d(id, outcome) WHERE i.id = d.id AND i.done_at IS NULL
      """;

  /** Texts in one statement, in bytes, if there is more than one: the driver copies them. */
  private static final int BYTES_AT_ONCE = 1 << 20;

  private InboxQueries() {}

  /**
   * A row that this process works on.
   *
   * @param attempts with this one
   */
  record Waiting(long id, String actor, String keyId, byte[] body, int attempts) {
    Verified<byte[]> verified() {
      return Verified.remembered(body, keyId, actor);
    }
  }

  /**
   * What was verified and is to be kept.
   *
   * @param activity its id
   */
  record Incoming(String activity, Verified<byte[]> body) {
    String actor() {
      return body.signer();
    }
  }

  /** Keeps what was verified; one that was received before is left as it is. */
  static void keep(DSLContext sql, List<Incoming> all, Instant now) {
    List<Incoming> next = new ArrayList<>();
    long bytes = 0;
    for (Incoming incoming : all) {
      bytes += incoming.body().value().length;
      if (bytes > BYTES_AT_ONCE && !next.isEmpty()) {
        write(sql, next, now);
        next.clear();
        bytes = incoming.body().value().length;
      }
      next.add(incoming);
    }
    write(sql, next, now);
  }

  private static void write(DSLContext sql, List<Incoming> all, Instant now) {
    Batch.execute(
        sql,
        KEEP,
        all.stream().map(Incoming::activity).toArray(String[]::new),
        all.stream().map(Incoming::actor).toArray(String[]::new),
        all.stream().map(one -> one.body().keyId()).toArray(String[]::new),
        all.stream().map(one -> one.body().value()).toArray(byte[][]::new),
        now);
  }

  /** Notes an activity that was fetched as done; false when it was received before. */
  static boolean keepDone(DSLContext sql, String activity, String actor, Instant now) {
    return sql.insertInto(INBOX_ACTIVITIES)
            .set(INBOX_ACTIVITIES.ACTIVITY_URI, activity)
            .set(INBOX_ACTIVITIES.ACTOR_URI, actor)
            .set(INBOX_ACTIVITIES.KEY_ID, "")
            .set(INBOX_ACTIVITIES.BODY, new byte[0])
            .set(INBOX_ACTIVITIES.RECEIVED_AT, at(now))
            .set(INBOX_ACTIVITIES.NEXT_ATTEMPT_AT, at(now))
            .set(INBOX_ACTIVITIES.DONE_AT, at(now))
            .set(INBOX_ACTIVITIES.OUTCOME, "handed on by a group")
            .onConflictDoNothing()
            .execute()
        == 1;
  }

  /** How many activities of each actor wait, counted up to {@code limit}. */
  static Map<String, Integer> waiting(DSLContext sql, Collection<String> actors, int limit) {
    return Batch.map(
        sql,
        WAITING,
        row -> row.getString(1),
        row -> row.getInt(2),
        limit,
        actors.toArray(String[]::new));
  }

  /**
   * Only for the process that has the turn.
   *
   * @param busy actors whose activities somebody works on
   * @param limit rows at most
   * @param bytes no more are claimed when their texts together have so many
   */
  static List<Waiting> claim(
      DSLContext sql, Collection<String> busy, int limit, long bytes, Instant now) {
    return Batch.query(
        sql, CLAIM, InboxQueries::waiting, now, busy.toArray(String[]::new), limit, bytes);
  }

  /** What a process worked on that has died. */
  static List<Long> claimedBefore(DSLContext sql) {
    return sql.select(INBOX_CLAIMS.ACTIVITY_ID)
        .from(INBOX_CLAIMS)
        .orderBy(INBOX_CLAIMS.ACTIVITY_ID)
        .fetch(INBOX_CLAIMS.ACTIVITY_ID);
  }

  /** One of these, with that attempt counted; empty when it was done. */
  static Optional<Waiting> suspect(DSLContext sql, long id) {
    return Batch.query(sql, SUSPECT, InboxQueries::waiting, id).stream().findFirst();
  }

  private static Waiting waiting(ResultSet row) throws SQLException {
    return new Waiting(
        row.getLong(1), row.getString(2), row.getString(3), row.getBytes(4), row.getInt(5) + 1);
  }

  /**
   * Done: the rows stay without their texts, so that a repetition is known.
   *
   * @return how many of them were not done yet
   */
  static int done(DSLContext sql, List<Long> ids, List<String> outcomes, Instant now) {
    Long[] rows = ids.toArray(Long[]::new);
    return Batch.execute(sql, DONE, rows, now, rows, outcomes.toArray(String[]::new));
  }

  /** To be tried again at {@code next}; this attempt is counted. */
  static void later(DSLContext sql, long id, String reason, Instant next) {
    sql.update(INBOX_ACTIVITIES)
        .set(INBOX_ACTIVITIES.NEXT_ATTEMPT_AT, at(next))
        .set(INBOX_ACTIVITIES.OUTCOME, reason)
        .set(INBOX_ACTIVITIES.ATTEMPTS, INBOX_ACTIVITIES.ATTEMPTS.plus(1))
        .where(INBOX_ACTIVITIES.ID.eq(id))
        .and(INBOX_ACTIVITIES.DONE_AT.isNull())
        .execute();
    release(sql, List.of(id));
  }

  static void release(DSLContext sql, Collection<Long> ids) {
    sql.deleteFrom(INBOX_CLAIMS).where(INBOX_CLAIMS.ACTIVITY_ID.in(ids)).execute();
  }

  /** Forgets ids that nobody repeats any more: the signatures over them are too old. */
  static int clean(DSLContext sql, Instant doneBefore, Instant now, int limit) {
    sql.deleteFrom(UNDONE_EARLY).where(UNDONE_EARLY.EXPIRES_AT.lt(at(now))).execute();
    return sql.deleteFrom(INBOX_ACTIVITIES)
        .where(
            INBOX_ACTIVITIES.ID.in(
                DSL.select(INBOX_ACTIVITIES.ID)
                    .from(INBOX_ACTIVITIES)
                    .where(INBOX_ACTIVITIES.DONE_AT.lt(at(doneBefore)))
                    .limit(limit)))
        .execute();
  }

  private static OffsetDateTime at(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
