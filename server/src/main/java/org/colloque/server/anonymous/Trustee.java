package org.colloque.server.anonymous;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.XECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;

/**
 * Somebody who holds a share of what leads to an author.
 *
 * @param name as members read it
 * @param key their public key (X25519), as the command {@code colloque trustee key} prints it
 */
public record Trustee(String name, String key) {
  /** What a public key begins with, so that a private one is not sent by mistake. */
  static final String PUBLIC = "trustee-public-";

  /** Empty for what is no public key of this kind. */
  static Optional<PublicKey> parse(String key) {
    if (!key.startsWith(PUBLIC)) {
      return Optional.empty();
    }
    try {
      byte[] encoded = Base64.getUrlDecoder().decode(key.substring(PUBLIC.length()));
      PublicKey parsed =
          KeyFactory.getInstance("X25519").generatePublic(new X509EncodedKeySpec(encoded));
      return parsed instanceof XECPublicKey ? Optional.of(parsed) : Optional.empty();
    } catch (GeneralSecurityException | IllegalArgumentException wrong) {
      return Optional.empty();
    }
  }
}
