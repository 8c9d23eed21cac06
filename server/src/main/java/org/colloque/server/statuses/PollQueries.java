package org.colloque.server.statuses;

import static org.colloque.migrations.Tables.POLLS;
import static org.colloque.migrations.Tables.POLL_VOTERS;
import static org.colloque.migrations.Tables.POLL_VOTES;
import static org.colloque.migrations.Tables.STATUSES;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.colloque.federation.vocabulary.Poll;
import org.colloque.migrations.tables.records.PollsRecord;
import org.colloque.server.accounts.AccountId;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Polls and votes. */
public final class PollQueries {
  /** A poll that somebody looks at is asked for again no more often. */
  public static final Duration COOLDOWN = Duration.ofMinutes(2);

  /** A vote of which nobody knows what it was for. */
  private static final Field<Short> NOT_KEPT = DSL.inline((short) -1);

  private PollQueries() {}

  static Map<Long, PollRow> of(DSLContext sql, Collection<Long> statuses) {
    return sql.selectFrom(POLLS)
        .where(POLLS.STATUS_ID.in(statuses))
        .fetchMap(POLLS.STATUS_ID, PollQueries::row);
  }

  /** Until the end of the transaction nobody else votes in it. */
  static Optional<PollRow> lock(DSLContext sql, StatusId status) {
    return sql.selectFrom(POLLS)
        .where(POLLS.STATUS_ID.eq(status.value()))
        .forUpdate()
        .fetchOptional(PollQueries::row);
  }

  /**
   * What {@code account} chose in each of these polls: nothing where that is not kept; polls in
   * which they did not vote are missing.
   */
  static Map<Long, List<Integer>> choices(
      DSLContext sql, AccountId account, Collection<Long> polls) {
    return kept(
        sql.select(POLL_VOTES.STATUS_ID, POLL_VOTES.CHOICE)
            .from(POLL_VOTES)
            .where(POLL_VOTES.STATUS_ID.in(polls))
            .and(POLL_VOTES.ACCOUNT_ID.eq(account.value()))
            .unionAll(
                DSL.select(POLL_VOTERS.STATUS_ID, NOT_KEPT)
                    .from(POLL_VOTERS)
                    .where(POLL_VOTERS.STATUS_ID.in(polls))
                    .and(POLL_VOTERS.ACCOUNT_ID.eq(account.value())))
            .orderBy(1, 2)
            .fetchGroups(row -> row.value1(), row -> row.value2().intValue()));
  }

  /** What each of these people chose in one poll; who did not vote is missing. */
  static Map<Long, List<Integer>> choicesOf(DSLContext sql, Collection<Long> accounts, long poll) {
    return kept(
        sql.select(POLL_VOTES.ACCOUNT_ID, POLL_VOTES.CHOICE)
            .from(POLL_VOTES)
            .where(POLL_VOTES.STATUS_ID.eq(poll))
            .and(POLL_VOTES.ACCOUNT_ID.in(accounts))
            .unionAll(
                DSL.select(POLL_VOTERS.ACCOUNT_ID, NOT_KEPT)
                    .from(POLL_VOTERS)
                    .where(POLL_VOTERS.STATUS_ID.eq(poll))
                    .and(POLL_VOTERS.ACCOUNT_ID.in(accounts)))
            .orderBy(1, 2)
            .fetchGroups(row -> row.value1(), row -> row.value2().intValue()));
  }

  private static Map<Long, List<Integer>> kept(Map<Long, List<Integer>> choices) {
    choices.replaceAll((_, chosen) -> chosen.stream().filter(choice -> choice >= 0).toList());
    return choices;
  }

  /**
   * Keeps what the server of the status says of its poll now. When the options have changed, what
   * was chosen before means nothing any more.
   *
   * @return whether anything is different
   */
  public static boolean refresh(DSLContext sql, StatusId status, Poll poll, Instant now) {
    PollRow before = lock(sql, status).orElse(null);
    PollRow after = row(status.value(), poll);
    if (before == null) {
      insert(sql, after, now);
    } else {
      if (!before.options().equals(after.options())) {
        sql.deleteFrom(POLL_VOTES).where(POLL_VOTES.STATUS_ID.eq(status.value())).execute();
      }
      sql.update(POLLS)
          .set(POLLS.MULTIPLE, after.multiple())
          .set(POLLS.OPTIONS, after.options().toArray(String[]::new))
          .set(POLLS.VOTES, after.votes().toArray(Integer[]::new))
          .set(POLLS.VOTERS, after.voters())
          .set(POLLS.ENDS_AT, at(after.endsAt()))
          .set(POLLS.CLOSED, after.closed())
          .set(POLLS.REFRESHED_AT, at(now))
          .setNull(POLLS.WANTED_AT)
          .where(POLLS.STATUS_ID.eq(status.value()))
          .execute();
    }
    boolean different = !after.equals(before);
    if (different) {
      step(sql, status);
    }
    return different;
  }

