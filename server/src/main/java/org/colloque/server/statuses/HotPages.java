package org.colloque.server.statuses;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Db;
import org.colloque.server.database.Viewer;

/**
 * The two pages that are asked for most, as fixed SQL in one round trip each; otherwise the same as
 * {@link StatusRows}.
 */
final class HotPages {
  private static final String MARKS_OF_MEMBER =
      """
      coalesce(k.favourited, false), coalesce(k.reblogged, false), coalesce(k.bookmarked, false),
      c.account_id IS NOT NULL, coalesce(k.pinned, false), coalesce(r.account_id, s.account_id) = ?
      """;

  private static final String NO_MARKS = "false, false, false, false, false, false ";

  private static final String JOIN_MARKS =
      """
      LEFT JOIN status_marks k ON k.account_id = ? AND k.status_id = coalesce(r.id, s.id)
      LEFT JOIN conversation_mutes c ON c.account_id = ?
        AND c.conversation_id = coalesce(r.conversation_id, s.conversation_id)
      """;

  private static final String COLUMNS =
      "SELECT s.id, s.version, a.id, a.version, r.id, r.version, ra.id, ra.version, ";

  private static final String JOINS =
      """
       page
      JOIN statuses s ON s.id = page.id
      JOIN accounts a ON a.id = s.account_id
      LEFT JOIN statuses r ON r.id = s.reblog_of_id
      LEFT JOIN accounts ra ON ra.id = r.account_id
      """;

  private static final String END =
      "WHERE s.deleted_at IS NULL AND r.deleted_at IS NULL ORDER BY s.id DESC";

  private static final String WANTED =
      """
       AND NOT EXISTS (SELECT FROM mutes m WHERE m.account_id = ? AND m.target_account_id = t.account_id
        AND (m.expires_at IS NULL OR m.expires_at > now()))
       AND NOT EXISTS (SELECT FROM blocks b WHERE b.account_id = ? AND b.target_account_id = t.account_id)
       AND NOT EXISTS (SELECT FROM blocks b WHERE b.account_id = t.account_id AND b.target_account_id = ?)
      """;

  private HotPages() {}

  static List<StatusRow> home(Db db, AccountId reader, Cursor cursor) {
    long me = reader.value();
    String page =
        "(SELECT status_id AS id FROM home_entries WHERE account_id = ? AND status_id < ?"
            + " AND status_id > ? ORDER BY status_id "
            + order(cursor)
            + " LIMIT ?)";
    return db.read(
        Viewer.of(reader),
        COLUMNS + MARKS_OF_MEMBER + "FROM " + page + JOINS + JOIN_MARKS + END,
        List.of(me, me, cursor.below(), cursor.above(), (long) cursor.limit(), me, me),
        HotPages::row);
  }

  static List<StatusRow> listed(Db db, Viewer viewer, boolean localOnly, Cursor cursor) {
    List<Long> parameters = new ArrayList<>();
    String marks = NO_MARKS;
    String joinMarks = "";
    String wanted = "";
    if (viewer instanceof Viewer.Member(AccountId account)) {
      long me = account.value();
      marks = MARKS_OF_MEMBER;
      joinMarks = JOIN_MARKS;
      wanted = WANTED;
      parameters.addAll(List.of(me, cursor.below(), cursor.above(), me, me, me));
      parameters.addAll(List.of((long) cursor.limit(), me, me));
    } else {
      parameters.addAll(List.of(cursor.below(), cursor.above(), (long) cursor.limit()));
    }
    String page =
        "(SELECT t.id FROM statuses t JOIN accounts ta ON ta.id = t.account_id"
            + " AND ta.suspended_at IS NULL AND ta.silenced_at IS NULL AND ta.deleted_at IS NULL"
            + " WHERE t.listed"
            + (localOnly ? " AND t.local" : "")
            + " AND t.id < ? AND t.id > ?"
            + wanted
            + " ORDER BY t.id "
            + order(cursor)
            + " LIMIT ?)";
    return db.read(
        viewer,
        COLUMNS + marks + "FROM " + page + JOINS + joinMarks + END,
        parameters,
        HotPages::row);
  }

  private static String order(Cursor cursor) {
    return cursor.upwards() ? "ASC" : "DESC";
  }

  private static StatusRow row(ResultSet row) throws SQLException {
    long reblog = row.getLong(5);
    boolean isReblog = !row.wasNull();
    return new StatusRow(
        new StatusRow.Key(row.getLong(1), row.getLong(2)),
        new AccountEntities.Key(row.getLong(3), row.getLong(4)),
        isReblog ? new StatusRow.Key(reblog, row.getLong(6)) : null,
        isReblog ? new AccountEntities.Key(row.getLong(7), row.getLong(8)) : null,
        row.getBoolean(9),
        row.getBoolean(10),
        row.getBoolean(11),
        row.getBoolean(12),
        row.getBoolean(13),
        row.getBoolean(14));
  }
}
