package org.colloque.server.push;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.colloque.server.kit.P256;

/**
 * Encrypts a message for one device: as RFC 8291 says (aes128gcm), and as its draft said
 * (draft-ietf-webpush-encryption-04, aesgcm), which apps ask for that are older than the standard.
 * The JDK has all that it needs.
 */
final class PushCipher {
  static final int AUTH_BYTES = 16;
  static final int SALT_BYTES = 16;

  private static final int KEY_BYTES = 16;
  private static final int NONCE_BYTES = 12;
  private static final int SECRET_BYTES = 32;
  private static final int TAG_BITS = 128;

  /** Of one record, in which every message fits. */
  private static final int RECORD_BYTES = 4096;

  /** Ends the last record (RFC 8188, section 2). */
  private static final byte LAST = 2;

  private PushCipher() {}

  /**
   * What a device told of itself.
   *
   * @param point the public key as it was sent
   */
  record Device(ECPublicKey key, byte[] point, byte[] auth) {}

  /**
   * What is posted.
   *
   * @param headers those of the encryption
   * @param dh the key of this message, where it goes into the header Crypto-Key; else empty
   */
  record Sealed(byte[] body, Map<String, String> headers, String dh) {}

  /** As the standard says. */
  static Sealed standard(byte[] text, Device device, KeyPair own, byte[] salt) {
    byte[] point = P256.point((ECPublicKey) own.getPublic());
    byte[] secret =
        derived(
            device.auth(),
            agreed(own, device),
            joined(ascii("WebPush: info\0"), device.point(), point),
            SECRET_BYTES);
    byte[] key = derived(salt, secret, ascii("Content-Encoding: aes128gcm\0"), KEY_BYTES);
    byte[] nonce = derived(salt, secret, ascii("Content-Encoding: nonce\0"), NONCE_BYTES);
    byte[] padded = joined(text, new byte[] {LAST});
    ByteBuffer body = ByteBuffer.allocate(SALT_BYTES + 5 + point.length + padded.length + 16);
    body.put(salt).putInt(RECORD_BYTES).put((byte) point.length).put(point);
    body.put(encrypted(key, nonce, padded));
    return new Sealed(body.array(), Map.of("Content-Encoding", "aes128gcm"), "");
  }

  /** As the draft said. */
  static Sealed draft(byte[] text, Device device, KeyPair own, byte[] salt) {
    byte[] point = P256.point((ECPublicKey) own.getPublic());
    byte[] secret =
        derived(
            device.auth(), agreed(own, device), ascii("Content-Encoding: auth\0"), SECRET_BYTES);
    byte[] context =
        joined(ascii("P-256\0"), lengthOf(device.point()), device.point(), lengthOf(point), point);
    byte[] key =
        derived(salt, secret, joined(ascii("Content-Encoding: aesgcm\0"), context), KEY_BYTES);
    byte[] nonce =
        derived(salt, secret, joined(ascii("Content-Encoding: nonce\0"), context), NONCE_BYTES);
    byte[] body = encrypted(key, nonce, joined(new byte[2], text));
    return new Sealed(
        body,
        Map.of("Content-Encoding", "aesgcm", "Encryption", "salt=" + url(salt)),
        "dh=" + url(point));
  }

  private static byte[] agreed(KeyPair own, Device device) {
    try {
      KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
      agreement.init(own.getPrivate());
      agreement.doPhase(device.key(), true);
      return agreement.generateSecret();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** HKDF with SHA-256 (RFC 5869). */
  private static byte[] derived(byte[] salt, byte[] secret, byte[] info, int bytes) {
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveData(
              HKDFParameterSpec.ofExtract().addSalt(salt).addIKM(secret).thenExpand(info, bytes));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] encrypted(byte[] key, byte[] nonce, byte[] text) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(key, "AES"),
          new GCMParameterSpec(TAG_BITS, nonce));
      return cipher.doFinal(text);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] lengthOf(byte[] bytes) {
    return ByteBuffer.allocate(2).putShort((short) bytes.length).array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  private static byte[] joined(byte[]... parts) {
    ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }

  static String url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
