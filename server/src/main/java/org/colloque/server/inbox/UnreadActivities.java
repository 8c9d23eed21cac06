package org.colloque.server.inbox;

import static org.colloque.migrations.Tables.UNREAD_ACTIVITIES;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.colloque.server.pages.view.UnreadView;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** What verified senders said and nobody here understood, kept for a while to be looked at. */
public final class UnreadActivities {
  /** Kept in all; the oldest go first. */
  static final int KEPT = 10_000;

  /** Kept of one actor; further ones are counted only. */
  static final int PER_ACTOR = 20;

  /** Kept for so long. */
  static final Duration AGE = Duration.ofDays(30);

  /** Bytes of the document that are kept. */
  static final int BODY = 16_384;

  /** Characters of the type and of the reason that are kept. */
  static final int WORDS = 200;

  /** Types that are told of. */
  private static final int KINDS = 20;

  private UnreadActivities() {}

  /**
   * One of them.
   *
   * @param type as sent, possibly cut
   * @param reason in words, why it was not read
   * @param body the beginning of the document
   */
  public record Unread(
      long id, String actor, String type, String reason, String body, Instant receivedAt) {}

  /** The latest first. */
  public static List<Unread> latest(DSLContext sql, @Nullable Long before, int limit) {
    return sql.selectFrom(UNREAD_ACTIVITIES)
        .where(before == null ? DSL.noCondition() : UNREAD_ACTIVITIES.ID.lt(before))
        .orderBy(UNREAD_ACTIVITIES.ID.desc())
        .limit(limit)
        .fetch(row ->
            new Unread(
                row.getId(),
                row.getActorUri(),
                row.getType(),
                row.getReason(),
                new String(row.getBody(), StandardCharsets.UTF_8),
                row.getReceivedAt().toInstant()));
  }

  /** How many of each type are kept, the most frequent first. */
  static List<UnreadView.Kind> kinds(DSLContext sql) {
    return sql.select(UNREAD_ACTIVITIES.TYPE, DSL.count())
        .from(UNREAD_ACTIVITIES)
        .groupBy(UNREAD_ACTIVITIES.TYPE)
        .orderBy(DSL.count().desc(), UNREAD_ACTIVITIES.TYPE)
        .limit(KINDS)
        .fetch(row -> new UnreadView.Kind(row.value1(), row.value2()));
  }

  /** Keeps one, unless enough of its actor is kept. */
  static void keep(
      DSLContext sql, String actor, String type, String reason, byte[] body, Instant now) {
    int kept =
        sql.fetchCount(
            DSL.selectOne()
                .from(UNREAD_ACTIVITIES)
                .where(UNREAD_ACTIVITIES.ACTOR_URI.eq(actor))
                .limit(PER_ACTOR));
    if (kept < PER_ACTOR) {
      sql.insertInto(UNREAD_ACTIVITIES)
          .set(UNREAD_ACTIVITIES.ACTOR_URI, actor)
          .set(UNREAD_ACTIVITIES.TYPE, words(type))
          .set(UNREAD_ACTIVITIES.REASON, words(reason))
          .set(UNREAD_ACTIVITIES.BODY, Arrays.copyOf(body, Math.min(body.length, BODY)))
          .set(UNREAD_ACTIVITIES.RECEIVED_AT, now.atOffset(ZoneOffset.UTC))
          .execute();
    }
  }

  /** Takes away what is too old or too much. */
  static void clean(DSLContext sql, Instant now) {
    sql.deleteFrom(UNREAD_ACTIVITIES)
        .where(UNREAD_ACTIVITIES.RECEIVED_AT.lt(now.minus(AGE).atOffset(ZoneOffset.UTC)))
        .execute();
    sql.deleteFrom(UNREAD_ACTIVITIES)
        .where(
            UNREAD_ACTIVITIES.ID.le(
                DSL.select(UNREAD_ACTIVITIES.ID)
                    .from(UNREAD_ACTIVITIES)
                    .orderBy(UNREAD_ACTIVITIES.ID.desc())
                    .limit(1)
                    .offset(KEPT)))
        .execute();
  }

  private static String words(String text) {
    String printable = text.replace("\0", "");
    return printable.substring(0, Math.min(printable.length(), WORDS));
  }
}
