package org.colloque.server.filters;

import static org.colloque.migrations.Tables.FILTERS;
import static org.colloque.migrations.Tables.FILTER_KEYWORDS;
import static org.colloque.migrations.Tables.FILTER_STATUSES;
import static org.colloque.migrations.Tables.USERS;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.colloque.migrations.tables.records.FiltersRecord;
import org.colloque.server.accounts.AccountId;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Reads filters with their keywords and posts: three statements for any number of them. */
final class FilterQueries {
  private FilterQueries() {}

  /** The version of a member's filters; 0 for who has none. */
  static long version(DSLContext sql, AccountId account) {
    return sql.select(USERS.FILTERS_VERSION)
        .from(USERS)
        .where(USERS.ACCOUNT_ID.eq(account.value()))
        .fetchOptional(USERS.FILTERS_VERSION)
        .orElse(0L);
  }

  /** Of these, those who have filters, with the version of each. */
  static Map<Long, Long> versions(DSLContext sql, Collection<Long> accounts) {
    return sql.select(USERS.ACCOUNT_ID, USERS.FILTERS_VERSION)
        .from(USERS)
        .where(USERS.ACCOUNT_ID.eq(DSL.any(accounts.toArray(Long[]::new))))
        .and(USERS.FILTERS_VERSION.ne(0L))
        .fetchMap(USERS.ACCOUNT_ID, USERS.FILTERS_VERSION);
  }

  static List<Filter> of(DSLContext sql, AccountId account) {
    return read(sql, FILTERS.ACCOUNT_ID.eq(account.value()));
  }

  static Optional<Filter> one(DSLContext sql, AccountId account, long id) {
    return read(sql, FILTERS.ACCOUNT_ID.eq(account.value()).and(FILTERS.ID.eq(id))).stream()
        .findFirst();
  }

  /** The member's filter that has this keyword. */
  static Optional<Filter> withKeyword(DSLContext sql, AccountId account, long keyword) {
    return read(
            sql,
            FILTERS
                .ACCOUNT_ID
                .eq(account.value())
                .and(
                    FILTERS.ID.in(
                        DSL.select(FILTER_KEYWORDS.FILTER_ID)
                            .from(FILTER_KEYWORDS)
                            .where(FILTER_KEYWORDS.ID.eq(keyword)))))
        .stream()
        .findFirst();
  }

  /** The member's filter that has this entry of a post. */
  static Optional<Filter> withPost(DSLContext sql, AccountId account, long entry) {
    return read(
            sql,
            FILTERS
                .ACCOUNT_ID
                .eq(account.value())
                .and(
                    FILTERS.ID.in(
                        DSL.select(FILTER_STATUSES.FILTER_ID)
                            .from(FILTER_STATUSES)
                            .where(FILTER_STATUSES.ID.eq(entry)))))
        .stream()
        .findFirst();
  }

  private static List<Filter> read(DSLContext sql, Condition condition) {
    List<FiltersRecord> rows = sql.selectFrom(FILTERS).where(condition).orderBy(FILTERS.ID).fetch();
    List<Long> ids = rows.stream().map(FiltersRecord::getId).toList();
    if (ids.isEmpty()) {
      return List.of();
    }
    Map<Long, List<Filter.Keyword>> keywords =
        sql.selectFrom(FILTER_KEYWORDS)
            .where(FILTER_KEYWORDS.FILTER_ID.in(ids))
            .orderBy(FILTER_KEYWORDS.FILTER_ID, FILTER_KEYWORDS.ID)
            .fetchGroups(
                FILTER_KEYWORDS.FILTER_ID,
                row -> new Filter.Keyword(row.getId(), row.getKeyword(), row.getWholeWord()));
    Map<Long, List<Filter.Post>> posts =
        sql.selectFrom(FILTER_STATUSES)
            .where(FILTER_STATUSES.FILTER_ID.in(ids))
            .orderBy(FILTER_STATUSES.FILTER_ID, FILTER_STATUSES.ID)
            .fetchGroups(
                FILTER_STATUSES.FILTER_ID, row -> new Filter.Post(row.getId(), row.getStatusId()));
    return rows.stream()
        .map(row ->
            new Filter(
                row.getId(),
                row.getTitle(),
                contexts(row.getContexts()),
                FilterAction.parse(row.getAction()).orElse(FilterAction.WARN),
                row.getExpiresAt() == null ? null : row.getExpiresAt().toInstant(),
                keywords.getOrDefault(row.getId(), List.of()),
                posts.getOrDefault(row.getId(), List.of())))
        .toList();
  }

  private static Set<FilterContext> contexts(String[] names) {
    Set<FilterContext> contexts = EnumSet.noneOf(FilterContext.class);
    Stream.of(names).flatMap(name -> FilterContext.parse(name).stream()).forEach(contexts::add);
    return contexts;
  }
}
