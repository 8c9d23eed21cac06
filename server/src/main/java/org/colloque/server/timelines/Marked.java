package org.colloque.server.timelines;

import static org.colloque.server.timelines.TimelinesApi.T;

import org.colloque.migrations.tables.Bookmarks;
import org.colloque.migrations.tables.Favourites;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.api.Paging;
import org.colloque.server.database.Viewer;
import org.colloque.server.statuses.Visible;
import org.jooq.Record2;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;

/**
 * What a member has marked, the latest mark first.
 *
 * @param id of the mark, which is the cursor; not the status's
 */
record Marked(
    Table<?> table,
    TableField<?, Long> id,
    TableField<?, Long> account,
    TableField<?, Long> status) {
  static final Marked FAVOURITES =
      new Marked(
          Favourites.FAVOURITES,
          Favourites.FAVOURITES.ID,
          Favourites.FAVOURITES.ACCOUNT_ID,
          Favourites.FAVOURITES.STATUS_ID);

  static final Marked BOOKMARKS =
      new Marked(
          Bookmarks.BOOKMARKS,
          Bookmarks.BOOKMARKS.ID,
          Bookmarks.BOOKMARKS.ACCOUNT_ID,
          Bookmarks.BOOKMARKS.STATUS_ID);

  /** Cursor and status of each mark of a page that can still be read. */
  Select<Record2<Long, Long>> page(AccountId me, Paging paging) {
    return DSL.select(id, status)
        .from(table)
        .join(T)
        .on(T.ID.eq(status))
        .where(account.eq(me.value()))
        .and(Visible.to(Viewer.of(me), T))
        .and(paging.condition(id))
        .orderBy(paging.order(id))
        .limit(paging.rows());
  }
}
