package org.colloque.server.remote;

import static org.colloque.migrations.Tables.ACCOUNTS;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.colloque.federation.signature.PemKeyPair;
import org.colloque.federation.signature.RequestSigner;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.CreateLocalAccount;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;

/**
 * The actor that speaks for the instance itself: it signs what we ask of others, so that no person
 * does. Made at the first start; its name has a dot, which no member's may have.
 */
public final class InstanceActor {
  /** A name that every peer accepts (quirk 14), also where the host has a port. */
  public static final String USERNAME = "instance.actor";

  private final AccountId account;
  private final Signers signers;

  /** Finds or makes the account and its key. */
  public InstanceActor(Kit kit, Signers signers) {
    Optional<AccountId> known = find(kit);
    // making a key takes long: not inside the transaction
    this.account =
        known.isPresent() ? known.get() : make(kit, kit.cryptography().actorKeys().get());
    this.signers = signers;
    // a wrong secret key is told at the start; reading the key itself waits until it is used,
    // because the libraries for it cost a start a fifth of its time
    if (!signers.holds(account)) {
      throw noKey();
    }
  }

  public AccountId account() {
    return account;
  }

  /** Signs our GETs. */
  public RequestSigner signer() {
    return signers.of(account).orElseThrow(InstanceActor::noKey);
  }

  private static IllegalStateException noKey() {
    return new IllegalStateException("the instance actor has no key");
  }

  private static Optional<AccountId> find(Kit kit) {
    return kit.db().as(Viewer.stranger(), tx -> find(tx));
  }

  private static Optional<AccountId> find(Tx tx) {
    return tx.sql()
        .select(ACCOUNTS.ID)
        .from(ACCOUNTS)
        .where(org.jooq.impl.DSL.lower(ACCOUNTS.USERNAME).eq(USERNAME))
        .and(ACCOUNTS.DOMAIN.isNull())
        .fetchOptional(row -> new AccountId(row.value1()));
  }

  private static AccountId make(Kit kit, PemKeyPair keys) {
    return kit.db()
        .as(
            Viewer.stranger(),
            tx -> {
              // two processes may start at once on an empty database
              tx.lock("instance actor");
              return find(tx).orElseGet(() -> insert(kit, tx, keys));
            });
  }

  private static AccountId insert(Kit kit, Tx tx, PemKeyPair keys) {
    AccountId id = new AccountId(kit.ids().next());
    OffsetDateTime now = kit.now().atOffset(ZoneOffset.UTC);
    String actor = kit.urls().instanceActor();
    tx.sql()
        .insertInto(ACCOUNTS)
        .set(ACCOUNTS.ID, id.value())
        .set(ACCOUNTS.USERNAME, USERNAME)
        .set(ACCOUNTS.URI, actor)
        .set(ACCOUNTS.URL, kit.urls().absolute("/about"))
        .set(ACCOUNTS.ACTOR_TYPE, "Application")
        .set(ACCOUNTS.INBOX_URL, actor + "/inbox")
        .set(ACCOUNTS.SHARED_INBOX_URL, kit.urls().sharedInbox())
        .set(ACCOUNTS.OUTBOX_URL, actor + "/outbox")
        .set(ACCOUNTS.LOCKED, true)
        .set(ACCOUNTS.BOT, true)
        .set(ACCOUNTS.DISCOVERABLE, false)
        .set(ACCOUNTS.HIDE_COLLECTIONS, true)
        .set(ACCOUNTS.CREATED_AT, now)
        .set(ACCOUNTS.UPDATED_AT, now)
        .execute();
    CreateLocalAccount.keep(kit, tx, id, CreateLocalAccount.RSA, actor + "#main-key", keys);
    return id;
  }
}
