package org.colloque.server.trends;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.CARD_PROVIDERS;
import static org.colloque.migrations.Tables.PREVIEW_CARDS;
import static org.colloque.migrations.Tables.STATUSES;
import static org.colloque.migrations.Tables.STATUS_CARDS;
import static org.colloque.migrations.Tables.STATUS_TAGS;
import static org.colloque.migrations.Tables.TAGS;
import static org.colloque.migrations.Tables.TREND_LINKS;
import static org.colloque.migrations.Tables.TREND_STATUSES;
import static org.colloque.migrations.Tables.TREND_TAGS;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.colloque.migrations.tables.records.PreviewCardsRecord;
import org.colloque.server.database.Viewer;
import org.colloque.server.statuses.Visible;
import org.colloque.server.tags.TagQueries;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.SortField;
import org.jooq.TableLike;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Counts what is used in public, and reads what trends. */
final class TrendQueries {
  /** Bits of an identifier below its milliseconds ({@code Ids}). */
  private static final int LOW_BITS = 16;

  private static final long DAY_MILLIS = 86_400_000;

  private TrendQueries() {}

  /** People who used something today and yesterday. */
  record Uses(long today, long yesterday) {}

  /** A post that people liked or boosted. */
  record Liked(long id, long account, long marks, Instant at) {}

  /**
   * A public post of somebody who wants to be found and about whom no moderator decided anything;
   * none of a private group, whoever looks.
   */
  private static Condition counts() {
    return STATUSES
        .AUDIENCE
        .eq("public")
        .and(STATUSES.GROUP_ID.isNull())
        .and(STATUSES.DELETED_AT.isNull())
        .and(STATUSES.REBLOG_OF_ID.isNull())
        .and(STATUSES.SENSITIVE.isFalse())
        .and(STATUSES.SPOILER_TEXT.eq(""))
        .and(ACCOUNTS.DISCOVERABLE.isTrue())
        .and(ACCOUNTS.SILENCED_AT.isNull())
        .and(ACCOUNTS.SUSPENDED_AT.isNull())
        .and(ACCOUNTS.SENSITIZED_AT.isNull())
        .and(ACCOUNTS.DELETED_AT.isNull());
  }

  /** Hashtags that at least {@code threshold} people used on one of the last two days (UTC). */
  static Map<Long, Uses> tags(DSLContext sql, Instant now, int threshold, int most) {
    return used(
        sql,
        now,
        STATUS_TAGS.TAG_ID,
        STATUSES
            .join(STATUS_TAGS)
            .on(STATUS_TAGS.STATUS_ID.eq(STATUSES.ID))
            .join(ACCOUNTS)
            .on(ACCOUNTS.ID.eq(STATUSES.ACCOUNT_ID)),
        threshold,
        most);
  }

  /** Pages to which at least {@code threshold} people linked on one of the last two days (UTC). */
  static Map<Long, Uses> links(DSLContext sql, Instant now, int threshold, int most) {
    return used(
        sql,
        now,
        STATUS_CARDS.CARD_ID,
        STATUSES
            .join(STATUS_CARDS)
            .on(STATUS_CARDS.STATUS_ID.eq(STATUSES.ID))
            .join(ACCOUNTS)
            .on(ACCOUNTS.ID.eq(STATUSES.ACCOUNT_ID)),
        threshold,
        most);
  }

  /** Pages that trend, those in the language of the viewer first. */
  static List<PreviewCardsRecord> links(
      DSLContext sql, Condition allowed, @Nullable String language, int limit, int offset) {
    return sql.select(PREVIEW_CARDS.fields())
        .from(TREND_LINKS)
        .join(PREVIEW_CARDS)
        .on(PREVIEW_CARDS.ID.eq(TREND_LINKS.CARD_ID))
        .join(CARD_PROVIDERS)
        .on(CARD_PROVIDERS.DOMAIN.eq(PREVIEW_CARDS.DOMAIN))
        .where(allowed)
        .orderBy(order(PREVIEW_CARDS.LANGUAGE, language, TREND_LINKS.SCORE, PREVIEW_CARDS.ID))
        .limit(limit)
        .offset(offset)
        .fetchInto(PREVIEW_CARDS);
  }

  /** How often each day and by how many people, by page; what does not count is left out. */
  static Map<Long, Map<LocalDate, Day>> history(
      DSLContext sql, List<Long> cards, Instant now, int days) {
    long first = LocalDate.ofInstant(now, ZoneOffset.UTC).toEpochDay() - days + 1;
    Field<Long> day = DSL.shr(STATUSES.ID, LOW_BITS).div(DAY_MILLIS).as("day");
    Map<Long, Map<LocalDate, Day>> history = new HashMap<>();
    sql.select(STATUS_CARDS.CARD_ID, day, DSL.count(), DSL.countDistinct(STATUSES.ACCOUNT_ID))
        .from(STATUS_CARDS)
        .join(STATUSES)
        .on(STATUSES.ID.eq(STATUS_CARDS.STATUS_ID))
        .join(ACCOUNTS)
        .on(ACCOUNTS.ID.eq(STATUSES.ACCOUNT_ID))
        .where(STATUS_CARDS.CARD_ID.in(cards))
        .and(STATUS_CARDS.STATUS_ID.ge(first * DAY_MILLIS << LOW_BITS))
        .and(counts())
        .groupBy(STATUS_CARDS.CARD_ID, day)
        .forEach(row ->
            history
                .computeIfAbsent(row.value1(), _ -> new HashMap<>())
                .put(LocalDate.ofEpochDay(row.value2()), new Day(row.value3(), row.value4())));
    return history;
  }

