package org.colloque.server.quotes;

import static org.colloque.migrations.Tables.QUOTES;
import static org.colloque.migrations.Tables.STATUSES;

import java.util.List;
import org.colloque.server.api.Paging;
import org.colloque.server.database.Viewer;
import org.colloque.server.statuses.Visible;
import org.jooq.DSLContext;

/** Pages of what quotes a status. */
final class QuoteLists {
  private QuoteLists() {}

  /** In the order of the query, as far as the viewer may read it and wants to. */
  static List<Long> page(
      DSLContext sql, Viewer viewer, long quoted, Paging paging, QuoteState state) {
    var s = STATUSES.as("s");
    return sql.select(QUOTES.STATUS_ID)
        .from(QUOTES)
        .join(s)
        .on(s.ID.eq(QUOTES.STATUS_ID))
        .where(QUOTES.QUOTED_ID.eq(quoted))
        .and(QUOTES.STATE.eq(state.column()))
        .and(Visible.to(viewer, s))
        .and(Visible.wanted(viewer, s.ACCOUNT_ID))
        .and(paging.condition(QUOTES.STATUS_ID))
        .orderBy(paging.order(QUOTES.STATUS_ID))
        .limit(paging.rows())
        .fetch(QUOTES.STATUS_ID);
  }
}