  /** The poll of a status that has none yet. */
  static void ask(DSLContext sql, StatusId status, NewPoll poll, Instant now) {
    insert(sql, row(status.value(), poll, now), now);
  }

  /**
   * The poll of a local status is {@code poll} from now on. Other options mean another question:
   * votes of before count no more. One of a group stays as anonymous as it was.
   *
   * @param poll null for none
   * @return whether the question is another one
   */
  static boolean askAnew(DSLContext sql, StatusId status, @Nullable NewPoll poll, Instant now) {
    PollRow before = lock(sql, status).orElse(null);
    if (poll == null) {
      return sql.deleteFrom(POLLS).where(POLLS.STATUS_ID.eq(status.value())).execute() > 0;
    }
    PollManner manner = before == null ? poll.manner() : before.manner().withoutDates();
    PollRow after = row(status.value(), poll.in(manner), now);
    if (before != null
        && before.options().equals(after.options())
        && before.multiple() == after.multiple()) {
      sql.update(POLLS)
          .set(POLLS.ENDS_AT, at(after.endsAt()))
          .set(POLLS.HIDE_TOTALS, after.hideTotals())
          .where(POLLS.STATUS_ID.eq(status.value()))
          .execute();
      step(sql, status);
      return false;
    }
    sql.deleteFrom(POLLS).where(POLLS.STATUS_ID.eq(status.value())).execute();
    insert(sql, after, now);
    return true;
  }

  private static PollRow row(long id, NewPoll poll, Instant now) {
    return new PollRow(
        id,
        poll.multiple(),
        poll.options(),
        poll.options().stream().map(_ -> 0).toList(),
        0,
        now.plus(poll.lasts()),
        false,
        poll.hideTotals(),
        false,
        poll.manner());
  }

  /**
   * Writes the votes of {@code account}, which were checked, and counts them. Of an anonymous one
   * only the counts are left, and that they voted.
   */
  static void vote(
      DSLContext sql,
      PollRow poll,
      AccountId account,
      Collection<Integer> choices,
      boolean first,
      Instant now) {
    Integer[] votes = poll.votes().toArray(Integer[]::new);
    var group = DSL.select(POLLS.GROUP_ID).from(POLLS).where(POLLS.STATUS_ID.eq(poll.id()));
    for (int choice : choices) {
      votes[choice]++;
      if (!poll.manner().isAnonymous()) {
        sql.insertInto(POLL_VOTES)
            .set(POLL_VOTES.STATUS_ID, poll.id())
            .set(POLL_VOTES.ACCOUNT_ID, account.value())
            .set(POLL_VOTES.GROUP_ID, group)
            .set(POLL_VOTES.CHOICE, (short) choice)
            .set(POLL_VOTES.CREATED_AT, at(now))
            .execute();
      }
    }
    if (poll.manner().isAnonymous()) {
      sql.insertInto(POLL_VOTERS)
          .set(POLL_VOTERS.STATUS_ID, poll.id())
          .set(POLL_VOTERS.ACCOUNT_ID, account.value())
          .set(POLL_VOTERS.GROUP_ID, group)
          .execute();
    }
    sql.update(POLLS)
        .set(POLLS.VOTES, votes)
        .set(POLLS.VOTERS, POLLS.VOTERS.plus(first ? 1 : 0))
        // of a group no other server is told
        .set(POLLS.UNTOLD_SINCE, poll.ofGroup() ? null : DSL.coalesce(POLLS.UNTOLD_SINCE, at(now)))
        .where(POLLS.STATUS_ID.eq(poll.id()))
        .execute();
    step(sql, new StatusId(poll.id()));
  }

  /** Takes the votes of {@code account} back, which were {@code choices}; answers what is left. */
  static PollRow takeBack(
      DSLContext sql, PollRow poll, AccountId account, Collection<Integer> choices) {
    sql.deleteFrom(POLL_VOTES)
        .where(POLL_VOTES.STATUS_ID.eq(poll.id()))
        .and(POLL_VOTES.ACCOUNT_ID.eq(account.value()))
        .execute();
    return poll.without(choices);
  }

  /**
   * No vote counts any more from now on; who voted is told by the worker.
   *
   * @return whether it was open
   */
  public static boolean close(DSLContext sql, StatusId status, Instant now) {
    int closed =
        sql.update(POLLS)
            .set(POLLS.CLOSED, true)
            .set(POLLS.ENDS_AT, at(now))
            .where(POLLS.STATUS_ID.eq(status.value()))
            .and(POLLS.CLOSED.isFalse())
            .and(POLLS.ENDS_AT.isNull().or(POLLS.ENDS_AT.gt(at(now))))
            .execute();
    step(sql, status);
    return closed > 0;
  }

