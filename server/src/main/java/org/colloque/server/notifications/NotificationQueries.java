package org.colloque.server.notifications;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.FAVOURITES;
import static org.colloque.migrations.Tables.NOTIFICATIONS;
import static org.colloque.migrations.Tables.STATUSES;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.colloque.migrations.tables.Statuses;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.UserId;
import org.colloque.server.api.Paging;
import org.colloque.server.database.Viewer;
import org.colloque.server.statuses.Visible;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Reads notifications of one member. */
final class NotificationQueries {
  /** Newest notifications that grouping looks at for one page. */
  static final int GROUPED_WINDOW = 1000;

  /** People shown for a group (semantics.md, section 9). */
  static final int SAMPLE_ACCOUNTS = 8;

  private NotificationQueries() {}

  /** One notification. */
  record Row(
      long id,
      String type,
      String groupKey,
      long from,
      @Nullable Long status,
      @Nullable Long report,
      @Nullable Long group,
      @Nullable Long groupSeq,
      boolean filtered,
      OffsetDateTime createdAt) {}

  /**
   * Which notifications a client wants.
   *
   * @param filtered those too that wait for the member's decision
   */
  record Wanted(Set<String> types, Set<String> excluded, Optional<Long> from, boolean filtered) {
    Condition condition() {
      Condition condition = filtered ? DSL.noCondition() : NOTIFICATIONS.FILTERED.isFalse();
      if (!types.isEmpty()) {
        condition = condition.and(NOTIFICATIONS.TYPE.in(types));
      }
      if (!excluded.isEmpty()) {
        condition = condition.and(NOTIFICATIONS.TYPE.notIn(excluded));
      }
      if (from.isPresent()) {
        condition = condition.and(NOTIFICATIONS.FROM_ACCOUNT_ID.eq(from.get()));
      }
      return condition;
    }
  }

  static List<Row> page(DSLContext sql, AccountId account, Paging paging, Wanted wanted) {
    return paging.newestFirst(
        sql.select(columns())
            .from(NOTIFICATIONS)
            .where(of(account))
            .and(wanted.condition())
            .and(paging.condition(NOTIFICATIONS.ID))
            .orderBy(paging.order(NOTIFICATIONS.ID))
            .limit(paging.rows())
            .fetch(NotificationQueries::row));
  }

  /** One that clients know of. */
  static Optional<Row> one(DSLContext sql, AccountId account, long id) {
    return sql.select(columns())
        .from(NOTIFICATIONS)
        .where(of(account))
        .and(NOTIFICATIONS.TYPE.notIn(NotificationType.OF_PAGES))
        .and(NOTIFICATIONS.ID.eq(id))
        .fetchOptional(NotificationQueries::row);
  }

  /** The newest notifications of the window, whole groups of which a page shows. */
  static List<Row> window(DSLContext sql, AccountId account, Paging paging, Wanted wanted) {
    return paging.newestFirst(
        sql.select(columns())
            .from(NOTIFICATIONS)
            .where(of(account))
            .and(wanted.condition())
            .and(paging.condition(NOTIFICATIONS.ID))
            .orderBy(paging.order(NOTIFICATIONS.ID))
            .limit(GROUPED_WINDOW)
            .fetch(NotificationQueries::row));
  }

  static List<Row> group(DSLContext sql, AccountId account, String groupKey) {
    return sql.select(columns())
        .from(NOTIFICATIONS)
        .where(of(account))
        .and(NOTIFICATIONS.FILTERED.isFalse())
        .and(NOTIFICATIONS.GROUP_KEY.eq(groupKey))
        .orderBy(NOTIFICATIONS.ID.desc())
        .limit(GROUPED_WINDOW)
        .fetch(NotificationQueries::row);
  }

  /** With which emoji people elsewhere favourited, by sender and status. */
  static Map<List<Long>, String> reactions(DSLContext sql, List<Row> rows) {
    List<Long> statuses =
        rows.stream().map(Row::status).filter(Objects::nonNull).distinct().toList();
    return statuses.isEmpty()
        ? Map.of()
        : sql.select(
                FAVOURITES.ACCOUNT_ID, FAVOURITES.STATUS_ID, FAVOURITES.EMOJI, FAVOURITES.EMOJI_URL)
            .from(FAVOURITES)
            .where(FAVOURITES.STATUS_ID.in(statuses))
            .and(FAVOURITES.ACCOUNT_ID.in(rows.stream().map(Row::from).distinct().toList()))
            .and(FAVOURITES.EMOJI.isNotNull())
            .fetchMap(
                row -> List.of(row.value1(), row.value2()),
                row -> row.value4() == null ? row.value3() : ":" + row.value3() + ":");
  }

