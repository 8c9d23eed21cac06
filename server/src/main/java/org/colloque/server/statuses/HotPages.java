package org.colloque.server.statuses;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Db;
import org.colloque.server.database.Viewer;

/**
 * The two pages that are asked for most, as fixed SQL in one round trip each; otherwise the same as
 * {@link StatusRows}. What a page needs of each table is looked up at once for the whole page, not
 * row by row: a third of the work of the joins. {@link HotLines} puts it together.
 */
final class HotPages {
  /** The statuses of a page and what they boost. The word PAGE stands for the query of its ids. */
  private static final String STATUSES =
      """
      WITH s AS MATERIALIZED (
        SELECT id, version, account_id, reblog_of_id, conversation_id FROM statuses
        WHERE id = ANY (ARRAY(PAGE)) AND deleted_at IS NULL),
      r AS MATERIALIZED (
        SELECT id, version, account_id, conversation_id FROM statuses
        WHERE id = ANY (ARRAY(SELECT reblog_of_id FROM s WHERE reblog_of_id IS NOT NULL))
          AND deleted_at IS NULL)
      SELECT 's', id, version, account_id, coalesce(reblog_of_id, 0), conversation_id FROM s
      UNION ALL
      SELECT 'r', id, version, account_id, 0, conversation_id FROM r
      UNION ALL
      SELECT 'a', id, version, 0, 0, 0 FROM accounts
      WHERE id = ANY (ARRAY(SELECT account_id FROM s UNION ALL SELECT account_id FROM r))
        AND suspended_at IS NULL
      """;

  /** What a member has marked and muted of them, and the version of their filters. */
  private static final String MARKS =
      """
      UNION ALL
      SELECT 'k', status_id, favourited::int, reblogged::int, bookmarked::int, pinned::int
      FROM status_marks
      WHERE account_id = ? AND status_id = ANY (ARRAY(
        SELECT id FROM s WHERE reblog_of_id IS NULL UNION ALL SELECT id FROM r))
      UNION ALL
      SELECT 'm', conversation_id, 0, 0, 0, 0 FROM conversation_mutes
      WHERE account_id = ? AND conversation_id = ANY (ARRAY(
        SELECT conversation_id FROM s UNION ALL SELECT conversation_id FROM r))
      UNION ALL
      SELECT 'f', filters_version, 0, 0, 0, 0 FROM users WHERE account_id = ?
      """;

  /**
   * Rows of the feed that hold something of the page, as many as the page is long and all of the
   * last span; only these are taken apart. TURN stands for ASC or DESC.
   */
  private static final String HOME =
      """
      SELECT status_id FROM (
        SELECT unnest(coalesce(ids, ARRAY[first_id])) AS status_id FROM (
          SELECT c.span, c.first_id, c.ids FROM home_chunks c
          WHERE c.account_id = ? AND c.span BETWEEN home_span(?) AND home_span(?)
            AND CASE WHEN c.ids IS NULL THEN c.first_id > ? AND c.first_id < ?
              ELSE EXISTS (SELECT FROM unnest(c.ids) i WHERE i > ? AND i < ?) END
          ORDER BY c.span TURN FETCH FIRST (?) ROWS WITH TIES) c) e
      WHERE status_id > ? AND status_id < ?
      ORDER BY status_id TURN LIMIT ?
      """;

  private static final String LISTED =
      """
      SELECT t.id FROM statuses t WHERE t.listed AND t.id < ? AND t.id > ?
      AND NOT EXISTS (SELECT FROM accounts l WHERE l.id = t.account_id AND
        (l.suspended_at IS NOT NULL OR l.silenced_at IS NOT NULL OR l.deleted_at IS NOT NULL))
      """;

  private static final String WANTED =
      """
      AND NOT EXISTS (SELECT FROM mutes m WHERE m.account_id = ? AND m.target_account_id = t.account_id
        AND (m.expires_at IS NULL OR m.expires_at > now()))
      AND NOT EXISTS (SELECT FROM blocks b WHERE b.account_id = ? AND b.target_account_id = t.account_id)
      AND NOT EXISTS (SELECT FROM blocks b WHERE b.account_id = t.account_id AND b.target_account_id = ?)
      AND NOT EXISTS (SELECT FROM account_domain_blocks d WHERE d.account_id = ?
        AND d.domain = (SELECT x.domain FROM accounts x WHERE x.id = t.account_id))
      """;

  private HotPages() {}

  /**
   * A page.
   *
   * @param filters the version of the viewer's filters; 0 for who has none
   */
  record Hot(List<StatusRow> rows, long filters) {}

  static Hot home(Db db, AccountId reader, Cursor cursor) {
    long above = cursor.above();
    long below = cursor.below();
    long limit = cursor.limit();
    return rows(
        db,
        Viewer.of(reader),
        HOME.replace("TURN", cursor.upwards() ? "ASC" : "DESC"),
        List.of(
            reader.value(), above, below, above, below, above, below, limit, above, below, limit));
  }

  static Hot listed(Db db, Viewer viewer, boolean localOnly, Cursor cursor) {
    List<Long> parameters = new ArrayList<>(List.of(cursor.below(), cursor.above()));
    String wanted = "";
    if (viewer instanceof Viewer.Member(AccountId account)) {
      long me = account.value();
      wanted = WANTED;
      parameters.addAll(List.of(me, me, me, me));
    }
    parameters.add((long) cursor.limit());
    String page =
        LISTED + (localOnly ? "AND t.local " : "") + wanted + "ORDER BY t.id" + order(cursor);
    return rows(db, viewer, page, parameters);
  }

  private static Hot rows(Db db, Viewer viewer, String page, List<Long> parametersOfPage) {
    List<Long> parameters = new ArrayList<>(parametersOfPage);
    String query = STATUSES.replace("PAGE", page);
    if (viewer instanceof Viewer.Member(AccountId account)) {
      query += MARKS;
      long me = account.value();
      parameters.addAll(List.of(me, me, me));
    }
    HotLines lines = new HotLines(viewer);
    List<StatusRow> rows = lines.rows(db.read(viewer, query, parameters, HotPages::line));
    return new Hot(rows, lines.filters());
  }

  private static String order(Cursor cursor) {
    return (cursor.upwards() ? " ASC" : " DESC") + " LIMIT ?";
  }

  private static HotLines.Line line(ResultSet row) throws SQLException {
    return new HotLines.Line(
        row.getString(1).charAt(0),
        row.getLong(2),
        row.getLong(3),
        row.getLong(4),
        row.getLong(5),
        row.getLong(6));
  }
}
