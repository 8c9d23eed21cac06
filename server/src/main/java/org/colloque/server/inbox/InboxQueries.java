package org.colloque.server.inbox;

import static org.colloque.migrations.Tables.INBOX_ACTIVITIES;
import static org.colloque.migrations.Tables.UNDONE_EARLY;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import org.colloque.federation.signature.Verified;
import org.colloque.server.database.Tx;
import org.jooq.DSLContext;
import org.jooq.Record;
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
        SELECT i.id FROM inbox_activities i
        WHERE i.done_at IS NULL AND i.next_attempt_at <= ?::timestamptz
          AND (i.leased_until IS NULL OR i.leased_until <= ?::timestamptz)
          AND NOT EXISTS (
            SELECT FROM inbox_activities l
            WHERE l.actor_uri = i.actor_uri AND l.done_at IS NULL AND l.leased_until > ?::timestamptz)
        ORDER BY i.id LIMIT ? FOR UPDATE SKIP LOCKED)
      UPDATE inbox_activities i SET leased_until = ?::timestamptz, attempts = i.attempts + 1
      FROM picked p WHERE i.id = p.id
      RETURNING i.id, i.actor_uri, i.key_id, i.body, i.attempts
      """;

  private static final String DONE =
      """
      UPDATE inbox_activities i
      SET done_at = ?::timestamptz, outcome = d.outcome, body = '', leased_until = NULL
      FROM unnest(?::bigint[], ?::text[]) d(id, outcome) WHERE i.id = d.id
      """;

  private InboxQueries() {}

  /** A row that this process works on. */
  record Waiting(long id, String actor, String keyId, byte[] body, int attempts) {
    Verified<byte[]> verified() {
      return Verified.remembered(body, keyId, actor);
    }
  }

  /** Keeps what was verified; false when an activity with this id was received before. */
  static boolean keep(DSLContext sql, String activity, Verified<byte[]> body, Instant now) {
    return sql.insertInto(INBOX_ACTIVITIES)
            .set(INBOX_ACTIVITIES.ACTIVITY_URI, activity)
            .set(INBOX_ACTIVITIES.ACTOR_URI, body.signer())
            .set(INBOX_ACTIVITIES.KEY_ID, body.keyId())
            .set(INBOX_ACTIVITIES.BODY, body.value())
            .set(INBOX_ACTIVITIES.RECEIVED_AT, at(now))
            .set(INBOX_ACTIVITIES.NEXT_ATTEMPT_AT, at(now))
            .onConflictDoNothing()
            .execute()
        == 1;
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

  /** Whether {@code limit} activities of this actor wait already. */
  static boolean isFull(DSLContext sql, String actor, int limit) {
    return sql.fetchCount(
            DSL.selectOne()
                .from(INBOX_ACTIVITIES)
                .where(INBOX_ACTIVITIES.ACTOR_URI.eq(actor))
                .and(INBOX_ACTIVITIES.DONE_AT.isNull())
                .limit(limit))
        == limit;
  }

  static List<Waiting> claim(Tx tx, int limit, Instant now, Instant lease) {
    // one process at a time: two would each take a part of what one actor said
    if (!tx.tryLock("inbox claim")) {
      return List.of();
    }
    return tx
        .sql()
        .resultQuery(CLAIM, at(now), at(now), at(now), limit, at(lease))
        .fetch(InboxQueries::waiting)
        .stream()
        .sorted(java.util.Comparator.comparingLong(Waiting::id))
        .toList();
  }

  private static Waiting waiting(Record row) {
    return new Waiting(
        row.get(0, Long.class),
        row.get(1, String.class),
        row.get(2, String.class),
        row.get(3, byte[].class),
        row.get(4, Integer.class));
  }

  /** Done: the row stays without its text, so that a repetition is known. */
  static void done(DSLContext sql, long id, String outcome, Instant now) {
    sql.update(INBOX_ACTIVITIES)
        .set(INBOX_ACTIVITIES.DONE_AT, at(now))
        .set(INBOX_ACTIVITIES.OUTCOME, outcome)
        .set(INBOX_ACTIVITIES.BODY, new byte[0])
        .setNull(INBOX_ACTIVITIES.LEASED_UNTIL)
        .where(INBOX_ACTIVITIES.ID.eq(id))
        .execute();
  }

  /** As above, for many. */
  static void done(DSLContext sql, List<Long> ids, List<String> outcomes, Instant now) {
    sql.query(DONE, at(now), ids.toArray(Long[]::new), outcomes.toArray(String[]::new)).execute();
  }

  static void later(DSLContext sql, long id, String reason, Instant next) {
    sql.update(INBOX_ACTIVITIES)
        .set(INBOX_ACTIVITIES.NEXT_ATTEMPT_AT, at(next))
        .set(INBOX_ACTIVITIES.OUTCOME, reason)
        .setNull(INBOX_ACTIVITIES.LEASED_UNTIL)
        .where(INBOX_ACTIVITIES.ID.eq(id))
        .execute();
  }

  static void renew(DSLContext sql, Collection<Long> ids, Instant lease) {
    sql.update(INBOX_ACTIVITIES)
        .set(INBOX_ACTIVITIES.LEASED_UNTIL, at(lease))
        .where(INBOX_ACTIVITIES.ID.in(ids))
        .and(INBOX_ACTIVITIES.DONE_AT.isNull())
        .execute();
  }

  static void release(DSLContext sql, Collection<Long> ids) {
    sql.update(INBOX_ACTIVITIES)
        .setNull(INBOX_ACTIVITIES.LEASED_UNTIL)
        .where(INBOX_ACTIVITIES.ID.in(ids))
        .and(INBOX_ACTIVITIES.DONE_AT.isNull())
        .execute();
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
