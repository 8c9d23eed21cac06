package org.colloque.server.scheduled;

import static org.colloque.migrations.Tables.MEDIA_ATTACHMENTS;
import static org.colloque.migrations.Tables.SCHEDULED_STATUSES;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.colloque.migrations.tables.records.ScheduledStatusesRecord;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.http.Json;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Kit;
import org.colloque.server.media.MediaId;
import org.colloque.server.statuses.Draft;
import org.colloque.server.statuses.PostStatus;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/** A member writes now what comes out later (Mastodon 4.6, methods/scheduled_statuses). */
public final class ScheduleStatus {
  /** What comes out sooner is posted at once or not at all. */
  public static final Duration SOONEST = Duration.ofMinutes(5);

  /** Of one member, however far ahead. */
  public static final int MAX_WAITING = 300;

  /** Of one member on one day (UTC). */
  public static final int MAX_A_DAY = 25;

  /** What is kept of a request; the rest of it means nothing later. */
  private static final List<String> KEPT =
      List.of(
          "status",
          "spoiler_text",
          "sensitive",
          "visibility",
          "language",
          "in_reply_to_id",
          "media_ids",
          "poll",
          "quoted_status_id",
          "quote_approval_policy");

  private final Kit kit;
  private final PostStatus post;

  public ScheduleStatus(Kit kit, PostStatus post) {
    this.kit = kit;
    this.post = post;
  }

  /**
   * When a request wants to come out; empty for now, and for a time that has passed.
   *
   * @throws ProblemException 422 for what is no time, and for one within {@link #SOONEST}
   */
  public Optional<Instant> time(Parameters parameters) {
    Optional<String> given = parameters.text("scheduled_at").filter(text -> !text.isBlank());
    if (given.isEmpty()) {
      return Optional.empty();
    }
    Instant time = parse(given.get());
    if (!time.isAfter(kit.now())) {
      return Optional.empty();
    }
    return Optional.of(lateEnough(time));
  }

  /** As {@link #time}, where there is no posting at once. */
  Optional<Instant> laterTime(Parameters parameters) {
    return parameters
        .text("scheduled_at")
        .filter(text -> !text.isBlank())
        .map(text -> lateEnough(parse(text)));
  }

  /** With a zone; without one it is UTC, as in Mastodon. */
  private static Instant parse(String text) {
    String time = text.strip();
    try {
      return OffsetDateTime.parse(time).toInstant();
    } catch (DateTimeParseException withoutZone) {
      try {
        return OffsetDateTime.parse(time + "Z").toInstant();
      } catch (DateTimeParseException noTime) {
        throw ProblemException.invalid("Scheduled at is invalid");
      }
    }
  }

  private Instant lateEnough(Instant time) {
    if (time.isBefore(kit.now().plus(SOONEST))) {
      throw ProblemException.invalid("Scheduled at The scheduled date must be in the future");
    }
    return time;
  }

  /**
   * Keeps what {@code parameters} ask for until {@code time}. The same idempotency key means the
   * same one as long as it waits.
   *
   * @throws ProblemException 404 when the status replied to cannot be read, 422 when something else
   *     is wrong with the request or the author has too many
   */
  ScheduledStatusesRecord schedule(
      Tx tx, PostStatus.Context context, Parameters parameters, Instant time) {
    AccountId author = context.author();
    Optional<ScheduledStatusesRecord> earlier =
        context.idempotencyKey().flatMap(key -> byKey(tx.sql(), author, key));
    if (earlier.isPresent()) {
      return earlier.get();
    }
    Draft draft = Draft.of(parameters);
    @Nullable Long group = post.destination(tx, author, draft);
    checkNumber(tx, author, time, 0);
    ScheduledStatusesRecord row =
        tx.sql()
            .insertInto(SCHEDULED_STATUSES)
            .set(SCHEDULED_STATUSES.ID, kit.ids().next())
            .set(SCHEDULED_STATUSES.ACCOUNT_ID, author.value())
            .set(SCHEDULED_STATUSES.GROUP_ID, group)
            .set(SCHEDULED_STATUSES.APPLICATION_ID, context.application())
            .set(SCHEDULED_STATUSES.SCHEDULED_AT, time.atOffset(ZoneOffset.UTC))
            .set(SCHEDULED_STATUSES.PARAMS, JSONB.valueOf(kept(parameters).toString()))
            .set(SCHEDULED_STATUSES.IDEMPOTENCY_KEY, context.idempotencyKey().orElse(null))
            .set(SCHEDULED_STATUSES.CREATED_AT, kit.now().atOffset(ZoneOffset.UTC))
            .returning()
            .fetchSingle();
    hold(tx.sql(), author, row.getId(), draft.media());
    return row;
  }

