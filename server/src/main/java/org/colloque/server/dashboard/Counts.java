package org.colloque.server.dashboard;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.FAVOURITES;
import static org.colloque.migrations.Tables.FOLLOWS;
import static org.colloque.migrations.Tables.MEDIA_ATTACHMENTS;
import static org.colloque.migrations.Tables.MEMBER_DAYS;
import static org.colloque.migrations.Tables.REPORTS;
import static org.colloque.migrations.Tables.STATUSES;
import static org.colloque.migrations.Tables.STATUS_TAGS;
import static org.colloque.migrations.Tables.TAGS;
import static org.colloque.migrations.Tables.USERS;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.colloque.server.tags.TagQueries;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.TableLike;
import org.jooq.impl.DSL;

/** What can be measured. Posts of private groups are left out by name, whoever asks. */
final class Counts {
  private static final Condition OPEN =
      STATUSES.GROUP_ID.isNull().and(STATUSES.DELETED_AT.isNull());

  private Counts() {}

  /** Members who were here; of a span each is counted once. */
  static final Measure ACTIVE_USERS =
      new Measure() {
        @Override
        public Map<LocalDate, Long> byDay(DSLContext sql, Span span) {
          Map<LocalDate, Long> days = new HashMap<>();
          sql.select(MEMBER_DAYS.DAY, DSL.count())
              .from(MEMBER_DAYS)
              .where(MEMBER_DAYS.DAY.between(span.first(), span.last()))
              .groupBy(MEMBER_DAYS.DAY)
              .forEach(row -> days.put(row.value1(), (long) row.value2()));
          return days;
        }

        @Override
        public long total(DSLContext sql, Span span) {
          return sql.select(DSL.countDistinct(MEMBER_DAYS.USER_ID))
              .from(MEMBER_DAYS)
              .where(MEMBER_DAYS.DAY.between(span.first(), span.last()))
              .fetchSingle()
              .value1();
        }
      };

  static final Measure NEW_USERS = rows(USERS, USERS.ID, DSL.noCondition());
  static final Measure OPENED_REPORTS = rows(REPORTS, REPORTS.ID, DSL.noCondition());

  static final Measure RESOLVED_REPORTS =
      (sql, span) -> {
        Map<LocalDate, Long> days = new HashMap<>();
        sql.select(REPORTS.RESOLVED_AT)
            .from(REPORTS)
            .where(span.includes(REPORTS.RESOLVED_AT))
            .forEach(row ->
                days.merge(
                    row.value1().withOffsetSameInstant(ZoneOffset.UTC).toLocalDate(),
                    1L,
                    Long::sum));
        return days;
      };

  /** Favourites, boosts and answers. */
  static final Measure INTERACTIONS =
      (sql, span) -> {
        Map<LocalDate, Long> days =
            rows(
                    FAVOURITES.join(STATUSES).on(STATUSES.ID.eq(FAVOURITES.STATUS_ID)),
                    FAVOURITES.ID,
                    OPEN)
                .byDay(sql, span);
        rows(
                STATUSES,
                STATUSES.ID,
                OPEN.and(STATUSES.REBLOG_OF_ID.isNotNull().or(STATUSES.IN_REPLY_TO_ID.isNotNull())))
            .byDay(sql, span)
            .forEach((day, count) -> days.merge(day, count, Long::sum));
        return days;
      };

  static Measure tagUses(long wireId) {
    return tagged(wireId, DSL.count().cast(Long.class));
  }

  static Measure tagAccounts(long wireId) {
    return tagged(wireId, DSL.countDistinct(STATUSES.ACCOUNT_ID).cast(Long.class));
  }

  static Measure tagServers(long wireId) {
    return tagged(wireId, DSL.countDistinct(DSL.coalesce(ACCOUNTS.DOMAIN, "")).cast(Long.class));
  }

  static Measure accounts(String domain) {
    return rows(ACCOUNTS, ACCOUNTS.ID, ACCOUNTS.DOMAIN.eq(domain));
  }

