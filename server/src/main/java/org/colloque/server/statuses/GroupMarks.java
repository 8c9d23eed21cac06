package org.colloque.server.statuses;

import static org.colloque.migrations.Tables.BOOKMARKS;
import static org.colloque.migrations.Tables.CONVERSATION_MUTES;
import static org.colloque.migrations.Tables.FAVOURITES;
import static org.colloque.migrations.Tables.STATUSES;

import org.colloque.server.accounts.AccountId;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** What somebody marked in a private group goes with their membership. */
public final class GroupMarks {
  private GroupMarks() {}

  /**
   * Forgets bookmarks, favourites with their counts, and muted conversations of {@code account} in
   * the group.
   *
   * @param sql sees the group
   */
  public static void forget(DSLContext sql, long group, AccountId account) {
    var posts = DSL.select(STATUSES.ID).from(STATUSES).where(STATUSES.GROUP_ID.eq(group));
    sql.deleteFrom(BOOKMARKS)
        .where(BOOKMARKS.ACCOUNT_ID.eq(account.value()))
        .and(BOOKMARKS.STATUS_ID.in(posts))
        .execute();
    var liked =
        sql.deleteFrom(FAVOURITES)
            .where(FAVOURITES.ACCOUNT_ID.eq(account.value()))
            .and(FAVOURITES.STATUS_ID.in(posts))
            .returning(FAVOURITES.STATUS_ID)
            .fetch(FAVOURITES.STATUS_ID);
    sql.update(STATUSES)
        .set(STATUSES.FAVOURITES_COUNT, STATUSES.FAVOURITES_COUNT.minus(1))
        .set(STATUSES.VERSION, STATUSES.VERSION.plus(1))
        .where(STATUSES.ID.in(liked))
        .execute();
    sql.deleteFrom(CONVERSATION_MUTES)
        .where(CONVERSATION_MUTES.ACCOUNT_ID.eq(account.value()))
        .and(
            CONVERSATION_MUTES.CONVERSATION_ID.in(
                DSL.select(STATUSES.CONVERSATION_ID)
                    .from(STATUSES)
                    .where(STATUSES.GROUP_ID.eq(group))))
        .execute();
  }
}
