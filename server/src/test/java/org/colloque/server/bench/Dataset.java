package org.colloque.server.bench;

import static org.colloque.migrations.Tables.OAUTH_APPS;
import static org.colloque.migrations.Tables.OAUTH_TOKENS;
import static org.colloque.migrations.Tables.USERS;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.colloque.federation.signature.PemKeyPair;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.CreateLocalAccount;
import org.colloque.server.database.Tx;
import org.colloque.server.http.Scope;
import org.colloque.server.kit.Kit;
import org.colloque.server.kit.Secrets;

/**
 * A thousand authors elsewhere, of whom few write most, and a reader here who follows a quarter of
 * them. Made by the database from a fixed seed.
 */
final class Dataset {
  static final String READER = "reader";

  private static final String AUTHORS =
      """
      INSERT INTO accounts (id, username, domain, uri, url, inbox_url, display_name, note_html,
                            created_at, updated_at, followers_count)
      SELECT n, 'author' || n, 'far.example', 'https://far.example/users/' || n,
             'https://far.example/@author' || n, 'https://far.example/users/' || n || '/inbox',
             'Author ' || n, '<p>Cardiologist, somewhere.</p>',
             now() - interval '400 days', now(), 1
      FROM generate_series(1, 1000) n
      """;

  private static final String CONVERSATIONS =
      """
      INSERT INTO conversations (id, created_at)
      SELECT n, now() FROM generate_series(1, ?::int) n
      """;

  /** One year of statuses; the cube of a uniform number gives few authors most of them. */
  private static final String STATUSES =
      """
      INSERT INTO statuses (id, account_id, uri, url, local, audience, conversation_id,
                            content_html, language, created_at)
      SELECT (extract(epoch FROM at) * 1000)::bigint << 16 | (n & 65535),
             1 + floor(1000 * power(random(), 3))::bigint,
             'https://far.example/s/' || n, 'https://far.example/@a/' || n, false, 'public', n,
             '<p>' || repeat('A case report from the ward, number ' || n || '. ',
                             1 + (random() * 6)::int) || '</p>',
             CASE WHEN random() < 0.5 THEN 'fr' ELSE 'en' END, at
      FROM (SELECT n, date_trunc('milliseconds',
                     now() - interval '1 year' * (1 - n::float8 / ?)) AS at
            FROM generate_series(1, ?::int) n) s
      """;

  private static final String FOLLOWS =
      """
      INSERT INTO follows (id, account_id, target_account_id, created_at)
      SELECT n, ?::bigint, 4 * n, now() FROM generate_series(1, 250) n
      """;

  private static final String HOME =
      """
      INSERT INTO home_entries (account_id, status_id)
      SELECT ?::bigint, id FROM statuses WHERE account_id % 4 = 0 ORDER BY id DESC LIMIT 800
      """;

  private Dataset() {}

  /** Fills an empty database; returns a token of the reader's with every scope. */
  static String fill(Kit kit, int statuses) {
    return kit.db()
        .seeingAll(tx -> {
          tx.sql().execute("SELECT setseed(0.42)");
          tx.sql().execute(AUTHORS);
          tx.sql().execute(CONVERSATIONS, statuses);
          tx.sql().execute(STATUSES, statuses, statuses);
          AccountId reader =
              new CreateLocalAccount(kit).create(tx, READER, "Reader", PemKeyPair.generate());
          tx.sql().execute(FOLLOWS, reader.value());
          tx.sql().execute(HOME, reader.value());
          return token(kit, tx, reader);
        });
  }

  private static String token(Kit kit, Tx tx, AccountId reader) {
    OffsetDateTime now = kit.now().atOffset(ZoneOffset.UTC);
    long user = kit.ids().next();
    tx.sql()
        .insertInto(USERS)
        .set(USERS.ID, user)
        .set(USERS.ACCOUNT_ID, reader.value())
        .set(USERS.EMAIL, "reader@mail.example")
        .set(USERS.EMAIL_CANONICAL, "reader@mail.example")
        .set(USERS.PASSWORD_HASH, "")
        .set(USERS.ROLE, "member")
        .set(USERS.LOCALE, "en")
        .set(USERS.CONFIRMED_AT, now)
        .set(USERS.APPROVED_AT, now)
        .set(USERS.CREATED_AT, now)
        .execute();
    long app = kit.ids().next();
    String[] scopes = Scope.ALL.toArray(String[]::new);
    tx.sql()
        .insertInto(OAUTH_APPS)
        .set(OAUTH_APPS.ID, app)
        .set(OAUTH_APPS.CLIENT_ID, "bench")
        .set(OAUTH_APPS.CLIENT_SECRET_HASH, Secrets.hash("bench"))
        .set(OAUTH_APPS.NAME, "bench")
        .set(OAUTH_APPS.REDIRECT_URIS, new String[] {"urn:ietf:wg:oauth:2.0:oob"})
        .set(OAUTH_APPS.SCOPES, scopes)
        .set(OAUTH_APPS.CREATED_AT, now)
        .execute();
    String token = kit.secrets().newToken();
    tx.sql()
        .insertInto(OAUTH_TOKENS)
        .set(OAUTH_TOKENS.ID, kit.ids().next())
        .set(OAUTH_TOKENS.TOKEN_HASH, Secrets.hash(token))
        .set(OAUTH_TOKENS.APP_ID, app)
        .set(OAUTH_TOKENS.USER_ID, user)
        .set(OAUTH_TOKENS.SCOPES, scopes)
        .set(OAUTH_TOKENS.CREATED_AT, now)
        .execute();
    return token;
  }
}
