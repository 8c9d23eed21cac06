package org.colloque.server.anonymous;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.colloque.server.http.Json;

/**
 * Encrypts who wrote a post so that only some of the trustees together can read it. A key that is
 * used once encrypts the two numbers; it is shared among the trustees (Shamir), and each share is
 * encrypted to the public key of its trustee (X25519, HKDF-SHA-256, AES-256-GCM). The server keeps
 * the result and forgets the rest. Trustees open it on their own machines.
 */
public final class Escrow {
  private static final String PRIVATE = "trustee-PRIVATE-";
  private static final String SHARE = "trustee-share-";
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Escrow() {}

  /**
   * What the trustees find.
   *
   * @param author the account
   * @param post the post of which they are the author
   */
  public record Author(long author, long post) {}

  /**
   * The keys of a trustee, as texts.
   *
   * @param secret never leaves their machine
   */
  public record Keys(String secret, String open) {}

  public static Keys newKeys() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("X25519").generateKeyPair();
      return new Keys(
          PRIVATE + text(pair.getPrivate().getEncoded()),
          Trustee.PUBLIC + text(pair.getPublic().getEncoded()));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Encrypts {@code author}; always of the same length for the same trustees. */
  static byte[] seal(Author author, int threshold, List<Trustee> trustees) {
    byte[] key = new byte[KEY_BYTES];
    RANDOM.nextBytes(key);
    List<Shamir.Share> shares = Shamir.split(key, threshold, trustees.size(), RANDOM);
    ObjectNode sealed = Json.object();
    sealed.put("v", 1);
    sealed.put("threshold", threshold);
    ArrayNode parts = sealed.putArray("shares");
    for (int i = 0; i < shares.size(); i++) {
      Trustee trustee = trustees.get(i);
      PublicKey open =
          Trustee.parse(trustee.key())
              .orElseThrow(() -> new IllegalStateException("a stored key cannot be read"));
      parts
          .addObject()
          .put("trustee", trustee.name())
          .put("key", trustee.key())
          .put("sealed", text(sealTo(open, shares.get(i))));
    }
    ByteBuffer numbers = ByteBuffer.allocate(2 * Long.BYTES);
    numbers.putLong(author.author()).putLong(author.post());
    try {
      SecretKey once = new SecretKeySpec(key, "AES");
      sealed.put("payload", text(crypt(Cipher.ENCRYPT_MODE, once, numbers.array())));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
    return Json.write(sealed);
  }

  /**
   * The share of the trustee whose private key this is.
   *
   * @throws IllegalArgumentException when the escrow has none for them, or was changed
   */
  public static String share(byte[] escrow, String secret) {
    try {
      PrivateKey own =
          KeyFactory.getInstance("X25519")
              .generatePrivate(new PKCS8EncodedKeySpec(bytes(PRIVATE, secret)));
      for (JsonNode part : Json.read(escrow).path("shares")) {
        byte[] sealed = Base64.getUrlDecoder().decode(part.path("sealed").asText());
        byte[] open = bytes(Trustee.PUBLIC, part.path("key").asText());
        ByteBuffer buffer = ByteBuffer.wrap(sealed);
        byte[] once = new byte[open.length];
        buffer.get(once);
        byte[] rest = new byte[buffer.remaining()];
        buffer.get(rest);
        PublicKey passing =
            Trustee.parse(Trustee.PUBLIC + text(once))
                .orElseThrow(() -> new IllegalArgumentException("this is no escrow"));
        try {
          return SHARE + text(crypt(Cipher.DECRYPT_MODE, agreed(own, passing, once, open), rest));
        } catch (GeneralSecurityException notTheirs) {
          // it is the share of another trustee
        }
      }
    } catch (GeneralSecurityException | RuntimeException wrong) {
      throw new IllegalArgumentException("this is no escrow, or no private key", wrong);
    }
    throw new IllegalArgumentException("no share in this escrow is for this key");
  }

  /**
   * Who wrote it, by the shares of enough trustees.
   *
   * @throws IllegalArgumentException when they are too few or of something else
   */
  public static Author open(byte[] escrow, List<String> shares) {
    try {
      List<Shamir.Share> parts = new ArrayList<>();
      for (String share : shares) {
        byte[] bytes = bytes(SHARE, share);
        parts.add(
            new Shamir.Share(
                bytes[0] & 0xff, java.util.Arrays.copyOfRange(bytes, 1, bytes.length)));
      }
      SecretKeySpec key = new SecretKeySpec(Shamir.join(parts), "AES");
      byte[] payload = Base64.getUrlDecoder().decode(Json.read(escrow).path("payload").asText());
      ByteBuffer numbers = ByteBuffer.wrap(crypt(Cipher.DECRYPT_MODE, key, payload));
      return new Author(numbers.getLong(), numbers.getLong());
    } catch (GeneralSecurityException | RuntimeException wrong) {
      throw new IllegalArgumentException("too few shares, or not of this escrow", wrong);
    }
  }

  private static byte[] sealTo(PublicKey trustee, Shamir.Share share) {
    try {
      KeyPair once = KeyPairGenerator.getInstance("X25519").generateKeyPair();
      byte[] passing = once.getPublic().getEncoded();
      ByteBuffer plain = ByteBuffer.allocate(1 + share.bytes().length);
      plain.put((byte) share.number()).put(share.bytes());
      SecretKey key = agreed(once.getPrivate(), trustee, passing, trustee.getEncoded());
      byte[] sealed = crypt(Cipher.ENCRYPT_MODE, key, plain.array());
      return ByteBuffer.allocate(passing.length + sealed.length).put(passing).put(sealed).array();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The key that both sides find, bound to both public keys. */
  private static SecretKey agreed(PrivateKey own, PublicKey other, byte[] once, byte[] trustee)
      throws GeneralSecurityException {
    KeyAgreement agreement = KeyAgreement.getInstance("X25519");
    agreement.init(own);
    agreement.doPhase(other, true);
    byte[] salt = ByteBuffer.allocate(once.length + trustee.length).put(once).put(trustee).array();
    return KDF.getInstance("HKDF-SHA256")
        .deriveKey(
            "AES",
            HKDFParameterSpec.ofExtract()
                .addIKM(agreement.generateSecret())
                .addSalt(salt)
                .thenExpand("colloque escrow 1".getBytes(StandardCharsets.US_ASCII), KEY_BYTES));
  }

  /** Every key encrypts once, so that the nonce may stand. */
  private static byte[] crypt(int mode, SecretKey key, byte[] input)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, new byte[NONCE_BYTES]));
    return cipher.doFinal(input);
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] bytes(String prefix, String text) {
    if (!text.strip().startsWith(prefix)) {
      throw new IllegalArgumentException("expected a text that begins with " + prefix);
    }
    return Base64.getUrlDecoder().decode(text.strip().substring(prefix.length()));
  }
}
