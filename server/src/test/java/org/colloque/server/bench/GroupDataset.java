package org.colloque.server.bench;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.SESSIONS;
import static org.colloque.migrations.Tables.USERS;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;
import org.colloque.server.kit.Secrets;
import org.colloque.server.oauth.Doorkeeper;

/**
 * Three hundred groups of eight, each with twenty topics of twenty posts, written by turns; the
 * reader of {@link Dataset} is in twenty of them.
 */
record GroupDataset(String token, String cookie) {
  static final int GROUPS = 300;
  static final int MINE = 20;
  static final int TOPICS = 20;
  static final int POSTS = 20;

  private static final List<String> STATEMENTS =
      List.of(
          """
          INSERT INTO groups (id, name, slug, seats, created_at)
          SELECT g, 'Group ' || g, 'group', 12, now() FROM generate_series(1, 300) g
          """,
          """
          INSERT INTO group_categories (id, group_id, slug, position)
          SELECT 1000 + g, g, 'cas', 0 FROM generate_series(1, 300) g
          """,
          """
          INSERT INTO memberships (account_id, group_id, handle)
          SELECT 1 + (g * 8 + m) % 1000, g, 'group' || g
          FROM generate_series(1, 300) g, generate_series(1, 8) m
          """,
          """
          INSERT INTO group_members (group_id, account_id, role, joined_at)
          SELECT group_id, account_id, 'member', now() FROM memberships
          """,
          """
          INSERT INTO statuses (id, account_id, local, audience, group_id, in_reply_to_id,
                                conversation_id, text, content_html, language, created_at)
          SELECT bench_post(g, t, p), 1 + (g * 8 + 1 + (t + p) % 8) % 1000, true, 'group', g,
                 CASE WHEN p > 0 THEN bench_post(g, t, 0) END, 100000000 + g * 100 + t,
                 'word', '<p>' || repeat('A case report from the ward, number ' || p || '. ',
                                         1 + (t + p) % 6) || '</p>',
                 'fr', now()
          FROM generate_series(1, 300) g, generate_series(1, 20) t, generate_series(0, 19) p
          """,
          """
          INSERT INTO group_topics (status_id, group_id, category_id, conversation_id, title, replies,
                                    last_status_id, last_account_id)
          SELECT bench_post(g, t, 0), g, 1000 + g, 100000000 + g * 100 + t, 'Topic ' || t, 19,
                 bench_post(g, t, 19), 1 + (g * 8 + 1 + t % 8) % 1000
          FROM generate_series(1, 300) g, generate_series(1, 20) t
          """);

  /** The identifier of a post: of all groups by turns, a second apart. */
  private static final String POST =
      """
      CREATE FUNCTION bench_post(g integer, t integer, p integer) RETURNS bigint LANGUAGE sql IMMUTABLE
      RETURN (1700000000000 + ((t * 20 + p) * 300 + g) * 1000::bigint) << 16
      """;

  static long post(int group, int topic, int post) {
    return 1_700_000_000_000L + ((topic * 20L + post) * GROUPS + group) * 1000 << 16;
  }

  /** Fills a database that has been filled by {@link Dataset}. */
  static GroupDataset fill(Kit kit, Dataset.Filled filled) {
    return kit.db().seeingAll(tx -> fill(kit, tx, filled));
  }

  private static GroupDataset fill(Kit kit, Tx tx, Dataset.Filled filled) {
    tx.sql().execute(POST);
    STATEMENTS.forEach(tx.sql()::execute);
    long reader =
        tx.sql()
            .select(ACCOUNTS.ID)
            .from(ACCOUNTS)
            .where(ACCOUNTS.USERNAME.eq(Dataset.READER))
            .and(ACCOUNTS.DOMAIN.isNull())
            .fetchSingle()
            .value1();
    for (int group = 1; group <= MINE; group++) {
      tx.sql().execute("INSERT INTO memberships VALUES (?, ?, ?)", reader, group, "mine" + group);
      tx.sql()
          .execute("INSERT INTO group_members VALUES (?, ?, 'member', NULL, now())", group, reader);
    }
    String cookie = kit.secrets().newToken();
    tx.sql()
        .insertInto(SESSIONS)
        .set(SESSIONS.ID, kit.ids().next())
        .set(SESSIONS.TOKEN_HASH, Secrets.hash(cookie))
        .set(
            SESSIONS.USER_ID,
            tx.sql()
                .select(USERS.ID)
                .from(USERS)
                .where(USERS.ACCOUNT_ID.eq(reader))
                .fetchSingle()
                .value1())
        .set(SESSIONS.CREATED_AT, kit.now().atOffset(ZoneOffset.UTC))
        .set(SESSIONS.LAST_USED_AT, kit.now().atOffset(ZoneOffset.UTC))
        .set(SESSIONS.EXPIRES_AT, kit.now().plus(Duration.ofDays(9)).atOffset(ZoneOffset.UTC))
        .execute();
    return new GroupDataset(
        filled.tokens().getFirst(), new Doorkeeper(kit).cookieName() + "=" + cookie);
  }
}
