package org.colloque.server.media;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a stored file: 128 random bits in base 32 and the extension of its format. A name
 * never comes from outside, and one that comes back is checked before it touches the disk.
 */
public record MediaKey(String value) {
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int CHARACTERS = 26;
  private static final Pattern SHAPE = Pattern.compile("[a-z2-7]{26}\\.(jpg|png|gif|webp|pdf)");
  private static final SecureRandom RANDOM = new SecureRandom();

  public MediaKey {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("not a media key");
    }
  }

  /**
   * @param extension one of those that the shape allows
   */
  static MediaKey random(String extension) {
    byte[] random = new byte[CHARACTERS];
    RANDOM.nextBytes(random);
    StringBuilder name = new StringBuilder(CHARACTERS + 5);
    for (byte value : random) {
      name.append(ALPHABET.charAt(value & 31));
    }
    return new MediaKey(name.append('.').append(extension).toString());
  }

  /** Empty for anything that is not such a name. */
  public static Optional<MediaKey> parse(String text) {
    return SHAPE.matcher(text).matches() ? Optional.of(new MediaKey(text)) : Optional.empty();
  }

  /** The type to serve it with: one of the fixed list, decided by us when it was stored. */
  public String contentType() {
    String extension = value.substring(CHARACTERS + 1);
    if (extension.equals(PdfFile.EXTENSION)) {
      return PdfFile.CONTENT_TYPE;
    }
    for (ImageFormat format : ImageFormat.values()) {
      if (format.extension().equals(extension)) {
        return format.contentType();
      }
    }
    throw new IllegalStateException("the shape allows an extension without a format");
  }

  @Override
  public String toString() {
    return value;
  }
}
