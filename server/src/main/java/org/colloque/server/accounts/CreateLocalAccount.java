package org.colloque.server.accounts;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.ACCOUNT_KEYS;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.colloque.federation.signature.PemKeyPair;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;

/** Makes the public face of a new member, with the key that signs what it says elsewhere. */
public final class CreateLocalAccount {
  /** The algorithm of keys that sign requests, as in {@code account_keys}. */
  public static final String RSA = "rsa";

  /** The algorithm of keys that sign documents. */
  public static final String ED25519 = "ed25519";

  /** What private keys are encrypted for. */
  public static final String KEY_PURPOSE = "account key";

  private final Kit kit;

  public CreateLocalAccount(Kit kit) {
    this.kit = kit;
  }

  /**
   * Inserts the account; the username must have been checked. Making keys takes some 50 ms of
   * computing, so they come from outside the transaction.
   */
  public AccountId create(Tx tx, String username, String displayName, PemKeyPair keys) {
    AccountId id = new AccountId(kit.ids().next());
    OffsetDateTime now = kit.now().atOffset(ZoneOffset.UTC);
    String actor = kit.urls().actor(username);
    tx.sql()
        .insertInto(ACCOUNTS)
        .set(ACCOUNTS.ID, id.value())
        .set(ACCOUNTS.USERNAME, username)
        .set(ACCOUNTS.URI, actor)
        .set(ACCOUNTS.URL, kit.urls().profile(username))
        .set(ACCOUNTS.INBOX_URL, kit.urls().inbox(username))
        .set(ACCOUNTS.SHARED_INBOX_URL, kit.urls().sharedInbox())
        .set(ACCOUNTS.OUTBOX_URL, actor + "/outbox")
        .set(ACCOUNTS.FOLLOWERS_URL, kit.urls().followers(username))
        .set(ACCOUNTS.FOLLOWING_URL, actor + "/following")
        .set(ACCOUNTS.FEATURED_URL, actor + "/collections/featured")
        .set(ACCOUNTS.FEATURED_TAGS_URL, kit.urls().featuredTags(username))
        .set(ACCOUNTS.DISPLAY_NAME, displayName)
        .set(ACCOUNTS.DISCOVERABLE, true)
        .set(ACCOUNTS.CREATED_AT, now)
        .set(ACCOUNTS.UPDATED_AT, now)
        .execute();
    keep(kit, tx, id, RSA, kit.urls().key(username), keys);
    keep(kit, tx, id, ED25519, kit.urls().multikey(username), PemKeyPair.generateEd25519());
    return id;
  }

  /** Keeps a pair of keys of an account of ours, the private one encrypted. */
  public static void keep(
      Kit kit, Tx tx, AccountId account, String algorithm, String keyId, PemKeyPair keys) {
    tx.sql()
        .insertInto(ACCOUNT_KEYS)
        .set(ACCOUNT_KEYS.KEY_ID, keyId)
        .set(ACCOUNT_KEYS.ACCOUNT_ID, account.value())
        .set(ACCOUNT_KEYS.ALGORITHM, algorithm)
        .set(ACCOUNT_KEYS.PUBLIC_KEY_PEM, keys.publicPem())
        .set(
            ACCOUNT_KEYS.PRIVATE_KEY_ENCRYPTED,
            kit.secrets().encrypt(KEY_PURPOSE, keys.privatePem().getBytes(StandardCharsets.UTF_8)))
        .set(ACCOUNT_KEYS.FETCHED_AT, kit.now().atOffset(ZoneOffset.UTC))
        .execute();
  }
}
