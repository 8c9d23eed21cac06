package org.colloque.server.remote;

import static org.colloque.migrations.Tables.ACCOUNTS;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.colloque.federation.handle.Handle;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Batch;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Finds the accounts that we hold. */
public final class ActorQueries {
  /** Of an account {@code a}. */
  private static final String FOLLOWED_HERE =
      """
       EXISTS (SELECT FROM follows f JOIN accounts m ON m.id = f.account_id
        WHERE f.target_account_id = a.id AND m.domain IS NULL)\
      """;

  /** The columns of a {@link KnownActor}; fixed, for every received activity asks for some. */
  private static final String KNOWN =
      """
      SELECT a.id, a.uri, a.username, a.domain, a.followers_url, a.locked,
        a.suspended_at IS NOT NULL, a.deleted_at IS NOT NULL, a.fetched_at,
        a.domain IS NOT NULL AND\
      """
          + FOLLOWED_HERE;

  private static final String FROM_ACCOUNTS = " FROM accounts a WHERE ";

  private static final String KEY =
      KNOWN
          + """
          , k.public_key_pem, k.fetched_at
          FROM account_keys k JOIN accounts a ON a.id = k.account_id
          WHERE k.key_id = ? AND a.domain IS NOT NULL
          """;

  private static final String WHO_IS_FOLLOWED =
      "SELECT a.id FROM unnest(?::bigint[]) a(id) WHERE" + FOLLOWED_HERE;

  private ActorQueries() {}

  /** A key as it is stored. */
  record StoredKey(String id, String pem, Instant fetchedAt, KnownActor owner) {}

  /** By ActivityPub id, byte for byte. */
  public static Optional<KnownActor> byUri(DSLContext sql, String uri) {
    return list(sql, "a.uri = ?", uri).stream().findFirst();
  }

  /** As above, for many. */
  public static Map<String, KnownActor> byUris(DSLContext sql, Collection<String> uris) {
    return uris.isEmpty()
        ? Map.of()
        : Batch.map(
            sql,
            KNOWN + FROM_ACCOUNTS + "a.uri = ANY (?)",
            row -> row.getString(2),
            ActorQueries::known,
            (Object) uris.toArray(String[]::new));
  }

  public static Optional<KnownActor> byId(DSLContext sql, AccountId id) {
    return list(sql, "a.id = ?", id.value()).stream().findFirst();
  }

  /**
   * @param domain null for our own
   */
  static Optional<KnownActor> byHandle(DSLContext sql, String username, @Nullable String domain) {
    return list(
            sql,
            "lower(a.username) = ? AND coalesce(a.domain, '') = ?",
            username.toLowerCase(Locale.ROOT),
            domain == null ? "" : domain)
        .stream()
        .findFirst();
  }

  static Optional<KnownActor> byHandle(DSLContext sql, Handle handle) {
    return byHandle(sql, handle.username(), handle.host());
  }

  /** By the address of the page for people, remote accounts only. */
  static Optional<KnownActor> byPage(DSLContext sql, String url) {
    return list(sql, "a.url = ? AND a.domain IS NOT NULL", url).stream().findFirst();
  }

  static Optional<StoredKey> key(DSLContext sql, String keyId) {
    return Batch.query(
            sql,
            KEY,
            row ->
                new StoredKey(
                    keyId,
                    row.getString(11),
                    row.getObject(12, OffsetDateTime.class).toInstant(),
                    known(row)),
            keyId)
        .stream()
        .findFirst();
  }

  /**
   * Whether we know somebody of this server, by its host and port. In the order of the index: asked
   * for any one of many, a plan would rather read the table until it meets one, and for a server
   * nobody knows to its end.
   */
  static boolean knowsServer(DSLContext sql, String host) {
    return sql.select(ACCOUNTS.DOMAIN)
        .from(ACCOUNTS)
        .where(ACCOUNTS.DOMAIN.ge(host))
        .orderBy(ACCOUNTS.DOMAIN)
        .limit(DSL.inline(1))
        .fetchOptional(ACCOUNTS.DOMAIN)
        .filter(host::equals)
        .isPresent();
  }

  /** Whether somebody here follows the account. */
  public static boolean isFollowedHere(DSLContext sql, AccountId account) {
    return !followedHere(sql, List.of(account)).isEmpty();
  }

  /** Which of these accounts somebody here follows. */
  public static Set<AccountId> followedHere(DSLContext sql, Collection<AccountId> accounts) {
    Long[] ids = accounts.stream().map(AccountId::value).toArray(Long[]::new);
    return Set.copyOf(
        Batch.query(sql, WHO_IS_FOLLOWED, row -> new AccountId(row.getLong(1)), (Object) ids));
  }

  private static List<KnownActor> list(DSLContext sql, String condition, Object... values) {
    return Batch.query(sql, KNOWN + FROM_ACCOUNTS + condition, ActorQueries::known, values);
  }

  private static KnownActor known(ResultSet row) throws SQLException {
    OffsetDateTime fetchedAt = row.getObject(9, OffsetDateTime.class);
    return new KnownActor(
        new AccountId(row.getLong(1)),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getBoolean(6),
        row.getBoolean(7),
        row.getBoolean(8),
        fetchedAt == null ? null : fetchedAt.toInstant(),
        row.getBoolean(10));
  }
}