  /** How many came after what was last read, up to {@code most}. */
  static int unread(
      DSLContext sql, AccountId account, UserId user, Wanted wanted, int most, boolean groups) {
    var lastRead = UnreadNotifications.lastRead(user);
    SelectField<?> counted = groups ? NOTIFICATIONS.GROUP_KEY : NOTIFICATIONS.ID;
    Table<?> newer =
        DSL.selectDistinct(counted)
            .from(NOTIFICATIONS)
            .where(of(account))
            .and(wanted.condition())
            .and(NOTIFICATIONS.ID.gt(lastRead))
            .limit(most)
            .asTable("newer");
    return sql.fetchCount(newer);
  }

  /** All that clients know of. */
  static void clear(DSLContext sql, AccountId account) {
    sql.deleteFrom(NOTIFICATIONS)
        .where(NOTIFICATIONS.ACCOUNT_ID.eq(account.value()))
        .and(NOTIFICATIONS.TYPE.notIn(NotificationType.OF_PAGES))
        .execute();
  }

  static void dismiss(DSLContext sql, AccountId account, long id) {
    sql.deleteFrom(NOTIFICATIONS)
        .where(NOTIFICATIONS.ACCOUNT_ID.eq(account.value()))
        .and(NOTIFICATIONS.ID.eq(id))
        .execute();
  }

  static void dismissGroup(DSLContext sql, AccountId account, String groupKey) {
    sql.deleteFrom(NOTIFICATIONS)
        .where(NOTIFICATIONS.ACCOUNT_ID.eq(account.value()))
        .and(NOTIFICATIONS.GROUP_KEY.eq(groupKey))
        .execute();
  }

  private static Condition of(AccountId account) {
    return NOTIFICATIONS
        .ACCOUNT_ID
        .eq(account.value())
        .and(NOTIFICATIONS.STATUS_ID.isNull().or(aboutWhatMayBeRead(account)))
        .and(
            DSL.notExists(
                DSL.selectOne()
                    .from(ACCOUNTS)
                    .where(ACCOUNTS.ID.eq(NOTIFICATIONS.FROM_ACCOUNT_ID))
                    .and(ACCOUNTS.SUSPENDED_AT.isNotNull().or(ACCOUNTS.DELETED_AT.isNotNull()))));
  }

  /**
   * Who has been blocked by the author since, or has left the group, is not shown the post here
   * either (reliability.md, C45). Looked up for each row: without the offset PostgreSQL may read
   * all that the account could read.
   */
  private static Condition aboutWhatMayBeRead(AccountId account) {
    Statuses about = STATUSES.as("about");
    return DSL.exists(
        DSL.selectOne()
            .from(about)
            .where(about.ID.eq(NOTIFICATIONS.STATUS_ID))
            .and(Visible.to(Viewer.of(account), about))
            .offset(DSL.inline(0)));
  }

  private static List<SelectField<?>> columns() {
    return List.of(
        NOTIFICATIONS.ID,
        NOTIFICATIONS.TYPE,
        NOTIFICATIONS.GROUP_KEY,
        NOTIFICATIONS.FROM_ACCOUNT_ID,
        NOTIFICATIONS.STATUS_ID,
        NOTIFICATIONS.REPORT_ID,
        NOTIFICATIONS.GROUP_ID,
        NOTIFICATIONS.GROUP_SEQ,
        NOTIFICATIONS.FILTERED,
        NOTIFICATIONS.CREATED_AT);
  }

  private static Row row(Record row) {
    return new Row(
        row.get(NOTIFICATIONS.ID),
        row.get(NOTIFICATIONS.TYPE),
        row.get(NOTIFICATIONS.GROUP_KEY),
        row.get(NOTIFICATIONS.FROM_ACCOUNT_ID),
        row.get(NOTIFICATIONS.STATUS_ID),
        row.get(NOTIFICATIONS.REPORT_ID),
        row.get(NOTIFICATIONS.GROUP_ID),
        row.get(NOTIFICATIONS.GROUP_SEQ),
        row.get(NOTIFICATIONS.FILTERED),
        row.get(NOTIFICATIONS.CREATED_AT));
  }
}
