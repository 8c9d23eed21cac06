package org.colloque.server.bench;

import static org.colloque.migrations.Tables.OAUTH_APPS;
import static org.colloque.migrations.Tables.OAUTH_TOKENS;
import static org.colloque.migrations.Tables.USERS;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.colloque.federation.signature.PemKeyPair;
import org.colloque.federation.signature.RequestSigner;
import org.colloque.federation.signature.SigningKey;
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
      INSERT INTO home_chunks (account_id, span, first_id)
      SELECT ?::bigint, home_span(id), id FROM statuses WHERE account_id % 4 = 0 ORDER BY id DESC LIMIT 800
      """;

  /** Author 4 follows the reader from elsewhere, and signs what they ask for. */
  private static final String PEER_KEY = "https://far.example/users/4#main-key";

  private static final String PEER =
      """
      INSERT INTO account_keys (key_id, account_id, public_key_pem, fetched_at)
      VALUES (?, 4, ?, now())
      """;

  private static final String PEER_FOLLOWS =
      """
      INSERT INTO follows (id, account_id, target_account_id, created_at)
      VALUES (?::bigint, 4, ?::bigint, now())
      """;

  /** Members who post: one alone would wait for himself, for his statuses are counted. */
  static final int WRITERS = 8;

  private Dataset() {}

  /**
   * What the workloads need.
   *
   * @param tokens of the reader and of {@link #WRITERS} others, each with every scope
   * @param peer signs requests as an author elsewhere who follows the reader
   */
  record Filled(List<String> tokens, RequestSigner peer) {}

  /** Fills an empty database. */
  static Filled fill(Kit kit, int statuses) {
    PemKeyPair peer = PemKeyPair.generate();
    List<String> tokens = kit.db().seeingAll(tx -> fill(kit, tx, statuses, peer));
    SigningKey key = SigningKey.of(PEER_KEY, peer.privatePem()).orElseThrow();
    return new Filled(tokens, new RequestSigner(key, kit.clock()));
  }

  private static List<String> fill(Kit kit, Tx tx, int statuses, PemKeyPair peer) {

    tx.sql().execute("SELECT setseed(0.42)");
    tx.sql().execute(AUTHORS);
    tx.sql().execute(STATUSES, statuses, statuses);
    AccountId reader =
        new CreateLocalAccount(kit).create(tx, READER, "Reader", PemKeyPair.generate());
    tx.sql().execute(FOLLOWS, reader.value());
    tx.sql().execute(HOME, reader.value());
    tx.sql().execute(PEER, PEER_KEY, peer.publicPem());
    tx.sql().execute(PEER_FOLLOWS, kit.ids().next(), reader.value());
    long app = app(kit, tx);
    List<String> tokens = new ArrayList<>();
    tokens.add(token(kit, tx, app, reader, READER));
    for (int i = 1; i <= WRITERS; i++) {
      String name = "writer" + i;
      AccountId writer = new CreateLocalAccount(kit).create(tx, name, name, PemKeyPair.generate());
      tokens.add(token(kit, tx, app, writer, name));
    }
    return tokens;
  }

  /** A token with every scope for a member who becomes a user. */
  static String signedIn(Kit kit, Tx tx, AccountId member, String name) {
    return token(kit, tx, app(kit, tx), member, name);
  }

  private static String token(Kit kit, Tx tx, long app, AccountId member, String name) {
    OffsetDateTime now = kit.now().atOffset(ZoneOffset.UTC);
    long user = kit.ids().next();
    tx.sql()
        .insertInto(USERS)
        .set(USERS.ID, user)
        .set(USERS.ACCOUNT_ID, member.value())
        .set(USERS.EMAIL, name + "@mail.example")
        .set(USERS.EMAIL_CANONICAL, name + "@mail.example")
        .set(USERS.PASSWORD_HASH, "")
        .set(USERS.ROLE, "member")
        .set(USERS.LOCALE, "en")
        .set(USERS.CONFIRMED_AT, now)
        .set(USERS.APPROVED_AT, now)
        .set(USERS.CREATED_AT, now)
        .execute();
    String token = kit.secrets().newToken();
    tx.sql()
        .insertInto(OAUTH_TOKENS)
        .set(OAUTH_TOKENS.ID, kit.ids().next())
        .set(OAUTH_TOKENS.TOKEN_HASH, Secrets.hash(token))
        .set(OAUTH_TOKENS.APP_ID, app)
        .set(OAUTH_TOKENS.USER_ID, user)
        .set(OAUTH_TOKENS.SCOPES, Scope.ALL.toArray(String[]::new))
        .set(OAUTH_TOKENS.CREATED_AT, now)
        .execute();
    return token;
  }

  private static long app(Kit kit, Tx tx) {
    long app = kit.ids().next();
    tx.sql()
        .insertInto(OAUTH_APPS)
        .set(OAUTH_APPS.ID, app)
        .set(OAUTH_APPS.CLIENT_ID, "bench" + app)
        .set(OAUTH_APPS.CLIENT_SECRET_HASH, Secrets.hash("bench"))
        .set(OAUTH_APPS.NAME, "bench")
        .set(OAUTH_APPS.REDIRECT_URIS, new String[] {"urn:ietf:wg:oauth:2.0:oob"})
        .set(OAUTH_APPS.SCOPES, Scope.ALL.toArray(String[]::new))
        .set(OAUTH_APPS.CREATED_AT, kit.now().atOffset(ZoneOffset.UTC))
        .execute();
    return app;
  }
}
