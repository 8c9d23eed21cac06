package org.colloque.server.accounts;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.BLOCKS;
import static org.colloque.migrations.Tables.ENDORSEMENTS;
import static org.colloque.migrations.Tables.FOLLOWS;
import static org.colloque.migrations.Tables.FOLLOW_REQUESTS;
import static org.colloque.migrations.Tables.MUTES;
import static org.colloque.migrations.Tables.USERS;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.colloque.migrations.tables.Accounts;
import org.colloque.server.api.Paging;
import org.colloque.server.database.Viewer;
import org.colloque.server.statuses.Visible;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record2;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** Finds accounts, and pages through the lists of relations. */
final class AccountQueries {
  private static final Accounts A = ACCOUNTS.as("a");

  private AccountQueries() {}

  /**
   * A page of accounts.
   *
   * @param cursors identifiers of the relations, which the cursor is taken from
   */
  record Page(List<Long> cursors, List<Long> accounts) {
    private static Page of(List<Record2<Long, Long>> rows) {
      return new Page(
          rows.stream().map(Record2::value1).toList(), rows.stream().map(Record2::value2).toList());
    }
  }

  /** Not deleted, and a member only once they are confirmed and approved. */
  static Condition shown(Accounts account) {
    return account
        .DELETED_AT
        .isNull()
        .and(
            DSL.notExists(
                DSL.selectOne()
                    .from(USERS)
                    .where(USERS.ACCOUNT_ID.eq(account.ID))
                    .and(USERS.CONFIRMED_AT.isNull().or(USERS.APPROVED_AT.isNull()))));
  }

  /** Those of {@code ids} that are shown, in their order. */
  static List<Long> shown(DSLContext sql, List<Long> ids) {
    List<Long> found = sql.select(A.ID).from(A).where(A.ID.in(ids)).and(shown(A)).fetch(A.ID);
    return ids.stream().filter(found::contains).toList();
  }

  /** What the rules of a profile look at. */
  record Face(AccountId id, boolean suspended, boolean hidesCollections) {}

  static Optional<Face> face(DSLContext sql, AccountId id) {
    return sql.select(A.SUSPENDED_AT, A.HIDE_COLLECTIONS)
        .from(A)
        .where(A.ID.eq(id.value()))
        .and(shown(A))
        .fetchOptional(row -> new Face(id, row.value1() != null, row.value2()));
  }

  /**
   * @param domain empty for a local account
   */
  static Optional<AccountId> byHandle(DSLContext sql, String username, String domain) {
    return sql.select(A.ID)
        .from(A)
        .where(DSL.lower(A.USERNAME).eq(username.toLowerCase(Locale.ROOT)))
        .and(DSL.coalesce(A.DOMAIN, "").eq(domain.toLowerCase(Locale.ROOT)))
        .and(shown(A))
        .fetchOptional(row -> new AccountId(row.value1()));
  }

  static boolean hasBlocked(DSLContext sql, AccountId account, AccountId target) {
    return sql.fetchExists(
        BLOCKS,
        BLOCKS.ACCOUNT_ID.eq(account.value()).and(BLOCKS.TARGET_ACCOUNT_ID.eq(target.value())));
  }

  static Page followers(DSLContext sql, Viewer viewer, AccountId account, Paging paging) {
    Condition of =
        FOLLOWS
            .TARGET_ACCOUNT_ID
            .eq(account.value())
            .and(Visible.wanted(viewer, FOLLOWS.ACCOUNT_ID));
    return page(sql, FOLLOWS, FOLLOWS.ID, FOLLOWS.ACCOUNT_ID, of, paging);
  }

  static Page following(DSLContext sql, Viewer viewer, AccountId account, Paging paging) {
    Condition of =
        FOLLOWS
            .ACCOUNT_ID
            .eq(account.value())
            .and(Visible.wanted(viewer, FOLLOWS.TARGET_ACCOUNT_ID));
    return page(sql, FOLLOWS, FOLLOWS.ID, FOLLOWS.TARGET_ACCOUNT_ID, of, paging);
  }

  static Page requests(DSLContext sql, AccountId account, Paging paging) {
    return page(
        sql,
        FOLLOW_REQUESTS,
        FOLLOW_REQUESTS.ID,
        FOLLOW_REQUESTS.ACCOUNT_ID,
        FOLLOW_REQUESTS.TARGET_ACCOUNT_ID.eq(account.value()),
        paging);
  }

  static Page blocks(DSLContext sql, AccountId account, Paging paging) {
    return page(
        sql,
        BLOCKS,
        BLOCKS.ID,
        BLOCKS.TARGET_ACCOUNT_ID,
        BLOCKS.ACCOUNT_ID.eq(account.value()),
        paging);
  }

  static Page mutes(DSLContext sql, AccountId account, Instant now, Paging paging) {
    Condition of =
        MUTES
            .ACCOUNT_ID
            .eq(account.value())
            .and(MUTES.EXPIRES_AT.isNull().or(MUTES.EXPIRES_AT.gt(now.atOffset(ZoneOffset.UTC))));
    return page(sql, MUTES, MUTES.ID, MUTES.TARGET_ACCOUNT_ID, of, paging);
  }

  static Page endorsements(DSLContext sql, AccountId account, Paging paging) {
    return page(
        sql,
        ENDORSEMENTS,
        ENDORSEMENTS.ID,
        ENDORSEMENTS.TARGET_ACCOUNT_ID,
        ENDORSEMENTS.ACCOUNT_ID.eq(account.value()),
        paging);
  }

  /** Suspended and deleted accounts are in no list. */
  private static Page page(
      DSLContext sql,
      Table<?> table,
      Field<Long> cursor,
      Field<Long> account,
      Condition of,
      Paging paging) {
    return Page.of(
        paging.newestFirst(
            sql.select(cursor, account)
                .from(table)
                .join(A)
                .on(A.ID.eq(account))
                .where(of)
                .and(A.SUSPENDED_AT.isNull())
                .and(A.DELETED_AT.isNull())
                .and(paging.condition(cursor))
                .orderBy(paging.order(cursor))
                .limit(paging.rows())
                .fetch()));
  }
}
