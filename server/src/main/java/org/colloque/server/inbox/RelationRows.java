package org.colloque.server.inbox;

import static org.colloque.migrations.Tables.BLOCKS;
import static org.colloque.migrations.Tables.FOLLOWS;
import static org.colloque.migrations.Tables.FOLLOW_REQUESTS;

import java.util.Optional;
import org.colloque.server.accounts.AccountId;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Finds the relations that activities speak of. */
final class RelationRows {
  private RelationRows() {}

  /** Two accounts, the one who follows, asks or blocks first. */
  record Pair(AccountId account, AccountId target) {}

  /** A follow or request by the id of its Follow; {@code target} must be the one who was asked. */
  static Optional<Pair> followByUri(DSLContext sql, String uri, AccountId target) {
    return pair(sql, FOLLOW_REQUESTS, uri)
        .or(() -> pair(sql, FOLLOWS, uri))
        .filter(pair -> pair.target().equals(target));
  }

  /** What {@code account} did with the activity {@code uri}. */
  static Optional<Pair> followOfByUri(DSLContext sql, String uri, AccountId account) {
    return pair(sql, FOLLOW_REQUESTS, uri)
        .or(() -> pair(sql, FOLLOWS, uri))
        .filter(pair -> pair.account().equals(account));
  }

  static Optional<Pair> blockByUri(DSLContext sql, String uri, AccountId account) {
    return pair(sql, BLOCKS, uri).filter(pair -> pair.account().equals(account));
  }

  static boolean blocks(DSLContext sql, AccountId account, AccountId target) {
    return sql.fetchExists(
        BLOCKS,
        BLOCKS.ACCOUNT_ID.eq(account.value()).and(BLOCKS.TARGET_ACCOUNT_ID.eq(target.value())));
  }

  /** Whether the follow or the request is there. */
  static boolean followsOrAsks(DSLContext sql, Pair pair) {
    return sql.fetchExists(
            FOLLOWS,
            FOLLOWS
                .ACCOUNT_ID
                .eq(pair.account().value())
                .and(FOLLOWS.TARGET_ACCOUNT_ID.eq(pair.target().value())))
        || sql.fetchExists(
            FOLLOW_REQUESTS,
            FOLLOW_REQUESTS
                .ACCOUNT_ID
                .eq(pair.account().value())
                .and(FOLLOW_REQUESTS.TARGET_ACCOUNT_ID.eq(pair.target().value())));
  }

  /**
   * The newest Follow counts (federation.md, quirk 35); an id that is in use elsewhere does not.
   */
  static void rename(DSLContext sql, AccountId account, AccountId target, String uri) {
    if (pair(sql, FOLLOWS, uri).or(() -> pair(sql, FOLLOW_REQUESTS, uri)).isPresent()) {
      return;
    }
    sql.update(FOLLOWS)
        .set(FOLLOWS.URI, uri)
        .where(FOLLOWS.ACCOUNT_ID.eq(account.value()))
        .and(FOLLOWS.TARGET_ACCOUNT_ID.eq(target.value()))
        .execute();
    sql.update(FOLLOW_REQUESTS)
        .set(FOLLOW_REQUESTS.URI, uri)
        .where(FOLLOW_REQUESTS.ACCOUNT_ID.eq(account.value()))
        .and(FOLLOW_REQUESTS.TARGET_ACCOUNT_ID.eq(target.value()))
        .execute();
  }

  private static Optional<Pair> pair(DSLContext sql, Table<?> table, @Nullable String uri) {
    Field<Long> account = DSL.field(DSL.name("account_id"), Long.class);
    Field<Long> target = DSL.field(DSL.name("target_account_id"), Long.class);
    return sql.select(account, target)
        .from(table)
        .where(DSL.field(DSL.name("uri"), String.class).eq(uri))
        .fetchOptional(row -> new Pair(id(row, account), id(row, target)));
  }

  private static AccountId id(Record row, Field<Long> field) {
    return new AccountId(row.get(field));
  }
}
