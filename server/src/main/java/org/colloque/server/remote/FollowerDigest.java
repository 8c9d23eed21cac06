package org.colloque.server.remote;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;

/** Which followers live on a server, as one number (FEP-8fcf): in any order, the same. */
public final class FollowerDigest {
  private static final int BYTES = 32;

  private FollowerDigest() {}

  /** The SHA-256 of each id, all of them XORed, in hexadecimal digits. */
  public static String of(Collection<String> ids) {
    byte[] digest = new byte[BYTES];
    for (String id : ids) {
      byte[] hash = hash(id);
      for (int i = 0; i < BYTES; i++) {
        digest[i] ^= hash[i];
      }
    }
    return HexFormat.of().formatHex(digest);
  }

  private static byte[] hash(String id) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
