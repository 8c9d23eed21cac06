package org.colloque.server.outbox;

import static org.colloque.migrations.Tables.BLOCKS;
import static org.colloque.migrations.Tables.FAVOURITES;
import static org.colloque.migrations.Tables.FOLLOWS;
import static org.colloque.migrations.Tables.FOLLOW_REQUESTS;

import java.util.Optional;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.statuses.StatusId;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record2;
import org.jooq.Select;
import org.jooq.Table;

/**
 * Ids of the activities that stand for rows: given when first told, kept with the row. They come
 * from the row's own identifier, so following again has a fresh one (quirk 36).
 */
final class RelationUris {
  private RelationUris() {}

  /** Of a follow or request of somebody elsewhere, as their server gave it; never one of ours. */
  static Optional<String> theirFollow(DSLContext sql, AccountId follower, AccountId followed) {
    return sql.select(FOLLOWS.URI)
        .from(FOLLOWS)
        .where(FOLLOWS.ACCOUNT_ID.eq(follower.value()))
        .and(FOLLOWS.TARGET_ACCOUNT_ID.eq(followed.value()))
        .and(FOLLOWS.URI.isNotNull())
        .fetchOptional(FOLLOWS.URI)
        .or(() ->
            sql.select(FOLLOW_REQUESTS.URI)
                .from(FOLLOW_REQUESTS)
                .where(FOLLOW_REQUESTS.ACCOUNT_ID.eq(follower.value()))
                .and(FOLLOW_REQUESTS.TARGET_ACCOUNT_ID.eq(followed.value()))
                .and(FOLLOW_REQUESTS.URI.isNotNull())
                .fetchOptional(FOLLOW_REQUESTS.URI));
  }

  /** Of a follow or a request of ours; empty when there is neither. */
  static Optional<String> follow(
      DSLContext sql, AccountId follower, AccountId followed, String actor) {
    return kept(
            sql,
            FOLLOWS,
            FOLLOWS.ID,
            FOLLOWS.URI,
            sql.select(FOLLOWS.ID, FOLLOWS.URI)
                .from(FOLLOWS)
                .where(FOLLOWS.ACCOUNT_ID.eq(follower.value()))
                .and(FOLLOWS.TARGET_ACCOUNT_ID.eq(followed.value())),
            actor + "#follows/")
        .or(() ->
            kept(
                sql,
                FOLLOW_REQUESTS,
                FOLLOW_REQUESTS.ID,
                FOLLOW_REQUESTS.URI,
                sql.select(FOLLOW_REQUESTS.ID, FOLLOW_REQUESTS.URI)
                    .from(FOLLOW_REQUESTS)
                    .where(FOLLOW_REQUESTS.ACCOUNT_ID.eq(follower.value()))
                    .and(FOLLOW_REQUESTS.TARGET_ACCOUNT_ID.eq(followed.value())),
                actor + "#follows/"));
  }

  static Optional<String> block(
      DSLContext sql, AccountId blocker, AccountId blocked, String actor) {
    return kept(
        sql,
        BLOCKS,
        BLOCKS.ID,
        BLOCKS.URI,
        sql.select(BLOCKS.ID, BLOCKS.URI)
            .from(BLOCKS)
            .where(BLOCKS.ACCOUNT_ID.eq(blocker.value()))
            .and(BLOCKS.TARGET_ACCOUNT_ID.eq(blocked.value())),
        actor + "#blocks/");
  }

  static Optional<String> favourite(
      DSLContext sql, AccountId account, StatusId status, String actor) {
    return kept(
        sql,
        FAVOURITES,
        FAVOURITES.ID,
        FAVOURITES.URI,
        sql.select(FAVOURITES.ID, FAVOURITES.URI)
            .from(FAVOURITES)
            .where(FAVOURITES.ACCOUNT_ID.eq(account.value()))
            .and(FAVOURITES.STATUS_ID.eq(status.value())),
        actor + "#likes/");
  }

  private static Optional<String> kept(
      DSLContext sql,
      Table<?> table,
      Field<Long> idField,
      Field<String> uriField,
      Select<Record2<Long, String>> row,
      String prefix) {
    Record2<Long, String> found = sql.fetchOne(row);
    if (found == null) {
      return Optional.empty();
    }
    String known = found.value2();
    if (known != null) {
      return Optional.of(known);
    }
    String made = prefix + found.value1();
    sql.update(table).set(uriField, made).where(idField.eq(found.value1())).execute();
    return Optional.of(made);
  }
}
