package org.colloque.server.outbox;

import static org.colloque.migrations.Tables.BLOCKS;
import static org.colloque.migrations.Tables.FAVOURITES;
import static org.colloque.migrations.Tables.FOLLOWS;
import static org.colloque.migrations.Tables.FOLLOW_REQUESTS;

import java.util.Optional;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.statuses.StatusId;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record2;
import org.jooq.Table;
import org.jooq.TableField;

/**
 * Ids of the activities that stand for rows: given when first told, kept with the row. They come
 * from the row's own identifier, so following again has a fresh one (quirk 36).
 */
final class RelationUris {
  private RelationUris() {}

  /** A table whose rows stand for activities: who did it, to whom or what. */
  private record Rows(
      Table<?> table,
      TableField<?, Long> id,
      TableField<?, String> uri,
      TableField<?, Long> from,
      TableField<?, Long> to) {
    Condition between(AccountId account, long target) {
      return from.eq(account.value()).and(to.eq(target));
    }
  }

  private static final Rows ALL_FOLLOWS =
      new Rows(FOLLOWS, FOLLOWS.ID, FOLLOWS.URI, FOLLOWS.ACCOUNT_ID, FOLLOWS.TARGET_ACCOUNT_ID);
  private static final Rows REQUESTS =
      new Rows(
          FOLLOW_REQUESTS,
          FOLLOW_REQUESTS.ID,
          FOLLOW_REQUESTS.URI,
          FOLLOW_REQUESTS.ACCOUNT_ID,
          FOLLOW_REQUESTS.TARGET_ACCOUNT_ID);
  private static final Rows ALL_BLOCKS =
      new Rows(BLOCKS, BLOCKS.ID, BLOCKS.URI, BLOCKS.ACCOUNT_ID, BLOCKS.TARGET_ACCOUNT_ID);
  private static final Rows ALL_FAVOURITES =
      new Rows(
          FAVOURITES, FAVOURITES.ID, FAVOURITES.URI, FAVOURITES.ACCOUNT_ID, FAVOURITES.STATUS_ID);

  /** Of a follow or request of somebody elsewhere, as their server gave it; never one of ours. */
  static Optional<String> theirFollow(DSLContext sql, AccountId follower, AccountId followed) {
    return given(sql, ALL_FOLLOWS, follower, followed.value())
        .or(() -> given(sql, REQUESTS, follower, followed.value()));
  }

  /** Of a follow or a request of ours; empty when there is neither. */
  static Optional<String> follow(
      DSLContext sql, AccountId follower, AccountId followed, String actor) {
    return kept(sql, ALL_FOLLOWS, follower, followed.value(), actor + "#follows/")
        .or(() -> kept(sql, REQUESTS, follower, followed.value(), actor + "#follows/"));
  }

  static Optional<String> block(
      DSLContext sql, AccountId blocker, AccountId blocked, String actor) {
    return kept(sql, ALL_BLOCKS, blocker, blocked.value(), actor + "#blocks/");
  }

  static Optional<String> favourite(
      DSLContext sql, AccountId account, StatusId status, String actor) {
    return kept(sql, ALL_FAVOURITES, account, status.value(), actor + "#likes/");
  }

  private static Optional<String> given(DSLContext sql, Rows rows, AccountId account, long target) {
    return sql.select(rows.uri())
        .from(rows.table())
        .where(rows.between(account, target))
        .and(rows.uri().isNotNull())
        .fetchOptional(rows.uri());
  }

  private static Optional<String> kept(
      DSLContext sql, Rows rows, AccountId account, long target, String prefix) {
    Record2<Long, String> found =
        sql.select(rows.id(), rows.uri())
            .from(rows.table())
            .where(rows.between(account, target))
            .fetchOne();
    if (found == null) {
      return Optional.empty();
    }
    String known = found.value2();
    if (known != null) {
      return Optional.of(known);
    }
    String made = prefix + found.value1();
    sql.update(rows.table()).set(rows.uri(), made).where(rows.id().eq(found.value1())).execute();
    return Optional.of(made);
  }
}
