package org.colloque.federation.signature;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;

/**
 * A new key pair of an actor as text.
 *
 * @param publicPem SPKI, goes into the actor document
 * @param privatePem PKCS#8 in the clear; encrypt before storing (check C65)
 */
public record PemKeyPair(String publicPem, String privatePem) {

  /** The size that every peer accepts. */
  public static final int RSA_BITS = 2_048;

  private static final int ED25519_BITS = 255;

  /** A new RSA-2048 pair; takes about 30 ms of one core. */
  public static PemKeyPair generate() {
    return generate("RSA", RSA_BITS);
  }

  /** A new Ed25519 pair (FEP-521a); takes less than a millisecond. */
  public static PemKeyPair generateEd25519() {
    return generate("Ed25519", ED25519_BITS);
  }

  private static PemKeyPair generate(String algorithm, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits);
      KeyPair pair = generator.generateKeyPair();
      return new PemKeyPair(Pem.write(pair.getPublic()), Pem.write(pair.getPrivate()));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK generates " + algorithm + " keys", impossible);
    }
  }

  @Override
  public String toString() {
    return "PemKeyPair[private key not shown]";
  }
}
