package org.colloque.federation.json;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** Ed25519 keys in the Multikey form {@code z6Mk…} (W3C Controlled Identifiers, section 2.2.2). */
final class Multikey {

  /** Multicodec ed25519-pub. */
  private static final byte[] ED25519 = {(byte) 0xed, 0x01};

  /** SubjectPublicKeyInfo up to the 32 bytes of the key (RFC 8410, section 4). */
  private static final byte[] SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final int KEY_BYTES = 32;

  private Multikey() {}

  /** The key in Multikey form; empty when the text is no SPKI of an Ed25519 key. */
  static Optional<String> ofPem(String pem) {
    String body = pem.replaceAll("-----[A-Z ]+-----|\\s", "");
    byte[] encoded;
    try {
      encoded = Base64.getDecoder().decode(body);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
    if (encoded.length != SPKI.length + KEY_BYTES
        || !Arrays.equals(encoded, 0, SPKI.length, SPKI, 0, SPKI.length)) {
      return Optional.empty();
    }
    ByteArrayOutputStream coded = new ByteArrayOutputStream();
    coded.writeBytes(ED25519);
    coded.write(encoded, SPKI.length, KEY_BYTES);
    return Optional.of(Base58.multibase(coded.toByteArray()));
  }

  /** The key as PEM text; empty when it is not base58btc of an Ed25519 key. */
  static Optional<String> ed25519Pem(String multibase) {
    byte[] coded = Base58.ofMultibase(multibase).orElse(new byte[0]);
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
