package org.colloque.server.kit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The instance's secret and what is made from it: encryption at rest (AES-256-GCM) of private keys
 * and second factors, and codes that only we can make (HMAC-SHA-256). Tokens are random and kept
 * only as hashes.
 */
public final class Secrets {
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  /** Randomness of a token, in bytes: not guessable, so that a plain hash protects it. */
  private static final int TOKEN_BYTES = 32;

  private final SecureRandom random = new SecureRandom();
  private final SecretKeySpec encryptionKey;
  private final SecretKeySpec macKey;

  /**
   * @param master 32 random bytes
   */
  public Secrets(byte[] master) {
    if (master.length != KEY_BYTES) {
      throw new IllegalArgumentException("the secret key must have " + KEY_BYTES + " bytes");
    }
    SecretKeySpec root = new SecretKeySpec(master, "HmacSHA256");
    encryptionKey = new SecretKeySpec(mac(root, "colloque encryption"), "AES");
    macKey = new SecretKeySpec(mac(root, "colloque authentication"), "HmacSHA256");
  }

  /**
   * Reads the secret key, or makes it at the first start; only the owner of the process may read
   * the file.
   */
  public static Secrets fromFile(Path file) {
    try {
      if (!Files.exists(file)) {
        make(file.toAbsolutePath());
      }
      return new Secrets(Base64.getDecoder().decode(Files.readString(file).trim()));
    } catch (IOException | IllegalArgumentException failure) {
      throw new IllegalStateException("the secret key file " + file + " is of no use", failure);
    }
  }

  /**
   * It appears under its name only when it is whole and on the disk; who comes second leaves it.
   */
  private static void make(Path file) throws IOException {
    Path folder = Objects.requireNonNull(file.getParent(), "a file is in a folder");
    Files.createDirectories(folder);
    byte[] made = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(made);
    Path unfinished =
        Files.createTempFile(
            folder,
            "secret",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(
          unfinished,
          Base64.getEncoder().encodeToString(made) + "\n",
          StandardOpenOption.WRITE,
          StandardOpenOption.SYNC);
      Files.createLink(file, unfinished);
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    } catch (FileAlreadyExistsException another) {
      // another process of ours has made it in the same moment
    } finally {
      Files.delete(unfinished);
    }
  }

  /** A new token: 43 characters that can stand in an address. */
  public String newToken() {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  public byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  /** How a token is kept: SHA-256. */
  public static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * Encrypts for storage. {@code purpose} must be the same when decrypting: what was made for one
   * column is worth nothing in another.
   */
  public byte[] encrypt(String purpose, byte[] plain) {
    byte[] nonce = randomBytes(NONCE_BYTES);
    byte[] sealed = cipher(Cipher.ENCRYPT_MODE, purpose, nonce, plain);
    byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
    System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
    return all;
  }

  /**
   * @throws IllegalStateException when it was not made with this secret and purpose
   */
  public byte[] decrypt(String purpose, byte[] sealed) {
    return cipher(
        Cipher.DECRYPT_MODE,
        purpose,
        Arrays.copyOf(sealed, NONCE_BYTES),
        Arrays.copyOfRange(sealed, NONCE_BYTES, sealed.length));
  }

  /** A code that only this instance can make for {@code text}. */
  public String sign(String purpose, String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(mac(macKey, purpose + "\n" + text));
  }

  /** Compares in constant time. */
  public boolean verify(String purpose, String text, String code) {
    return MessageDigest.isEqual(
        sign(purpose, text).getBytes(StandardCharsets.US_ASCII),
        code.getBytes(StandardCharsets.UTF_8));
  }

  private byte[] cipher(int mode, String purpose, byte[] nonce, byte[] input) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, encryptionKey, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(input);
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException(
          "a stored secret cannot be read: was the secret key file changed?", failure);
    }
  }

  private static byte[] mac(SecretKeySpec key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Nothing of the keys. */
  @Override
  public String toString() {
    return "Secrets";
  }
}