  /** Somebody looks at a status: if its poll is of another server and may have changed, ask. */
  static void look(DSLContext sql, StatusId status, Instant now) {
    sql.update(POLLS)
        .set(POLLS.WANTED_AT, at(now))
        .where(POLLS.STATUS_ID.eq(status.value()))
        .and(POLLS.WANTED_AT.isNull())
        .and(POLLS.REFRESHED_AT.lt(at(now.minus(COOLDOWN))))
        .and(POLLS.CLOSED.isFalse())
        .and(POLLS.ENDS_AT.isNull().or(POLLS.ENDS_AT.gt(POLLS.REFRESHED_AT)))
        .andExists(
            DSL.selectOne()
                .from(STATUSES)
                .where(STATUSES.ID.eq(POLLS.STATUS_ID))
                .and(STATUSES.LOCAL.isFalse())
                .and(STATUSES.DELETED_AT.isNull()))
        .execute();
  }

  /** The addresses of polls that were looked at, the longest waiting first. */
  public static List<String> wanted(DSLContext sql, int limit) {
    return sql.select(STATUSES.URI)
        .from(POLLS)
        .join(STATUSES)
        .on(STATUSES.ID.eq(POLLS.STATUS_ID))
        .where(POLLS.WANTED_AT.isNotNull())
        .and(STATUSES.URI.isNotNull())
        .orderBy(POLLS.WANTED_AT)
        .limit(limit)
        .fetch(STATUSES.URI);
  }

  /** It was asked for, whatever came of it. */
  public static void asked(DSLContext sql, StatusId status, Instant now) {
    sql.update(POLLS)
        .setNull(POLLS.WANTED_AT)
        .set(POLLS.REFRESHED_AT, at(now))
        .where(POLLS.STATUS_ID.eq(status.value()))
        .execute();
  }

  private static void insert(DSLContext sql, PollRow poll, Instant now) {
    sql.insertInto(POLLS)
        .set(POLLS.STATUS_ID, poll.id())
        .set(
            POLLS.GROUP_ID,
            DSL.select(STATUSES.GROUP_ID).from(STATUSES).where(STATUSES.ID.eq(poll.id())))
        .set(POLLS.MULTIPLE, poll.multiple())
        .set(POLLS.OPTIONS, poll.options().toArray(String[]::new))
        .set(POLLS.VOTES, poll.votes().toArray(Integer[]::new))
        .set(POLLS.VOTERS, poll.voters())
        .set(POLLS.ENDS_AT, at(poll.endsAt()))
        .set(POLLS.CLOSED, poll.closed())
        .set(POLLS.HIDE_TOTALS, poll.hideTotals())
        .set(POLLS.BALLOTS, poll.manner().ballots().wire())
        .set(POLLS.HIDE_UNTIL_VOTE, poll.manner().hideUntilVote())
        .set(POLLS.DATES, dates(poll.manner().dates()))
        .set(POLLS.REFRESHED_AT, at(now))
        .execute();
  }

  private static void step(DSLContext sql, StatusId status) {
    sql.update(STATUSES)
        .set(STATUSES.VERSION, STATUSES.VERSION.plus(1))
        .where(STATUSES.ID.eq(status.value()))
        .execute();
  }

  private static PollRow row(long id, Poll poll) {
    return new PollRow(
        id,
        poll.multiple(),
        poll.options().stream().map(option -> option.name().replace("\0", "")).toList(),
        poll.options().stream().map(option -> count(option.votes())).toList(),
        poll.voters() == null ? null : count(poll.voters()),
        poll.endsAt(),
        poll.closed(),
        false,
        false,
        PollManner.PLAIN);
  }

  /** Sums of what strangers claim must not overflow. */
  private static int count(@Nullable Long told) {
    return told == null ? 0 : Math.toIntExact(Math.min(told, 1_000_000));
  }

  private static PollRow row(PollsRecord row) {
    OffsetDateTime end = row.getEndsAt();
    return new PollRow(
        row.getStatusId(),
        row.getMultiple(),
        List.of(row.getOptions()),
        List.of(row.getVotes()),
        row.getVoters(),
        end == null ? null : end.toInstant(),
        Objects.requireNonNull(row.getClosed()),
        Objects.requireNonNull(row.getHideTotals()),
        row.getGroupId() != null,
        manner(row));
  }

  private static PollManner manner(PollsRecord row) {
    OffsetDateTime[] dates = row.getDates();
    return new PollManner(
        PollManner.Ballots.valueOf(row.getBallots().toUpperCase(Locale.ROOT)),
        Objects.requireNonNull(row.getHideUntilVote()),
        dates == null ? List.of() : Stream.of(dates).map(OffsetDateTime::toInstant).toList());
  }

  private static OffsetDateTime @Nullable [] dates(List<Instant> dates) {
    return dates.isEmpty()
        ? null
        : dates.stream().map(date -> date.atOffset(ZoneOffset.UTC)).toArray(OffsetDateTime[]::new);
  }

  private static @Nullable OffsetDateTime at(@Nullable Instant time) {
    return time == null ? null : time.atOffset(ZoneOffset.UTC);
  }
}
