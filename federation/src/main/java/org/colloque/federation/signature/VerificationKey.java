package org.colloque.federation.signature;

import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;
import org.colloque.federation.handle.Origin;

/**
 * A public key of an actor, parsed once and kept. Can only be made for a key on the origin of its
 * owner and strong enough.
 */
public final class VerificationKey {

  /** Smaller RSA keys are refused. */
  public static final int MIN_RSA_BITS = 2_048;

  /** Larger RSA keys are refused: each check would cost milliseconds. */
  public static final int MAX_RSA_BITS = 8_192;

  private static final int MAX_EXPONENT_BITS = 32;

  private final String id;
  private final String owner;
  private final PublicKey key;

  private VerificationKey(String id, String owner, PublicKey key) {
    this.id = id;
    this.owner = owner;
    this.key = key;
  }

  /**
   * Empty when the key cannot be read, is neither RSA of 2048 to 8192 bits nor Ed25519, or has an
   * id on another origin than its owner (quirk 87).
   *
   * @param pem SPKI or PKCS#1 text
   */
  public static Optional<VerificationKey> of(String id, String owner, String pem) {
    if (!Origin.same(id, owner)) {
      return Optional.empty();
    }
    return Pem.publicKey(pem)
        .filter(VerificationKey::strong)
        .map(key -> new VerificationKey(id, owner, key));
  }

  /** The key id, compared exactly. */
  public String id() {
    return id;
  }

  /** Id of the actor. */
  public String owner() {
    return owner;
  }

  PublicKey key() {
    return key;
  }

  boolean isRsa() {
    return key instanceof RSAPublicKey;
  }

  private static boolean strong(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      int bits = rsa.getModulus().bitLength();
      int exponentBits = rsa.getPublicExponent().bitLength();
      return bits >= MIN_RSA_BITS
          && bits <= MAX_RSA_BITS
          && exponentBits > 1
          && exponentBits <= MAX_EXPONENT_BITS
          && rsa.getPublicExponent().testBit(0);
    }
    return key.getAlgorithm().equals("EdDSA") || key.getAlgorithm().equals("Ed25519");
  }
}
