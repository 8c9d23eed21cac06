package org.colloque.federation.signature;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * SHA-256 of bodies, as {@code Digest} and as {@code Content-Digest}; no other algorithm (quirk 3).
 */
final class Digests {

  private static final String NAME = "sha-256=";

  private Digests() {}

  static byte[] sha256(byte[] body) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(body);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  /** Value of the {@code Digest} header. */
  static String header(byte[] body) {
    return "SHA-256=" + Base64.getEncoder().encodeToString(sha256(body));
  }

  /** Value of the {@code Content-Digest} header (RFC 9530). */
  static String contentHeader(byte[] body) {
    return "sha-256=:" + Base64.getEncoder().encodeToString(sha256(body)) + ":";
  }

  /** Checks {@code Digest} (draft-cavage) against the body. */
  static void check(List<String> values, byte[] body) throws Unacceptable {
    check(values, body, false);
  }

  /** Checks {@code Content-Digest} (RFC 9530, a byte sequence between colons) against the body. */
  static void checkContent(List<String> values, byte[] body) throws Unacceptable {
    check(values, body, true);
  }

  private static void check(List<String> values, byte[] body, boolean colons) throws Unacceptable {
    boolean found = false;
    for (String value : values) {
      for (String part : value.split(",", -1)) {
        String digest = part.strip();
        if (digest.toLowerCase(Locale.ROOT).startsWith(NAME)) {
          byte[] told = decoded(digest.substring(NAME.length()), colons);
          if (!MessageDigest.isEqual(told, sha256(body))) {
            throw new Unacceptable(new VerificationFailure.DigestMismatch());
          }
          found = true;
        }
      }
    }
    if (!found) {
      throw Unacceptable.insufficient("a SHA-256 digest of the body is required");
    }
  }

  private static byte[] decoded(String text, boolean colons) throws Unacceptable {
    String base64 = text;
    if (colons) {
      if (text.length() < 2 || !text.startsWith(":") || !text.endsWith(":")) {
        throw Unacceptable.malformed("the digest cannot be read");
      }
      base64 = text.substring(1, text.length() - 1);
    }
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException _) {
      throw Unacceptable.malformed("the digest cannot be read");
    }
  }
}
