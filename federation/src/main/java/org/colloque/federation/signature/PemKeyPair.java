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

  /** A new RSA-2048 pair; takes about 30 ms of one core. */
  public static PemKeyPair generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(RSA_BITS);
      KeyPair pair = generator.generateKeyPair();
      return new PemKeyPair(Pem.write(pair.getPublic()), Pem.write(pair.getPrivate()));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK generates RSA keys", impossible);
    }
  }

  @Override
  public String toString() {
    return "PemKeyPair[private key not shown]";
  }
}
