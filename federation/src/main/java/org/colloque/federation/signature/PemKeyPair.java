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

  /** A new RSA-2048 pair; takes tens of milliseconds of one core. */
  public static PemKeyPair generate() {
    try {
      KeyPairGenerator generator = Providers.keyPairGenerator("RSA");
      generator.initialize(RSA_BITS);
      return of(generator.generateKeyPair());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("everybody makes RSA keys", impossible);
    }
  }

  /** A new Ed25519 pair (FEP-521a); takes less than a millisecond. */
  public static PemKeyPair generateEd25519() {
    try {
      return of(Providers.keyPairGenerator("Ed25519").generateKeyPair());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("everybody makes Ed25519 keys", impossible);
    }
  }

  private static PemKeyPair of(KeyPair pair) {
    return new PemKeyPair(Pem.write(pair.getPublic()), Pem.write(pair.getPrivate()));
  }

  @Override
  public String toString() {
    return "PemKeyPair[private key not shown]";
  }
}
