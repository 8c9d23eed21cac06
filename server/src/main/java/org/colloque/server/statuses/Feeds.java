package org.colloque.server.statuses;

import static org.colloque.migrations.Tables.HOME_CHUNKS;

import java.util.List;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Batch;
import org.colloque.server.database.Tx;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Writes statuses into home feeds, by statements that the database runs alone: their cost here does
 * not grow with the followers. Entries that are written together stand in one row for each reader
 * and span of time; {@code home_entries} shows them one by one.
 */
public final class Feeds {
  /** Entries that a home feed keeps at least (semantics.md, section 4). */
  public static final int KEPT_ENTRIES = 800;

  /** Statuses that a new follow brings into the feed. */
  public static final int BACKFILL = 40;

  /**
   * What one who follows ({@code f}) wants of the author; replies only to people they follow. With
   * OFFSET, the database asks for each and does not read all there are beforehand.
   */
  private static final String WANTED =
      """
      f.in_home AND s.audience IN ('public', 'unlisted', 'followers')
        AND (s.reblog_of_id IS NULL OR f.show_reblogs)
        AND (s.in_reply_to_account_id IS NULL
          OR s.in_reply_to_account_id IN (s.account_id, f.account_id)
          OR EXISTS (SELECT FROM follows g WHERE g.account_id = f.account_id
                     AND g.target_account_id = s.in_reply_to_account_id OFFSET 0))
        AND (f.any_language OR s.language IS NULL OR EXISTS (SELECT FROM follows l
          WHERE l.id = f.id AND s.language = ANY (l.languages) OFFSET 0))
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
   * status; a plan for any number of them would read all follows there are.
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
        WHERE s.id = ANY (?)),
      e(account_id, id) AS (
        SELECT s.account_id, s.id FROM s WHERE s.local AND s.audience <> 'group'
        UNION ALL
        SELECT f.account_id, s.id
        FROM s JOIN LATERAL (
          SELECT x.id, x.account_id, x.show_reblogs, x.any_language, x.in_home
          FROM follows x WHERE x.target_account_id = s.account_id OFFSET 0) f ON true
        WHERE (NOT s.local
            OR EXISTS (SELECT FROM accounts a WHERE a.id = f.account_id AND a.domain IS NULL OFFSET 0))
          AND (NOT s.perhaps_barred OR NOT EXISTS (
            SELECT FROM (SELECT) x LEFT JOIN statuses r ON r.id = s.reblog_of_id WHERE BARRED))
          AND WANTED
      """
          .replace("BARRED", BARRED)
          .replace("WANTED", WANTED);

  private static final String TO_TAG_FOLLOWERS =
      """
      UNION
      SELECT t.account_id, s.id
      FROM statuses s
      JOIN status_tags st ON st.status_id = s.id
      JOIN tag_follows t ON t.tag_id = st.tag_id
      JOIN accounts a ON a.id = s.account_id
      WHERE s.id = ANY (?) AND s.audience = 'public' AND a.silenced_at IS NULL
        AND NOT EXISTS (SELECT FROM mutes m WHERE m.account_id = t.account_id
          AND m.target_account_id = s.account_id
          AND (m.expires_at IS NULL OR m.expires_at > s.created_at))
        AND NOT EXISTS (SELECT FROM account_domain_blocks d WHERE d.account_id = t.account_id
          AND d.domain = a.domain)
        AND NOT EXISTS (SELECT FROM blocks b WHERE b.account_id = t.account_id
          AND b.target_account_id = s.account_id OR b.account_id = s.account_id
          AND b.target_account_id = t.account_id)
      """;

  /** New statuses cannot be in a feed yet, and not to look for them is half of the cost. */
  private static final String NEW =
      """
      )
      INSERT INTO home_chunks (account_id, span, first_id, ids)
      SELECT account_id, home_span(id), min(id), CASE WHEN count(*) > 1 THEN array_agg(id) END
      FROM e GROUP BY account_id, home_span(id)
      """;

