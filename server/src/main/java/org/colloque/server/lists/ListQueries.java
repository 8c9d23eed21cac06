package org.colloque.server.lists;

import static org.colloque.migrations.Tables.FOLLOWS;
import static org.colloque.migrations.Tables.LISTS;
import static org.colloque.migrations.Tables.LIST_ACCOUNTS;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.colloque.migrations.tables.records.ListsRecord;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.api.Paging;
import org.jooq.DSLContext;
import org.jooq.Record2;
import org.jooq.impl.DSL;

/** Reads lists and who is in them. */
final class ListQueries {
  private ListQueries() {}

  /** By title, as a menu has them. */
  static List<MemberList> of(DSLContext sql, AccountId owner) {
    return sql.selectFrom(LISTS)
        .where(LISTS.ACCOUNT_ID.eq(owner.value()))
        .orderBy(DSL.lower(LISTS.TITLE), LISTS.ID)
        .fetch(ListQueries::list);
  }

  static Optional<MemberList> one(DSLContext sql, AccountId owner, long id) {
    return sql.selectFrom(LISTS)
        .where(LISTS.ID.eq(id))
        .and(LISTS.ACCOUNT_ID.eq(owner.value()))
        .fetchOptional(ListQueries::list);
  }

  /** The owner's lists that {@code account} is in. */
  static List<MemberList> with(DSLContext sql, AccountId owner, AccountId account) {
    return sql.select(LISTS.fields())
        .from(LISTS)
        .join(LIST_ACCOUNTS)
        .on(LIST_ACCOUNTS.LIST_ID.eq(LISTS.ID))
        .where(LIST_ACCOUNTS.OWNER_ID.eq(owner.value()))
        .and(LIST_ACCOUNTS.ACCOUNT_ID.eq(account.value()))
        .orderBy(LISTS.ID)
        .fetch(row -> list(row.into(LISTS)));
  }

  /** Rows of a page: the cursor, and the account. */
  static List<Record2<Long, Long>> members(DSLContext sql, long list, Paging paging) {
    return paging.newestFirst(
        sql.select(LIST_ACCOUNTS.ID, LIST_ACCOUNTS.ACCOUNT_ID)
            .from(LIST_ACCOUNTS)
            .where(LIST_ACCOUNTS.LIST_ID.eq(list))
            .and(paging.condition(LIST_ACCOUNTS.ID))
            .orderBy(paging.order(LIST_ACCOUNTS.ID))
            .limit(paging.rows())
            .fetch());
  }

  /** Everybody, who came last first. */
  static List<Long> members(DSLContext sql, long list) {
    return sql.select(LIST_ACCOUNTS.ACCOUNT_ID)
        .from(LIST_ACCOUNTS)
        .where(LIST_ACCOUNTS.LIST_ID.eq(list))
        .orderBy(LIST_ACCOUNTS.ID.desc())
        .fetch(LIST_ACCOUNTS.ACCOUNT_ID);
  }

  /** How many are in each list. */
  static Map<Long, Integer> sizes(DSLContext sql, AccountId owner) {
    return sql.select(LIST_ACCOUNTS.LIST_ID, DSL.count())
        .from(LIST_ACCOUNTS)
        .where(LIST_ACCOUNTS.OWNER_ID.eq(owner.value()))
        .groupBy(LIST_ACCOUNTS.LIST_ID)
        .fetchMap(LIST_ACCOUNTS.LIST_ID, DSL.count());
  }

  /** Those of {@code lists} that the author is in, by list, with the owner of each. */
  static Map<Long, AccountId> ofAuthor(DSLContext sql, long author, Collection<Long> lists) {
    return sql.select(LIST_ACCOUNTS.LIST_ID, LIST_ACCOUNTS.OWNER_ID)
        .from(LIST_ACCOUNTS)
        .where(LIST_ACCOUNTS.ACCOUNT_ID.eq(author))
        .and(LIST_ACCOUNTS.LIST_ID.eq(DSL.any(lists.toArray(Long[]::new))))
        .fetchMap(Record2::value1, row -> new AccountId(row.value2()));
  }

  /** Those of {@code accounts} whom {@code owner} follows. */
  static int followed(DSLContext sql, AccountId owner, Collection<Long> accounts) {
    return sql.fetchCount(
        FOLLOWS, FOLLOWS.ACCOUNT_ID.eq(owner.value()).and(FOLLOWS.TARGET_ACCOUNT_ID.in(accounts)));
  }

  private static MemberList list(ListsRecord row) {
    return new MemberList(
        row.getId(),
        row.getTitle(),
        RepliesPolicy.parse(row.getRepliesPolicy()).orElse(RepliesPolicy.LIST),
        row.getExclusive());
  }
}
