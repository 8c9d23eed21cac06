package org.colloque.server.discovery;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.FEATURED_TAGS;
import static org.colloque.migrations.Tables.FEDERATED_STATUSES;
import static org.colloque.migrations.Tables.FOLLOWS;
import static org.colloque.migrations.Tables.STATUS_PINS;
import static org.colloque.migrations.Tables.TAGS;

import java.util.List;
import org.colloque.server.accounts.AccountId;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.TableField;
import org.jooq.impl.DSL;

/** What stands in the collections of an account. */
final class CollectionQueries {
  private CollectionQueries() {}

  /** A member of a collection; the cursor is where the next page goes on. */
  record Entry(long cursor, String uri) {}

  /** Posts and boosts for everybody, newest first, older than {@code maxId}. */
  static List<Long> outbox(DSLContext sql, AccountId account, long maxId, int limit) {
    return sql.select(FEDERATED_STATUSES.ID)
        .from(FEDERATED_STATUSES)
        .where(open(account))
        .and(FEDERATED_STATUSES.ID.lt(maxId))
        .orderBy(FEDERATED_STATUSES.ID.desc())
        .limit(limit)
        .fetch(FEDERATED_STATUSES.ID);
  }

  static long outboxSize(DSLContext sql, AccountId account) {
    return sql.selectCount().from(FEDERATED_STATUSES).where(open(account)).fetchSingle().value1();
  }

  /** Pinned posts for everybody, the newest pin first. */
  static List<Long> pinned(DSLContext sql, AccountId account, int limit) {
    return sql.select(FEDERATED_STATUSES.ID)
        .from(STATUS_PINS)
        .join(FEDERATED_STATUSES)
        .on(FEDERATED_STATUSES.ID.eq(STATUS_PINS.STATUS_ID))
        .where(STATUS_PINS.ACCOUNT_ID.eq(account.value()))
        .and(open(account))
        .orderBy(STATUS_PINS.ID.desc())
        .limit(limit)
        .fetch(FEDERATED_STATUSES.ID);
  }

  static List<String> featuredTags(DSLContext sql, AccountId account, int limit) {
    return sql.select(TAGS.DISPLAY_NAME)
        .from(FEATURED_TAGS)
        .join(TAGS)
        .on(TAGS.ID.eq(FEATURED_TAGS.TAG_ID))
        .where(FEATURED_TAGS.ACCOUNT_ID.eq(account.value()))
        .orderBy(FEATURED_TAGS.ID)
        .limit(limit)
        .fetch(TAGS.DISPLAY_NAME);
  }

  static List<Entry> followers(DSLContext sql, AccountId account, long maxId, int limit) {
    return people(sql, FOLLOWS.TARGET_ACCOUNT_ID, FOLLOWS.ACCOUNT_ID, account, maxId, limit);
  }

  static List<Entry> following(DSLContext sql, AccountId account, long maxId, int limit) {
    return people(sql, FOLLOWS.ACCOUNT_ID, FOLLOWS.TARGET_ACCOUNT_ID, account, maxId, limit);
  }

  private static List<Entry> people(
      DSLContext sql,
      TableField<?, Long> mine,
      TableField<?, Long> theirs,
      AccountId account,
      long maxId,
      int limit) {
    return sql.select(FOLLOWS.ID, ACCOUNTS.URI)
        .from(FOLLOWS)
        .join(ACCOUNTS)
        .on(ACCOUNTS.ID.eq(theirs))
        .where(mine.eq(account.value()))
        .and(FOLLOWS.ID.lt(maxId))
        .orderBy(FOLLOWS.ID.desc())
        .limit(limit)
        .fetch(row -> new Entry(row.value1(), row.value2()));
  }

  private static Condition open(AccountId account) {
    return FEDERATED_STATUSES
        .ACCOUNT_ID
        .eq(account.value())
        .and(FEDERATED_STATUSES.LOCAL)
        .and(FEDERATED_STATUSES.AUDIENCE.in(DSL.inline("public"), DSL.inline("unlisted")))
        .and(FEDERATED_STATUSES.DELETED_AT.isNull());
  }
}