  /** One row for each that is not there. */
  private static final String AGAIN =
      """
      INSERT INTO home_chunks (account_id, span, first_id)
      SELECT e.account_id, home_span(e.id), e.id FROM e
      WHERE NOT EXISTS (SELECT FROM home_entries h
        WHERE h.account_id = e.account_id AND h.span = home_span(e.id) AND h.status_id = e.id)
      ON CONFLICT (account_id, span, first_id) DO UPDATE
      SET ids = array_append(array_remove(home_chunks.ids, excluded.first_id), excluded.first_id)
      """;

  private static final String FILL =
      """
      WITH e AS (
        SELECT f.account_id, s.id
        FROM follows f
        JOIN statuses s ON s.account_id = f.target_account_id
        LEFT JOIN statuses r ON r.id = s.reblog_of_id
        WHERE f.account_id = ? AND f.target_account_id = ? AND s.deleted_at IS NULL
          AND NOT (BARRED) AND WANTED
        ORDER BY s.id DESC LIMIT ?)
      """
          .replace("BARRED", BARRED)
          .replace("WANTED", WANTED);

  /**
   * Takes entries away, and answers from whose feeds. GONE finds them; rows are changed one by one
   * and in order, so that two who take from the same row wait for each other, but not in a circle.
   */
  private static final String TAKE =
      """
      SELECT DISTINCT take_from_feed(g.account_id, g.span, g.first_id, g.ids)
      FROM (
        SELECT e.account_id, e.span, e.first_id, array_agg(x.id) AS ids
        FROM GONE
        GROUP BY e.account_id, e.span, e.first_id ORDER BY e.account_id, e.span, e.first_id) g
      """;

  /** Entries in the feed of one reader, with the status of each, which is looked up. */
  private static final String OF_READER =
      """
      home_chunks e
      CROSS JOIN LATERAL unnest(coalesce(e.ids, ARRAY[e.first_id])) x(id)
      CROSS JOIN LATERAL (
        SELECT o.id, o.account_id, o.reblog_of_id FROM statuses o WHERE o.id = x.id OFFSET 0) s
      """;

  /** Entries of some statuses, in whosever feed. */
  private static final String OF_STATUSES =
      """
      CROSS JOIN LATERAL (
        SELECT account_id, span, first_id FROM home_chunks
        WHERE first_id = x.id AND ids IS NULL
        UNION ALL
        SELECT account_id, span, first_id FROM home_chunks
        WHERE span = home_span(x.id) AND ids IS NOT NULL AND x.id = ANY (ids) OFFSET 0) e
      """;

  private static final String REMOVE =
      taking(
          OF_READER
              + """
              WHERE e.account_id = ? AND ? IN (
                s.account_id, (SELECT r.account_id FROM statuses r WHERE r.id = s.reblog_of_id))
              """);

  private static final String WITHDRAW =
      taking(OF_READER + "WHERE e.account_id = ? AND s.account_id = ?");

  /** What came only because of the hashtag: not one's own, nor of people whom one follows. */
  private static final String WITHDRAW_TAGGED =
      taking(
          OF_READER
              + """
              JOIN status_tags st ON st.status_id = s.id
              WHERE e.account_id = ? AND st.tag_id = ? AND s.account_id <> e.account_id
                AND NOT EXISTS (SELECT FROM follows f
                  WHERE f.account_id = e.account_id AND f.target_account_id = s.account_id)
                AND NOT EXISTS (SELECT FROM status_tags other
                  JOIN tag_follows t ON t.tag_id = other.tag_id AND t.account_id = e.account_id
                  WHERE other.status_id = s.id)
              """);

  private static final String TAKE_STATUS =
      taking("(SELECT ?::bigint AS id) x " + OF_STATUSES + " WHERE true");

  private static final String TAKE_AUTHORS =
      taking("(SELECT id FROM statuses WHERE account_id = ANY (?)) x " + OF_STATUSES);

  private static final String TAKE_REBLOGS_OF =
      taking(
          """
          (SELECT s.id FROM statuses o JOIN statuses s ON s.reblog_of_id = o.id
            WHERE o.account_id = ?) x
          """
              + OF_STATUSES);

