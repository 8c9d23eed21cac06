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
        .set(ACCOUNTS.DISPLAY_NAME, displayName)
        .set(ACCOUNTS.DISCOVERABLE, true)
        .set(ACCOUNTS.CREATED_AT, now)
        .set(ACCOUNTS.UPDATED_AT, now)
        .execute();
    tx.sql()
        .insertInto(ACCOUNT_KEYS)
        .set(ACCOUNT_KEYS.KEY_ID, kit.urls().key(username))
        .set(ACCOUNT_KEYS.ACCOUNT_ID, id.value())
        .set(ACCOUNT_KEYS.PUBLIC_KEY_PEM, keys.publicPem())
        .set(
            ACCOUNT_KEYS.PRIVATE_KEY_ENCRYPTED,
            kit.secrets().encrypt(KEY_PURPOSE, keys.privatePem().getBytes(StandardCharsets.UTF_8)))
        .set(ACCOUNT_KEYS.FETCHED_AT, now)
        .execute();
    return id;
  }
}
