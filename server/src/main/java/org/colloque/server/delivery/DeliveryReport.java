package org.colloque.server.delivery;

import static org.colloque.migrations.Tables.DELIVERIES;
import static org.colloque.migrations.Tables.DELIVERY_HOSTS;
import static org.colloque.migrations.Tables.OUTBOX_ACTIVITIES;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.colloque.federation.deliver.Trouble;
import org.colloque.server.statuses.StatusId;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * What has become of what we tell others: for each server and for each post. Every list is a page,
 * and what waits is counted to {@link #COUNTED} only, however long the queue is.
 */
public final class DeliveryReport {
  /** Entries of a page, at most. */
  public static final int PAGE = 100;

  /** More that waits is shown as so many. */
  public static final int COUNTED = 1_000;

  private DeliveryReport() {}

  /** How it goes with a server. */
  public enum State {
    /** The last attempt succeeded, or there was none. */
    ANSWERS,
    /** The last attempts failed; it is still tried. */
    FAILS,
    /** It failed several times and is left alone until the next try, which decides. */
    LEFT_ALONE,
    /**
     * It has failed for a week: it is looked after once a day, and what is no longer of interest is
     * dropped.
     */
    LONG_GONE
  }

  /**
   * A server.
   *
   * @param waiting counted to {@link #COUNTED}
   * @param oldest since when something waits
   * @param nextTry of a server that is left alone, or of what waits
   * @param trouble of the last failure; null when it answers
   * @param error the same in technical words
   */
  public record Server(
      String host,
      State state,
      long sent,
      long givenUp,
      int waiting,
      @Nullable Instant oldest,
      @Nullable Instant nextTry,
      int failures,
      @Nullable Instant failingSince,
      @Nullable Trouble trouble,
      @Nullable String error,
      @Nullable Instant lastSuccess,
      @Nullable Instant lastFailure) {}

  /** Which servers. */
  public enum Which {
    ALL,
    FAILING
  }

  /**
   * A post, with all that was told of it: that it was written, edited, boosted, deleted.
   *
   * @param waiting counted to {@link #COUNTED}
   * @param told when something was told of it last
   */
  public record Post(StatusId status, int sent, int givenUp, int waiting, Instant told) {}

  /**
   * One delivery that waits.
   *
   * @param type of the activity, "Create" for instance
   * @param status that it speaks of; null when it speaks of accounts
   * @param trouble of the last attempt; null when there was none
   */
  public record Waiting(
      long id,
      String inbox,
      String host,
      String type,
      @Nullable StatusId status,
      int attempts,
      Instant since,
      Instant nextTry,
      @Nullable Trouble trouble,
      @Nullable String error) {}

  /** Servers by name, those after {@code after}; at most {@link #PAGE}. */
  public static List<Server> servers(
      DSLContext sql, Which which, String after, int limit, Instant now) {
    return servers(
        sql,
        DELIVERY_HOSTS
            .HOST
            .gt(after)
            .and(which == Which.ALL ? DSL.noCondition() : DELIVERY_HOSTS.FAILURES.gt(0)),
        limit,
        now);
  }

  public static Optional<Server> server(DSLContext sql, String host, Instant now) {
    return servers(sql, DELIVERY_HOSTS.HOST.eq(host), 1, now).stream().findFirst();
  }

  private static List<Server> servers(DSLContext sql, Condition condition, int limit, Instant now) {
    Condition waits = DELIVERIES.HOST.eq(DELIVERY_HOSTS.HOST);
    Field<Integer> waiting =
        DSL.field(
            DSL.selectCount()
                .from(DSL.select(DELIVERIES.ID).from(DELIVERIES).where(waits).limit(COUNTED)));
    var some =
        DSL.select(DELIVERIES.CREATED_AT)
            .from(DELIVERIES)
            .where(waits)
            .limit(COUNTED)
            .asTable("early");
    Field<OffsetDateTime> oldest =
        DSL.field(
            DSL.select(DSL.min(Objects.requireNonNull(some.field(DELIVERIES.CREATED_AT))))
                .from(some));
    Field<OffsetDateTime> next =
        DSL.field(
            DSL.select(DELIVERIES.NEXT_ATTEMPT_AT)
                .from(DELIVERIES)
                .where(waits)
                .orderBy(DELIVERIES.NEXT_ATTEMPT_AT)
                .limit(1));
    return sql.select(DELIVERY_HOSTS.fields())
        .select(waiting.as("waiting"), oldest.as("oldest"), next.as("next"))
        .from(DELIVERY_HOSTS)
        .where(condition)
        .orderBy(DELIVERY_HOSTS.HOST)
        .limit(Math.clamp(limit, 1, PAGE))
        .fetch(row -> server(row, now));
  }

  private static Server server(Record row, Instant now) {
    int failures = row.get(DELIVERY_HOSTS.FAILURES);
    Instant since = instant(row.get(DELIVERY_HOSTS.FAILING_SINCE));
    Instant paused = instant(row.get(DELIVERY_HOSTS.PAUSED_UNTIL));
    Instant next = instant(row.get("next", OffsetDateTime.class));
    boolean leftAlone = paused != null && paused.isAfter(now);
    return new Server(
        row.get(DELIVERY_HOSTS.HOST),
        state(failures, since, leftAlone, now),
        row.get(DELIVERY_HOSTS.SENT),
        row.get(DELIVERY_HOSTS.GIVEN_UP),
        row.get("waiting", Integer.class),
        instant(row.get("oldest", OffsetDateTime.class)),
        next == null || !leftAlone || next.isAfter(paused) ? next : paused,
        failures,
        since,
        failures == 0 ? null : trouble(row.get(DELIVERY_HOSTS.TROUBLE)),
        failures == 0 ? null : row.get(DELIVERY_HOSTS.LAST_ERROR),
        instant(row.get(DELIVERY_HOSTS.LAST_SUCCESS_AT)),
        instant(row.get(DELIVERY_HOSTS.LAST_FAILURE_AT)));
  }

  private static State state(
      int failures, @Nullable Instant since, boolean leftAlone, Instant now) {
    if (failures > 0 && since != null && !since.isAfter(now.minus(BackOff.LONG_GONE))) {
      return State.LONG_GONE;
    }
    if (leftAlone) {
      return State.LEFT_ALONE;
    }
    return failures > 0 ? State.FAILS : State.ANSWERS;
  }

  /** A local post; empty when nothing was told of it in the last days. */
  public static Optional<Post> post(DSLContext sql, StatusId status) {
    return posts(sql, OUTBOX_ACTIVITIES.STATUS_ID.eq(status.value()), 1).stream().findFirst();
  }

  /** Posts of which something was told in the last days, the newest first, those before. */
  public static List<Post> posts(DSLContext sql, @Nullable StatusId before, int limit) {
    return posts(
        sql,
        before == null
            ? OUTBOX_ACTIVITIES.STATUS_ID.isNotNull()
            : OUTBOX_ACTIVITIES.STATUS_ID.lt(before.value()),
        Math.clamp(limit, 1, PAGE));
  }

  private static List<Post> posts(DSLContext sql, Condition condition, int limit) {
    Field<Integer> waiting =
        DSL.field(
            DSL.selectCount()
                .from(
                    DSL.select(DELIVERIES.ID)
                        .from(DELIVERIES)
                        .where(
                            DELIVERIES.ACTIVITY_ID.in(
                                DSL.select(OUTBOX_ACTIVITIES.as("told").ID)
                                    .from(OUTBOX_ACTIVITIES.as("told"))
                                    .where(
                                        OUTBOX_ACTIVITIES
                                            .as("told")
                                            .STATUS_ID
                                            .eq(OUTBOX_ACTIVITIES.STATUS_ID))))
                        .limit(COUNTED)));
    return sql.select(
            OUTBOX_ACTIVITIES.STATUS_ID,
            DSL.sum(OUTBOX_ACTIVITIES.SENT),
            DSL.sum(OUTBOX_ACTIVITIES.GIVEN_UP),
            waiting,
            DSL.max(OUTBOX_ACTIVITIES.CREATED_AT))
        .from(OUTBOX_ACTIVITIES)
        .where(condition)
        .groupBy(OUTBOX_ACTIVITIES.STATUS_ID)
        .orderBy(OUTBOX_ACTIVITIES.STATUS_ID.desc())
        .limit(limit)
        .fetch(row ->
            new Post(
                new StatusId(row.value1()),
                row.value2().intValue(),
                row.value3().intValue(),
                row.value4(),
                row.value5().toInstant()));
  }

  /** What waits for one server, the next to be tried first; at most {@link #PAGE}. */
  public static List<Waiting> waiting(DSLContext sql, String host, int limit) {
    return waiting(sql, DELIVERIES.HOST.eq(host), limit);
  }

  /** What waits of one post. */
  public static List<Waiting> waiting(DSLContext sql, StatusId status, int limit) {
    return waiting(sql, OUTBOX_ACTIVITIES.STATUS_ID.eq(status.value()), limit);
  }

  private static List<Waiting> waiting(DSLContext sql, Condition condition, int limit) {
    return sql.select(DELIVERIES.fields())
        .select(OUTBOX_ACTIVITIES.TYPE, OUTBOX_ACTIVITIES.STATUS_ID)
        .from(DELIVERIES)
        .join(OUTBOX_ACTIVITIES)
        .on(OUTBOX_ACTIVITIES.ID.eq(DELIVERIES.ACTIVITY_ID))
        .where(condition)
        .orderBy(DELIVERIES.NEXT_ATTEMPT_AT, DELIVERIES.ID)
        .limit(Math.clamp(limit, 1, PAGE))
        .fetch(row -> {
          Long status = row.get(OUTBOX_ACTIVITIES.STATUS_ID);
          return new Waiting(
              row.get(DELIVERIES.ID),
              row.get(DELIVERIES.INBOX_URL),
              row.get(DELIVERIES.HOST),
              row.get(OUTBOX_ACTIVITIES.TYPE),
              status == null ? null : new StatusId(status),
              row.get(DELIVERIES.ATTEMPTS),
              row.get(DELIVERIES.CREATED_AT).toInstant(),
              row.get(DELIVERIES.NEXT_ATTEMPT_AT).toInstant(),
              trouble(row.get(DELIVERIES.TROUBLE)),
              row.get(DELIVERIES.LAST_ERROR));
        });
  }

  private static @Nullable Trouble trouble(@Nullable String name) {
    return name == null ? null : Trouble.valueOf(name);
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
