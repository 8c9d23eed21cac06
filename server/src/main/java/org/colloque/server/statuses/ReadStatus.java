package org.colloque.server.statuses;

import static org.colloque.migrations.Tables.STATUSES;

import org.colloque.migrations.tables.Statuses;
import org.colloque.migrations.tables.records.StatusesRecord;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.ProblemException;
import org.jooq.Condition;
import org.jooq.DSLContext;

/** Finds a status for somebody who may read it; for all others it is not there. */
public final class ReadStatus {
  private static final Statuses S = STATUSES.as("s");

  private ReadStatus() {}

  /**
   * @throws ProblemException 404 when there is none or the viewer may not read it
   */
  public static StatusesRecord readable(DSLContext sql, Viewer viewer, StatusId id) {
    return sql.select(S.fields())
        .from(S)
        .where(S.ID.eq(id.value()))
        .and(Visible.to(viewer, S))
        .fetchOptionalInto(STATUSES)
        .orElseThrow(ProblemException::notFound);
  }

  /**
   * Whether {@code url} is the id or the page of a status. Anybody can name any page as theirs: it
   * leads to a status only on the server that the status is from.
   */
  public static Condition isAt(Statuses s, String url) {
    int path = url.indexOf('/', "https://".length());
    return path < 0
        ? s.URI.eq(url)
        : s.URI.eq(url).or(s.URL.eq(url).and(s.URI.startsWith(url.substring(0, path + 1))));
  }

  /** What a reblog points at, or the status itself: marks are set on the original. */
  public static StatusesRecord original(DSLContext sql, Viewer viewer, StatusId id) {
    StatusesRecord status = readable(sql, viewer, id);
    return status.getReblogOfId() == null
        ? status
        : readable(sql, viewer, new StatusId(status.getReblogOfId()));
  }

  /**
   * A status of {@code author}.
   *
   * @throws ProblemException 404 for everybody else's
   */
  public static StatusesRecord own(DSLContext sql, AccountId author, StatusId id) {
    return sql.selectFrom(STATUSES)
        .where(STATUSES.ID.eq(id.value()))
        .and(STATUSES.ACCOUNT_ID.eq(author.value()))
        .and(STATUSES.DELETED_AT.isNull())
        .fetchOptional()
        .orElseThrow(ProblemException::notFound);
  }
}
