package org.colloque.server.kit;

import java.util.function.Supplier;
import org.colloque.federation.signature.PemKeyPair;

/**
 * What is slow by nature or on purpose. A server has {@link #STANDARD}; tests start servers by the
 * hundred and choose less.
 *
 * @param actorKeys makes the key pair of a new actor
 * @param passwords how dear the hash of a password is
 */
public record Cryptography(Supplier<PemKeyPair> actorKeys, Argon2Cost passwords) {
  public static final Cryptography STANDARD =
      new Cryptography(PemKeyPair::generate, Argon2Cost.STANDARD);

  /**
   * Parameters of Argon2id (RFC 9106, section 3.1).
   *
   * @param memoryKibibytes of one hash
   * @param iterations over this memory
   */
  public record Argon2Cost(int memoryKibibytes, int iterations) {
    /** What the OWASP password storage sheet asks for: 19 MiB, twice. */
    public static final Argon2Cost STANDARD = new Argon2Cost(19 * 1024, 2);
  }
}
