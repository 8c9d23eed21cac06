package org.colloque.server.mail;

import static org.colloque.migrations.Tables.OUTGOING_MAILS;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jooq.DSLContext;

/** The queue of letters. */
final class MailQueries {
  private MailQueries() {}

  /** A letter that was taken from the queue to be sent; {@code attempts} counts this one. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Taken(long id, byte[] sealed, int attempts) {}

  static void insert(DSLContext sql, long id, byte[] sealed, Instant now) {
    sql.insertInto(OUTGOING_MAILS)
        .set(OUTGOING_MAILS.ID, id)
        .set(OUTGOING_MAILS.SEALED, sealed)
        .set(OUTGOING_MAILS.NEXT_ATTEMPT_AT, now.atOffset(ZoneOffset.UTC))
        .set(OUTGOING_MAILS.CREATED_AT, now.atOffset(ZoneOffset.UTC))
        .execute();
  }

  /**
   * Takes the letter that waits longest; another worker gets it only when {@code lease} is over.
   */
  static Optional<Taken> take(DSLContext sql, Instant now, Duration lease) {
    var next =
        sql.select(OUTGOING_MAILS.ID)
            .from(OUTGOING_MAILS)
            .where(OUTGOING_MAILS.NEXT_ATTEMPT_AT.le(now.atOffset(ZoneOffset.UTC)))
            .orderBy(OUTGOING_MAILS.NEXT_ATTEMPT_AT, OUTGOING_MAILS.ID)
            .limit(1)
            .forUpdate()
            .skipLocked();
    return sql.update(OUTGOING_MAILS)
        .set(OUTGOING_MAILS.ATTEMPTS, OUTGOING_MAILS.ATTEMPTS.plus(1))
        .set(OUTGOING_MAILS.NEXT_ATTEMPT_AT, now.plus(lease).atOffset(ZoneOffset.UTC))
        .where(OUTGOING_MAILS.ID.eq(next))
        .returning()
        .fetchOptional(row -> new Taken(row.getId(), row.getSealed(), row.getAttempts()));
  }

  static void delete(DSLContext sql, long id) {
    sql.deleteFrom(OUTGOING_MAILS).where(OUTGOING_MAILS.ID.eq(id)).execute();
  }

  static void retryAt(DSLContext sql, long id, Instant moment) {
    sql.update(OUTGOING_MAILS)
        .set(OUTGOING_MAILS.NEXT_ATTEMPT_AT, moment.atOffset(ZoneOffset.UTC))
        .where(OUTGOING_MAILS.ID.eq(id))
        .execute();
  }
}
