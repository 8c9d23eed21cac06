package org.colloque.server.remote;

import static org.colloque.migrations.Tables.ACCOUNT_KEYS;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.colloque.federation.signature.RequestSigner;
import org.colloque.federation.signature.SigningKey;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.CreateLocalAccount;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.jooq.Record2;

/** The private keys of local accounts, parsed once while they are used. */
public final class Signers {
  private static final int KEPT = 2_000;

  private final Kit kit;
  private final Cache<AccountId, RequestSigner> signers =
      Caffeine.newBuilder().maximumSize(KEPT).build();

  public Signers(Kit kit) {
    this.kit = kit;
  }

  /** Empty when the account has no private key here. */
  public Optional<RequestSigner> of(AccountId account) {
    RequestSigner known = signers.getIfPresent(account);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<RequestSigner> read = read(account);
    read.ifPresent(signer -> signers.put(account, signer));
    return read;
  }

  /**
   * Whether the account has a private key here.
   *
   * @throws IllegalStateException when it does not open with the secret key of this instance
   */
  boolean holds(AccountId account) {
    return sealed(account).map(this::open).isPresent();
  }

  private Optional<RequestSigner> read(AccountId account) {
    return sealed(account)
        .flatMap(row -> SigningKey.of(row.value1(), open(row)))
        .map(key -> new RequestSigner(key, kit.clock()));
  }

  private String open(Record2<String, byte[]> sealed) {
    byte[] pem = kit.secrets().decrypt(CreateLocalAccount.KEY_PURPOSE, sealed.value2());
    return new String(pem, StandardCharsets.UTF_8);
  }

  private Optional<Record2<String, byte[]>> sealed(AccountId account) {
    return kit.db()
        .as(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .select(ACCOUNT_KEYS.KEY_ID, ACCOUNT_KEYS.PRIVATE_KEY_ENCRYPTED)
                    .from(ACCOUNT_KEYS)
                    .where(ACCOUNT_KEYS.ACCOUNT_ID.eq(account.value()))
                    .and(ACCOUNT_KEYS.ALGORITHM.eq(CreateLocalAccount.RSA))
                    .and(ACCOUNT_KEYS.PRIVATE_KEY_ENCRYPTED.isNotNull())
                    .limit(1)
                    .fetchOptional());
  }
}
