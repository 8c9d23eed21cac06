package org.colloque.federation.json;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** Ed25519 keys in the Multikey form {@code z6Mk…} (W3C Controlled Identifiers, section 2.2.2). */
final class Multikey {

  private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

  /** Multicodec ed25519-pub. */
  private static final byte[] ED25519 = {(byte) 0xed, 0x01};

  /** SubjectPublicKeyInfo up to the 32 bytes of the key (RFC 8410, section 4). */
  private static final byte[] SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final int KEY_BYTES = 32;

  private Multikey() {}

  /** The key as PEM text; empty when it is not base58btc of an Ed25519 key. */
  static Optional<String> ed25519Pem(String multibase) {
    if (!multibase.startsWith("z")) {
      return Optional.empty();
    }
    BigInteger number = BigInteger.ZERO;
    for (int i = 1; i < multibase.length(); i++) {
      int digit = BASE58.indexOf(multibase.charAt(i));
      if (digit < 0) {
        return Optional.empty();
      }
      number = number.multiply(BigInteger.valueOf(58)).add(BigInteger.valueOf(digit));
    }
    byte[] bytes = number.toByteArray();
    // the first byte is 0xed, so the number carries a sign byte before it
    byte[] coded =
        bytes.length > 0 && bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    boolean ed25519 =
        coded.length == ED25519.length + KEY_BYTES
            && coded[0] == ED25519[0]
            && coded[1] == ED25519[1];
    if (!ed25519) {
      return Optional.empty();
    }
    byte[] encoded = Arrays.copyOf(SPKI, SPKI.length + KEY_BYTES);
    System.arraycopy(coded, ED25519.length, encoded, SPKI.length, KEY_BYTES);
    String body = Base64.getEncoder().encodeToString(encoded);
    return Optional.of("-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n");
  }
}
