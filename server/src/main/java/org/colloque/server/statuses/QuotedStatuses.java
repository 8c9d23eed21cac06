package org.colloque.server.statuses;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.colloque.server.database.Batch;
import org.jooq.DSLContext;

/** What readers see of statuses that others quote, for many readers in one statement. */
final class QuotedStatuses {
  /** For somebody without an account. */
  static final long STRANGER = 0;

  static final String ACCEPTED = "accepted";

  private static final String STATES =
      """
      SELECT r.id, s.id, CASE
        WHEN NOT (s.account_id = r.id
          OR (s.audience IN ('public', 'unlisted')
              OR EXISTS (SELECT FROM mentions m WHERE m.status_id = s.id AND m.account_id = r.id OFFSET 0)
              OR s.audience = 'followers' AND EXISTS (SELECT FROM follows f
                WHERE f.account_id = r.id AND f.target_account_id = s.account_id OFFSET 0))
            AND NOT EXISTS (SELECT FROM blocks b
              WHERE b.account_id = s.account_id AND b.target_account_id = r.id OFFSET 0))
          THEN 'unauthorized'
        WHEN EXISTS (SELECT FROM blocks b
          WHERE b.account_id = r.id AND b.target_account_id = s.account_id OFFSET 0)
          THEN 'blocked_account'
        WHEN EXISTS (SELECT FROM account_domain_blocks d
          WHERE d.account_id = r.id AND d.domain = a.domain OFFSET 0)
          THEN 'blocked_domain'
        WHEN EXISTS (SELECT FROM mutes m
          WHERE m.account_id = r.id AND m.target_account_id = s.account_id
            AND (m.expires_at IS NULL OR m.expires_at > now()) OFFSET 0)
          THEN 'muted_account'
        ELSE 'accepted' END
      FROM unnest(?::bigint[]) r(id)
      CROSS JOIN statuses s JOIN accounts a ON a.id = s.account_id
      WHERE s.id = ANY (?) AND s.group_id IS NULL AND s.deleted_at IS NULL
        AND a.suspended_at IS NULL AND a.deleted_at IS NULL
      """;

  private static final String TIES =
      """
      SELECT r.id, a.id,
        EXISTS (SELECT FROM follows f WHERE f.account_id = r.id AND f.target_account_id = a.id
          OFFSET 0),
        EXISTS (SELECT FROM follows f WHERE f.account_id = a.id AND f.target_account_id = r.id
          OFFSET 0)
      FROM unnest(?::bigint[]) r(id) CROSS JOIN unnest(?::bigint[]) a(id)
      """;

  private QuotedStatuses() {}

  /** Who follows whom of a reader and an author. */
  record Ties(boolean follows, boolean followed) {}

  /**
   * What one reader sees.
   *
   * @param states of quoted statuses; those that nobody may see are missing
   * @param rows of those that are shown
   * @param ties with authors by whose rule they count
   */
  record Seen(Map<Long, String> states, Map<Long, StatusRow> rows, Map<Long, Ties> ties) {
    static final Seen NOTHING = new Seen(Map.of(), Map.of(), Map.of());

    static Seen empty() {
      return new Seen(new HashMap<>(), new HashMap<>(), new HashMap<>());
    }

    /** The state of a quote to which the quoted author agrees. */
    String state(long quoted) {
      return states.getOrDefault(quoted, "unauthorized");
    }
  }

  static boolean isShown(String state) {
    return switch (state) {
      case ACCEPTED, "blocked_account", "blocked_domain", "muted_account" -> true;
      case String _ -> false;
    };
  }

  /** Adds the states of {@code ids} to what each reader sees. */
  static void states(DSLContext sql, Map<Long, Seen> readers, Collection<Long> ids) {
    record Line(long reader, long status, String state) {}
    if (ids.isEmpty()) {
      return;
    }
    Batch.query(
            sql,
            STATES,
            row -> new Line(row.getLong(1), row.getLong(2), row.getString(3)),
            readers.keySet().toArray(Long[]::new),
            ids.toArray(Long[]::new))
        .forEach(line ->
            readers
                .getOrDefault(line.reader(), Seen.empty())
                .states()
                .put(line.status(), line.state()));
  }

  /** Adds who follows whom of the readers and {@code authors}. */
  static void ties(DSLContext sql, Map<Long, Seen> readers, Collection<Long> authors) {
    record Line(long reader, long author, Ties ties) {}
    if (authors.isEmpty()) {
      return;
    }
    Batch.query(
            sql,
            TIES,
            row ->
                new Line(
                    row.getLong(1), row.getLong(2), new Ties(row.getBoolean(3), row.getBoolean(4))),
            readers.keySet().toArray(Long[]::new),
            authors.toArray(Long[]::new))
        .forEach(line ->
            readers
                .getOrDefault(line.reader(), Seen.empty())
                .ties()
                .put(line.author(), line.ties()));
  }
}
