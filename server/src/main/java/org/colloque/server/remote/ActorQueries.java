package org.colloque.server.remote;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.ACCOUNT_KEYS;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.colloque.federation.handle.Handle;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Batch;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Finds the accounts that we hold. */
public final class ActorQueries {
  /** The columns of a {@link KnownActor}. */
  private static final List<Field<?>> KNOWN =
      List.of(
          ACCOUNTS.ID,
          ACCOUNTS.URI,
          ACCOUNTS.USERNAME,
          ACCOUNTS.DOMAIN,
          ACCOUNTS.FOLLOWERS_URL,
          ACCOUNTS.LOCKED,
          ACCOUNTS.SUSPENDED_AT,
          ACCOUNTS.DELETED_AT,
          ACCOUNTS.FETCHED_AT);

  private static final String FOLLOWED_HERE =
      """
      SELECT t.id FROM unnest(?::bigint[]) t(id)
      WHERE EXISTS (SELECT FROM follows f JOIN accounts a ON a.id = f.account_id
        WHERE f.target_account_id = t.id AND a.domain IS NULL)
      """;

  private ActorQueries() {}

  /** A key as it is stored. */
  record StoredKey(String id, String pem, Instant fetchedAt, KnownActor owner) {}

  /** By ActivityPub id, byte for byte. */
  public static Optional<KnownActor> byUri(DSLContext sql, String uri) {
    return list(sql, ACCOUNTS.URI.eq(uri)).stream().findFirst();
  }

  public static List<KnownActor> byUris(DSLContext sql, Collection<String> uris) {
    return uris.isEmpty() ? List.of() : list(sql, ACCOUNTS.URI.in(uris));
  }

  public static Optional<KnownActor> byId(DSLContext sql, AccountId id) {
    return list(sql, ACCOUNTS.ID.eq(id.value())).stream().findFirst();
  }

  /**
   * @param domain null for our own
   */
  static Optional<KnownActor> byHandle(DSLContext sql, String username, @Nullable String domain) {
    return list(
            sql,
            DSL.lower(ACCOUNTS.USERNAME)
                .eq(username.toLowerCase(Locale.ROOT))
                .and(DSL.coalesce(ACCOUNTS.DOMAIN, "").eq(domain == null ? "" : domain)))
        .stream()
        .findFirst();
  }

  static Optional<KnownActor> byHandle(DSLContext sql, Handle handle) {
    return byHandle(sql, handle.username(), handle.host());
  }

  /** By the address of the page for people, remote accounts only. */
  static Optional<KnownActor> byPage(DSLContext sql, String url) {
    return list(sql, ACCOUNTS.URL.eq(url).and(ACCOUNTS.DOMAIN.isNotNull())).stream().findFirst();
  }

  static Optional<StoredKey> key(DSLContext sql, String keyId) {
    return sql.select(KNOWN)
        .select(ACCOUNT_KEYS.PUBLIC_KEY_PEM, ACCOUNT_KEYS.FETCHED_AT)
        .from(ACCOUNT_KEYS)
        .join(ACCOUNTS)
        .on(ACCOUNTS.ID.eq(ACCOUNT_KEYS.ACCOUNT_ID))
        .where(ACCOUNT_KEYS.KEY_ID.eq(keyId))
        .and(ACCOUNTS.DOMAIN.isNotNull())
        .fetchOptional(row ->
            new StoredKey(
                keyId,
                row.get(ACCOUNT_KEYS.PUBLIC_KEY_PEM),
                row.get(ACCOUNT_KEYS.FETCHED_AT).toInstant(),
                known(row)));
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
        Batch.query(sql, FOLLOWED_HERE, row -> new AccountId(row.getLong(1)), (Object) ids));
  }

  private static List<KnownActor> list(DSLContext sql, Condition condition) {
    return sql.select(KNOWN).from(ACCOUNTS).where(condition).fetch(ActorQueries::known);
  }

  private static KnownActor known(Record row) {
    var fetchedAt = row.get(ACCOUNTS.FETCHED_AT);
    return new KnownActor(
        new AccountId(row.get(ACCOUNTS.ID)),
        row.get(ACCOUNTS.URI),
        row.get(ACCOUNTS.USERNAME),
        row.get(ACCOUNTS.DOMAIN),
        row.get(ACCOUNTS.FOLLOWERS_URL),
        row.get(ACCOUNTS.LOCKED),
        row.get(ACCOUNTS.SUSPENDED_AT) != null,
        row.get(ACCOUNTS.DELETED_AT) != null,
        fetchedAt == null ? null : fetchedAt.toInstant());
  }
}