  static Measure statuses(String domain) {
    return rows(
        STATUSES.join(ACCOUNTS).on(ACCOUNTS.ID.eq(STATUSES.ACCOUNT_ID)),
        STATUSES.ID,
        OPEN.and(ACCOUNTS.DOMAIN.eq(domain)));
  }

  static Measure reports(String domain) {
    return rows(
        REPORTS.join(ACCOUNTS).on(ACCOUNTS.ID.eq(REPORTS.TARGET_ACCOUNT_ID)),
        REPORTS.ID,
        ACCOUNTS.DOMAIN.eq(domain));
  }

  /** People there whom somebody here follows. */
  static Measure follows(String domain) {
    return rows(
        FOLLOWS.join(ACCOUNTS).on(ACCOUNTS.ID.eq(FOLLOWS.TARGET_ACCOUNT_ID)),
        FOLLOWS.ID,
        ACCOUNTS.DOMAIN.eq(domain));
  }

  /** People there who follow somebody here. */
  static Measure followers(String domain) {
    return rows(
        FOLLOWS.join(ACCOUNTS).on(ACCOUNTS.ID.eq(FOLLOWS.ACCOUNT_ID)),
        FOLLOWS.ID,
        ACCOUNTS.DOMAIN.eq(domain));
  }

  /** Bytes that are kept of what people there attached. */
  static Measure media(String domain) {
    TableLike<?> from =
        MEDIA_ATTACHMENTS.join(ACCOUNTS).on(ACCOUNTS.ID.eq(MEDIA_ATTACHMENTS.ACCOUNT_ID));
    Condition theirs = ACCOUNTS.DOMAIN.eq(domain).and(MEDIA_ATTACHMENTS.GROUP_ID.isNull());
    Field<Long> size =
        DSL.coalesce(DSL.sum(MEDIA_ATTACHMENTS.FILE_SIZE), DSL.inline(0)).cast(Long.class);
    return new Measure() {
      @Override
      public Map<LocalDate, Long> byDay(DSLContext sql, Span span) {
        return grouped(sql, span, from, MEDIA_ATTACHMENTS.ID, theirs, size);
      }

      @Override
      public boolean bytes() {
        return true;
      }
    };
  }

  private static Measure rows(TableLike<?> from, Field<Long> id, Condition which) {
    return (sql, span) -> grouped(sql, span, from, id, which, DSL.count().cast(Long.class));
  }

  /** Of a span what is distinct is counted once. */
  private static Measure tagged(long wireId, Field<Long> count) {
    TableLike<?> from =
        STATUS_TAGS
            .join(TAGS)
            .on(TAGS.ID.eq(STATUS_TAGS.TAG_ID))
            .join(STATUSES)
            .on(STATUSES.ID.eq(STATUS_TAGS.STATUS_ID))
            .join(ACCOUNTS)
            .on(ACCOUNTS.ID.eq(STATUSES.ACCOUNT_ID));
    Condition which =
        TagQueries.wireId(TAGS.NAME).eq(wireId).and(OPEN).and(STATUSES.AUDIENCE.eq("public"));
    return new Measure() {
      @Override
      public Map<LocalDate, Long> byDay(DSLContext sql, Span span) {
        return grouped(sql, span, from, STATUS_TAGS.STATUS_ID, which, count);
      }

      @Override
      public long total(DSLContext sql, Span span) {
        return sql.select(count)
            .from(from)
            .where(which)
            .and(span.within(STATUS_TAGS.STATUS_ID))
            .fetchSingle()
            .value1();
      }
    };
  }

  private static Map<LocalDate, Long> grouped(
      DSLContext sql,
      Span span,
      TableLike<?> from,
      Field<Long> id,
      Condition which,
      Field<Long> count) {
    Field<Long> day = Span.day(id).as("day");
    Map<LocalDate, Long> days = new HashMap<>();
    sql.select(day, count)
        .from(from)
        .where(span.within(id))
        .and(which)
        .groupBy(day)
        .forEach(row -> days.put(LocalDate.ofEpochDay(row.value1()), row.value2()));
    return days;
  }
}