  /** A day of a page. */
  record Day(long uses, long accounts) {}

  /** What a moderator decided about a page, or else about whoever publishes it. */
  static final Field<Boolean> LINK_TRENDABLE =
      DSL.coalesce(PREVIEW_CARDS.TRENDABLE, CARD_PROVIDERS.TRENDABLE);

  private static Map<Long, Uses> used(
      DSLContext sql, Instant now, Field<Long> what, TableLike<?> from, int threshold, int most) {
    long today = LocalDate.ofInstant(now, ZoneOffset.UTC).toEpochDay();
    Field<Long> day = DSL.shr(STATUSES.ID, LOW_BITS).div(DAY_MILLIS).as("day");
    var people = DSL.countDistinct(STATUSES.ACCOUNT_ID);
    Map<Long, Uses> uses = new HashMap<>();
    sql.select(what, day, people)
        .from(from)
        .where(STATUSES.ID.ge((today - 1) * DAY_MILLIS << LOW_BITS))
        .and(counts())
        .groupBy(what, day)
        .having(people.ge(threshold))
        .orderBy(people.desc())
        .limit(DSL.inline(most))
        .forEach(row ->
            uses.merge(
                row.value1(),
                row.value2() == today ? new Uses(row.value3(), 0) : new Uses(0, row.value3()),
                (one, other) ->
                    new Uses(one.today() + other.today(), one.yesterday() + other.yesterday())));
    return uses;
  }

  /** Posts since {@code from} that stand in the public timeline. */
  static List<Liked> liked(DSLContext sql, Instant from, int threshold, int most) {
    Field<Integer> marks = STATUSES.REBLOGS_COUNT.plus(STATUSES.FAVOURITES_COUNT);
    return sql.select(STATUSES.ID, STATUSES.ACCOUNT_ID, marks, STATUSES.CREATED_AT)
        .from(STATUSES)
        .join(ACCOUNTS)
        .on(ACCOUNTS.ID.eq(STATUSES.ACCOUNT_ID))
        .where(STATUSES.LISTED.isTrue())
        .and(STATUSES.ID.ge(from.toEpochMilli() << LOW_BITS))
        .and(marks.ge(threshold))
        .and(counts())
        .orderBy(marks.desc())
        .limit(DSL.inline(most))
        .fetch(
            row -> new Liked(row.value1(), row.value2(), row.value3(), row.value4().toInstant()));
  }

  /** Hashtags that trend, those first that do most. */
  static List<TagQueries.Tag> tags(DSLContext sql, Condition allowed, int limit, int offset) {
    return sql.select(TAGS.ID, TAGS.NAME, TAGS.DISPLAY_NAME)
        .from(TREND_TAGS)
        .join(TAGS)
        .on(TAGS.ID.eq(TREND_TAGS.TAG_ID))
        .where(allowed)
        .and(TAGS.USABLE)
        .orderBy(TREND_TAGS.SCORE.desc(), TAGS.ID)
        .limit(limit)
        .offset(offset)
        .fetch(row -> new TagQueries.Tag(row.value1(), row.value2(), row.value3()));
  }

  /**
   * Posts that trend and that the viewer may see and wants to; those in their language first.
   *
   * @param language of the viewer; null where none is preferred
   */
  static List<Long> statuses(
      DSLContext sql,
      Viewer viewer,
      Condition allowed,
      @Nullable String language,
      int limit,
      int offset) {
    return sql.select(STATUSES.ID)
        .from(TREND_STATUSES)
        .join(STATUSES)
        .on(STATUSES.ID.eq(TREND_STATUSES.STATUS_ID))
        .join(ACCOUNTS)
        .on(ACCOUNTS.ID.eq(STATUSES.ACCOUNT_ID))
        .where(TREND_STATUSES.SCORE.gt(0.0))
        .and(allowed)
        // what was decided since it was counted counts at once
        .and(counts())
        .and(Visible.wanted(viewer, STATUSES.ACCOUNT_ID))
        .orderBy(order(STATUSES.LANGUAGE, language, TREND_STATUSES.SCORE, STATUSES.ID))
        .limit(limit)
        .offset(offset)
        .fetch(STATUSES.ID);
  }

  /** What is in the language of the viewer first, if they have one; then by the score. */
  private static List<SortField<?>> order(
      Field<String> of, @Nullable String language, Field<Double> score, Field<Long> id) {
    List<SortField<?>> order = new ArrayList<>();
    if (language != null) {
      order.add(DSL.when(of.eq(language), DSL.inline(0)).otherwise(DSL.inline(1)).asc());
    }
    order.add(score.desc());
    order.add(id.desc());
    return order;
  }

  /** What may be shown, by what a moderator decided about it. */
  static Condition allowed(TrendsMode mode, Field<Boolean> trendable) {
    return switch (mode) {
      case OFF -> DSL.falseCondition();
      case REVIEWED -> trendable.isTrue();
      case OPEN -> trendable.isNull().or(trendable.isTrue());
    };
  }
}
