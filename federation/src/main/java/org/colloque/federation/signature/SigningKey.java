package org.colloque.federation.signature;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAKey;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * A private key with its id, parsed once; keep it while its actor has deliveries. Safe for many
 * threads: initialised signatures are lent out and taken back, because initialising one costs as
 * much as a small signature.
 */
public final class SigningKey {

  private static final int IDLE = 8;

  private final String id;
  private final PrivateKey key;
  private final ArrayBlockingQueue<Signature> idle = new ArrayBlockingQueue<>(IDLE);

  private SigningKey(String id, PrivateKey key) {
    this.id = id;
    this.key = key;
  }

  /**
   * Empty when the text is not an RSA private key of at least 2048 bits.
   *
   * @param id the key id that peers will look up, for example {@code …/users/alice#main-key}
   * @param privatePem PKCS#8 or PKCS#1, in the clear
   */
  public static Optional<SigningKey> of(String id, String privatePem) {
    return Pem.privateKey(privatePem)
        .filter(key ->
            key instanceof RSAKey rsa
                && rsa.getModulus().bitLength() >= VerificationKey.MIN_RSA_BITS)
        .map(key -> new SigningKey(id, key));
  }

  /** The key id. */
  public String id() {
    return id;
  }

  /** RSASSA-PKCS1-v1_5 with SHA-256. */
  byte[] sign(byte[] bytes) {
    try {
      Signature signature = idle.poll();
      if (signature == null) {
        signature = Providers.signature(Algorithm.RSA);
        signature.initSign(key);
      }
      signature.update(bytes);
      byte[] signed = signature.sign();
      idle.offer(signature);
      return signed;
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("the key " + id + " does not sign", broken);
    }
  }

  @Override
  public String toString() {
    return "SigningKey[" + id + "]";
  }
}
