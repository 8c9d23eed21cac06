package org.colloque.server.statuses;

import java.util.List;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Batch;
import org.colloque.server.database.Tx;
import org.jooq.DSLContext;

/**
 * Writes statuses into home feeds, by statements that the database runs alone: their cost here does
 * not grow with the followers.
 */
public final class Feeds {
  /** Entries that a home feed keeps at least (semantics.md, section 4). */
  public static final int KEPT_ENTRIES = 800;

  /** Statuses that a new follow brings into the feed. */
  public static final int BACKFILL = 40;

  /** What one who follows ({@code f}) wants of the author; replies only to people they follow. */
  private static final String WANTED =
      """
      s.audience IN ('public', 'unlisted', 'followers')
        AND (s.reblog_of_id IS NULL OR f.show_reblogs)
        AND (s.in_reply_to_account_id IS NULL
          OR s.in_reply_to_account_id IN (s.account_id, f.account_id)
          OR EXISTS (SELECT FROM follows g WHERE g.account_id = f.account_id
                     AND g.target_account_id = s.in_reply_to_account_id))
        AND (f.languages IS NULL OR s.language IS NULL OR s.language = ANY (f.languages))
      """;

  /** What stands between them and the author, or whom the author reblogs. */
  private static final String BARRED =
      """
      EXISTS (SELECT FROM mutes m WHERE m.account_id = f.account_id
          AND m.target_account_id IN (s.account_id, r.account_id)
          AND (m.expires_at IS NULL OR m.expires_at > s.created_at))
        OR EXISTS (SELECT FROM blocks b WHERE b.account_id = f.account_id
          AND b.target_account_id IN (s.account_id, r.account_id))
        OR EXISTS (SELECT FROM blocks b WHERE b.account_id = r.account_id
          AND b.target_account_id = f.account_id)
        OR EXISTS (SELECT FROM account_domain_blocks d WHERE d.account_id = f.account_id
          AND d.domain IN ((SELECT x.domain FROM accounts x WHERE x.id = s.account_id),
            (SELECT x.domain FROM accounts x WHERE x.id = r.account_id)))
      """;

  /**
   * Whether anybody at all is barred is asked once for each status: nearly always nobody is, and
   * then it is not asked for each who follows. With OFFSET, who follows is looked up for each
   * status; a plan for any number of them would read all follows there are. Entries of a new status
   * cannot be there yet, and not to look for them is half of the cost.
   */
  private static final String TO_FOLLOWERS =
      """
      WITH s AS MATERIALIZED (
        SELECT s.id, s.account_id, s.local, s.audience, s.reblog_of_id, s.in_reply_to_account_id,
          s.language, s.created_at,
          EXISTS (SELECT FROM mutes m WHERE m.target_account_id IN (s.account_id, r.account_id))
            OR EXISTS (SELECT FROM blocks b WHERE b.target_account_id IN (s.account_id, r.account_id))
            OR EXISTS (SELECT FROM blocks b WHERE b.account_id = r.account_id)
            OR EXISTS (SELECT FROM account_domain_blocks d WHERE d.domain IN (
              (SELECT x.domain FROM accounts x WHERE x.id = s.account_id),
              (SELECT x.domain FROM accounts x WHERE x.id = r.account_id))) AS perhaps_barred
        FROM statuses s LEFT JOIN statuses r ON r.id = s.reblog_of_id
        WHERE s.id = ANY (?))
      INSERT INTO home_entries (account_id, status_id)
      SELECT s.account_id, s.id FROM s WHERE s.local
      UNION ALL
      SELECT f.account_id, s.id
      FROM s JOIN LATERAL (
        SELECT * FROM follows x WHERE x.target_account_id = s.account_id OFFSET 0) f ON true
      WHERE (NOT s.local
          OR EXISTS (SELECT FROM accounts a WHERE a.id = f.account_id AND a.domain IS NULL))
        AND (NOT s.perhaps_barred OR NOT EXISTS (
          SELECT FROM (SELECT) x LEFT JOIN statuses r ON r.id = s.reblog_of_id WHERE BARRED))
        AND WANTED
      """
          .replace("BARRED", BARRED)
          .replace("WANTED", WANTED);