  /** Moves one to another time. */
  void move(Tx tx, AccountId author, long id, Instant time) {
    checkNumber(tx, author, time, id);
    tx.sql()
        .update(SCHEDULED_STATUSES)
        .set(SCHEDULED_STATUSES.SCHEDULED_AT, time.atOffset(ZoneOffset.UTC))
        .where(SCHEDULED_STATUSES.ID.eq(id))
        .and(SCHEDULED_STATUSES.ACCOUNT_ID.eq(author.value()))
        .execute();
  }

  private static Optional<ScheduledStatusesRecord> byKey(
      DSLContext sql, AccountId author, String key) {
    return sql.selectFrom(SCHEDULED_STATUSES)
        .where(SCHEDULED_STATUSES.ACCOUNT_ID.eq(author.value()))
        .and(SCHEDULED_STATUSES.IDEMPOTENCY_KEY.eq(key))
        .fetchOptional();
  }

  private void checkNumber(Tx tx, AccountId author, Instant time, long except) {
    tx.lock("scheduled " + author);
    var own =
        SCHEDULED_STATUSES.ACCOUNT_ID.eq(author.value()).and(SCHEDULED_STATUSES.ID.ne(except));
    if (tx.sql().fetchCount(SCHEDULED_STATUSES, own) >= MAX_WAITING) {
      throw ProblemException.invalid(
          "You have exceeded the limit of " + MAX_WAITING + " scheduled posts");
    }
    OffsetDateTime day =
        time.atOffset(ZoneOffset.UTC).truncatedTo(java.time.temporal.ChronoUnit.DAYS);
    var thatDay =
        own.and(SCHEDULED_STATUSES.SCHEDULED_AT.ge(day))
            .and(SCHEDULED_STATUSES.SCHEDULED_AT.lt(day.plusDays(1)));
    if (tx.sql().fetchCount(SCHEDULED_STATUSES, thatDay) >= MAX_A_DAY) {
      throw ProblemException.invalid(
          "You have exceeded the limit of " + MAX_A_DAY + " scheduled posts for that day");
    }
  }

  private static ObjectNode kept(Parameters parameters) {
    ObjectNode kept = Json.object();
    for (String name : KEPT) {
      if (parameters.has(name)) {
        kept.set(name, parameters.tree().get(name));
      }
    }
    return kept;
  }

  /** Uploads wait with the post, and belong to no other meanwhile. */
  private static void hold(DSLContext sql, AccountId author, long id, List<MediaId> media) {
    short position = 0;
    for (MediaId one : media) {
      int held =
          sql.update(MEDIA_ATTACHMENTS)
              .set(MEDIA_ATTACHMENTS.SCHEDULED_ID, id)
              .set(MEDIA_ATTACHMENTS.POSITION, position++)
              .where(MEDIA_ATTACHMENTS.ID.eq(one.value()))
              .and(MEDIA_ATTACHMENTS.ACCOUNT_ID.eq(author.value()))
              .and(MEDIA_ATTACHMENTS.STATUS_ID.isNull())
              .and(MEDIA_ATTACHMENTS.SCHEDULED_ID.isNull())
              .execute();
      if (held == 0) {
        throw ProblemException.invalid("Media attachment not found");
      }
    }
  }
}