  private static final String TAKE_POSTS =
      taking(
          """
          (SELECT unnest(?::bigint[]) AS id
            UNION ALL SELECT s.id FROM statuses s WHERE s.reblog_of_id = ANY (?::bigint[])) x
          """
              + OF_STATUSES);

  private Feeds() {}

  /** Where entries of this status stand in feeds. */
  public static Field<Long> span(StatusId status) {
    return DSL.function("home_span", SQLDataType.BIGINT, DSL.val(status.value()));
  }

  private static String taking(String found) {
    return TAKE.replace("GONE", found);
  }

  private static List<Long> take(DSLContext sql, String statement, Object... parameters) {
    return Batch.query(sql, statement, row -> row.getLong(1), parameters);
  }

  /** An account is about to be deleted with all that it wrote: nothing else does this for it. */
  public static void forget(DSLContext sql, AccountId account) {
    sql.deleteFrom(HOME_CHUNKS).where(HOME_CHUNKS.ACCOUNT_ID.eq(account.value())).execute();
    forgetAuthors(sql, List.of(account.value()));
    take(sql, TAKE_REBLOGS_OF, account.value());
  }

  /** What these wrote or reblogged leaves all feeds. */
  public static void forgetAuthors(DSLContext sql, List<Long> accounts) {
    take(sql, TAKE_AUTHORS, (Object) accounts.toArray(Long[]::new));
  }

  /**
   * A status is deleted.
   *
   * @return accounts that had it in their feeds
   */
  static List<Long> forget(DSLContext sql, long status) {
    return take(sql, TAKE_STATUS, status);
  }

  /** These posts are about to be deleted, with what boosts them. */
  public static void forget(DSLContext sql, Long[] posts) {
    take(sql, TAKE_POSTS, posts, posts);
  }

  /** A new reblog. */
  static void deliver(Tx tx, StatusId reblog) {
    deliver(tx.sql(), new Long[] {reblog.value()}, new Long[0]);
  }

  /** New statuses: to their authors, to followers, to followers of their hashtags. */
  static void deliver(DSLContext sql, Long[] statuses, Long[] tagged) {
    if (statuses.length == 0) {
      return;
    }
    if (tagged.length > 0) {
      Batch.execute(sql, TO_FOLLOWERS + TO_TAG_FOLLOWERS + NEW, statuses, tagged);
    } else {
      Batch.execute(sql, TO_FOLLOWERS + NEW, (Object) statuses);
    }
  }

  /** As above, of a status that is not new: somebody may have it in their feed. */
  static void deliverAgain(DSLContext sql, StatusId status, boolean tagged) {
    Long[] one = {status.value()};
    Long[] tags = tagged ? one : new Long[0];
    Batch.execute(sql, TO_FOLLOWERS + TO_TAG_FOLLOWERS + ")\n" + AGAIN, one, tags);
  }

  /**
   * A follow that is in place, or seen again: the newest statuses of {@code followed} come into the
   * feed of {@code reader}.
   */
  public static void fill(Tx tx, AccountId reader, AccountId followed) {
    tx.sql().query(FILL + AGAIN, reader.value(), followed.value(), BACKFILL).execute();
  }

  /** An unfollow: what {@code author} wrote or reblogged leaves the feed of {@code reader}. */
  public static void withdraw(Tx tx, AccountId reader, AccountId author) {
    take(tx.sql(), WITHDRAW, reader.value(), author.value());
  }

  /** A hashtag is not followed any more: what came only because of it leaves the feed. */
  public static void withdrawTagged(Tx tx, AccountId reader, long tag) {
    take(tx.sql(), WITHDRAW_TAGGED, reader.value(), tag);
  }

  /** A mute or block: what {@code author} wrote leaves the feed, whoever reblogged it. */
  public static void remove(Tx tx, AccountId reader, AccountId author) {
    take(tx.sql(), REMOVE, reader.value(), author.value());
  }
}
