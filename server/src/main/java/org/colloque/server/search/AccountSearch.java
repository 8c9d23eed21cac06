package org.colloque.server.search;

import java.util.List;
import java.util.Locale;
import org.colloque.server.database.Viewer;
import org.jooq.DSLContext;

/** Finds accounts by the beginning of their username or of a word of their name. */
final class AccountSearch {

  /**
   * The expression before LIKE is the one of the trigram index. Whoever is meant exactly comes
   * first, then whom the searcher follows, then people from here, then those with most followers.
   */
  private static final String SEARCH =
      """
      WITH asked AS (
        SELECT ?::text AS username, ?::text AS domain, ?::text AS start, ?::text AS inner_word,
          ?::bigint AS me, ?::boolean AS followed_only),
      candidates AS (
        (SELECT a.id FROM asked JOIN accounts a ON lower(a.username) = asked.username
         LIMIT 100)
        UNION
        (SELECT a.id FROM asked JOIN accounts a
           ON (lower(a.username) || ' ' || lower(a.display_name)) LIKE asked.start
           OR (lower(a.username) || ' ' || lower(a.display_name)) LIKE asked.inner_word
         LIMIT 500))
      SELECT a.id FROM asked
      CROSS JOIN candidates
      JOIN accounts a ON a.id = candidates.id
      LEFT JOIN follows f ON f.account_id = asked.me AND f.target_account_id = a.id
      WHERE a.deleted_at IS NULL AND a.suspended_at IS NULL AND a.moved_to_id IS NULL
        AND a.actor_type <> 'Application'
        AND (asked.domain = '' OR starts_with(coalesce(a.domain, ?), asked.domain))
        AND (NOT asked.followed_only OR f.id IS NOT NULL)
        AND NOT EXISTS (SELECT FROM users u WHERE u.account_id = a.id
          AND (u.confirmed_at IS NULL OR u.approved_at IS NULL))
        AND NOT EXISTS (SELECT FROM blocks b
          WHERE b.account_id = a.id AND b.target_account_id = asked.me)
      ORDER BY lower(a.username) = asked.username DESC,
        coalesce(a.domain, ?) = asked.domain DESC,
        f.id IS NOT NULL DESC, a.domain IS NULL DESC, a.followers_count DESC, a.id
      LIMIT ? OFFSET ?
      """;

  private AccountSearch() {}

  /**
   * @param text what was typed, without spaces around it
   * @param host the domain of this instance
   * @param followedOnly only whom the viewer follows
   */
  record Query(String text, String host, boolean followedOnly, int limit, int offset) {}

  /** Identifiers of accounts, the best first. */
  static List<Long> find(DSLContext sql, Viewer viewer, Query query) {
    String text = query.text().toLowerCase(Locale.ROOT);
    String name = text.startsWith("@") ? text.substring(1) : text;
    int at = name.indexOf('@');
    String username = at < 0 ? name : name.substring(0, at);
    String domain = at < 0 ? "" : name.substring(at + 1);
    if (username.isBlank()) {
      return List.of();
    }
    String pattern = username.replaceAll("([\\\\%_])", "\\\\$1") + "%";
    long me =
        switch (viewer) {
          case Viewer.Member member -> member.account().value();
          case Viewer.Stranger _ -> 0;
        };
    return sql.resultQuery(
            SEARCH,
            username,
            domain,
            pattern,
            // of a handle only the username is meant
            at < 0 ? "% " + pattern : pattern,
            me,
            query.followedOnly(),
            query.host(),
            query.host(),
            query.limit(),
            query.offset())
        .fetch(0, Long.class);
  }
}
