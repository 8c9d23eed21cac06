package org.colloque.server.push;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.colloque.server.http.Json;
import org.colloque.server.kit.P256;

/** What a browser or an app does: it has keys, and reads what its push service hands on. */
public final class Device {
  private final KeyPair keys = P256.newKeys();
  private final byte[] auth = new byte[16];

  public Device() {
    new java.security.SecureRandom().nextBytes(auth);
  }

  String point() {
    return text(P256.point((ECPublicKey) keys.getPublic()));
  }

  String auth() {
    return text(auth);
  }

  /** The fields by which an app names it, for messages to {@code endpoint}. */
  public List<String> subscription(String endpoint) {
    return List.of(
        "subscription[endpoint]",
        endpoint,
        "subscription[keys][p256dh]",
        point(),
        "subscription[keys][auth]",
        auth());
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static byte[] bytes(String text) {
    return Base64.getUrlDecoder().decode(text);
  }

  /** The message in a request, which is encrypted as its Content-Encoding says. */
  public JsonNode read(LoggedRequest request) {
    try {
      byte[] body = request.getBody();
      return Json.read(
          request.getHeader("Content-Encoding").equals("aesgcm")
              ? draft(body, request.getHeader("Encryption"), request.getHeader("Crypto-Key"))
              : standard(body));
    } catch (GeneralSecurityException failure) {
      throw new AssertionError("a message that cannot be decrypted", failure);
    }
  }

  /** RFC 8291, section 4, and RFC 8188. */
  private byte[] standard(byte[] body) throws GeneralSecurityException {
    ByteBuffer buffer = ByteBuffer.wrap(body);
    byte[] salt = taken(buffer, 16);
    int record = buffer.getInt();
    byte[] sender = taken(buffer, buffer.get());
    byte[] sealed = taken(buffer, buffer.remaining());
    if (sealed.length > record) {
      throw new AssertionError("longer than one record");
    }
    byte[] own = bytes(point());
    byte[] secret =
        derived(auth, agreed(sender), joined(ascii("WebPush: info\0"), own, sender), 32);
    byte[] padded =
        opened(
            derived(salt, secret, ascii("Content-Encoding: aes128gcm\0"), 16),
            derived(salt, secret, ascii("Content-Encoding: nonce\0"), 12),
            sealed);
    int end = padded.length - 1;
    while (padded[end] == 0) {
      end--;
    }
    if (padded[end] != 2) {
      throw new AssertionError("not the last record");
    }
    return Arrays.copyOf(padded, end);
  }

  /** draft-ietf-webpush-encryption-04. */
  private byte[] draft(byte[] body, String encryption, String cryptoKey)
      throws GeneralSecurityException {
    byte[] salt = bytes(encryption.replaceFirst("^salt=", ""));
    byte[] sender = bytes(cryptoKey.replaceFirst(".*dh=([^;]+).*", "$1"));
    byte[] own = bytes(point());
    byte[] secret = derived(auth, agreed(sender), ascii("Content-Encoding: auth\0"), 32);
    byte[] context = joined(ascii("P-256\0"), new byte[] {0, 65}, own, new byte[] {0, 65}, sender);
    byte[] padded =
        opened(
            derived(salt, secret, joined(ascii("Content-Encoding: aesgcm\0"), context), 16),
            derived(salt, secret, joined(ascii("Content-Encoding: nonce\0"), context), 12),
            body);
    int padding = ByteBuffer.wrap(padded).getShort();
    return Arrays.copyOfRange(padded, 2 + padding, padded.length);
  }

  /**
   * What the sender says of itself in a token that the key in the request has signed (RFC 8292).
   */
  static JsonNode claims(LoggedRequest request) {
    String authorization = request.getHeader("Authorization");
    boolean standard = authorization.startsWith("vapid ");
    String token =
        standard
            ? authorization.replaceFirst(".*t=([^,]+).*", "$1")
            : authorization.replaceFirst("^WebPush ", "");
    String key =
        standard
            ? authorization.replaceFirst(".*k=([^,]+).*", "$1")
            : request.getHeader("Crypto-Key").replaceFirst(".*p256ecdsa=([^;]+).*", "$1");
    String[] parts = token.split("\\.", -1);
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initVerify(P256.key(bytes(key)).orElseThrow());
      signature.update((parts[0] + "." + parts[1]).getBytes(US_ASCII));
      if (!signature.verify(bytes(parts[2]))) {
        throw new AssertionError("a false signature");
      }
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
    return Json.read(bytes(parts[1]));
  }

  private byte[] agreed(byte[] sender) throws GeneralSecurityException {
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(keys.getPrivate());
    agreement.doPhase(P256.key(sender).orElseThrow(), true);
    return agreement.generateSecret();
  }

  private static byte[] derived(byte[] salt, byte[] secret, byte[] info, int length)
      throws GeneralSecurityException {
    return KDF.getInstance("HKDF-SHA256")
        .deriveData(
            HKDFParameterSpec.ofExtract().addSalt(salt).addIKM(secret).thenExpand(info, length));
  }

  private static byte[] opened(byte[] key, byte[] nonce, byte[] sealed)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
    return cipher.doFinal(sealed);
  }

  private static byte[] taken(ByteBuffer buffer, int count) {
    byte[] bytes = new byte[count];
    buffer.get(bytes);
    return bytes;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(UTF_8);
  }

  private static byte[] joined(byte[]... parts) {
    ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }
}