  private static final String TO_TAG_FOLLOWERS =
      """
      INSERT INTO home_entries (account_id, status_id)
      SELECT DISTINCT t.account_id, s.id
      FROM statuses s
      JOIN status_tags st ON st.status_id = s.id
      JOIN tag_follows t ON t.tag_id = st.tag_id
      WHERE s.id = ANY (?) AND s.audience = 'public'
        AND NOT EXISTS (SELECT FROM mutes m WHERE m.account_id = t.account_id
          AND m.target_account_id = s.account_id)
        AND NOT EXISTS (SELECT FROM blocks b WHERE b.account_id = t.account_id
          AND b.target_account_id = s.account_id OR b.account_id = s.account_id
          AND b.target_account_id = t.account_id)
      ON CONFLICT DO NOTHING
      """;

  private static final String FILL =
      """
      INSERT INTO home_entries (account_id, status_id)
      SELECT f.account_id, s.id
      FROM follows f
      JOIN statuses s ON s.account_id = f.target_account_id
      LEFT JOIN statuses r ON r.id = s.reblog_of_id
      WHERE f.account_id = ? AND f.target_account_id = ? AND s.deleted_at IS NULL
        AND NOT (BARRED) AND WANTED
      ORDER BY s.id DESC LIMIT ? ON CONFLICT DO NOTHING
      """
          .replace("BARRED", BARRED)
          .replace("WANTED", WANTED);

  private static final String REMOVE =
      """
      DELETE FROM home_entries e USING statuses s
      LEFT JOIN statuses r ON r.id = s.reblog_of_id
      WHERE e.account_id = ? AND s.id = e.status_id
        AND (s.account_id = ? OR r.account_id = ?)
      """;

  private static final String WITHDRAW =
      """
      DELETE FROM home_entries e USING statuses s
      WHERE e.account_id = ? AND s.id = e.status_id AND s.account_id = ?
      """;

  private static final List<String> FORGET =
      List.of(
          "DELETE FROM home_entries WHERE account_id = ?",
          "DELETE FROM home_entries e USING statuses s WHERE s.id = e.status_id AND s.account_id = ?",
          """
          DELETE FROM home_entries e USING statuses s JOIN statuses o ON o.id = s.reblog_of_id
          WHERE s.id = e.status_id AND o.account_id = ?
          """);

  private Feeds() {}

  /** An account is about to be deleted with all that it wrote: nothing else does this for it. */
  public static void forget(DSLContext sql, AccountId account) {
    FORGET.forEach(statement -> sql.query(statement, account.value()).execute());
  }

  /** A new reblog. */
  static void deliver(Tx tx, StatusId reblog) {
    deliver(tx.sql(), new Long[] {reblog.value()}, new Long[0]);
  }

  /** New statuses: to their authors, to followers, to followers of their hashtags. */
  static void deliver(DSLContext sql, Long[] statuses, Long[] tagged) {
    Batch.execute(sql, TO_FOLLOWERS, (Object) statuses);
    if (tagged.length > 0) {
      Batch.execute(sql, TO_TAG_FOLLOWERS, (Object) tagged);
    }
  }

  /** As above, of a status that is not new: somebody may have it in their feed. */
  static void deliverAgain(DSLContext sql, StatusId status, boolean tagged) {
    Long[] one = {status.value()};
    Batch.execute(sql, TO_FOLLOWERS + " ON CONFLICT DO NOTHING", (Object) one);
    if (tagged) {
      Batch.execute(sql, TO_TAG_FOLLOWERS, (Object) one);
    }
  }

  /**
   * A follow that is in place, or seen again: the newest statuses of {@code followed} come into the
   * feed of {@code reader}.
   */
  public static void fill(Tx tx, AccountId reader, AccountId followed) {
    tx.sql().query(FILL, reader.value(), followed.value(), BACKFILL).execute();
  }

  /** An unfollow: what {@code author} wrote or reblogged leaves the feed of {@code reader}. */
  public static void withdraw(Tx tx, AccountId reader, AccountId author) {
    tx.sql().query(WITHDRAW, reader.value(), author.value()).execute();
  }

  /** A mute or block: what {@code author} wrote leaves the feed, whoever reblogged it. */
  public static void remove(Tx tx, AccountId reader, AccountId author) {
    tx.sql().query(REMOVE, reader.value(), author.value(), author.value()).execute();
  }
}
