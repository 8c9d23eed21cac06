package org.colloque.server.media;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The formats accepted. Told by the first bytes, never by a name or a declared type. */
public enum ImageFormat {
  JPEG("image/jpeg", "jpg"),
  PNG("image/png", "png"),
  GIF("image/gif", "gif"),
  WEBP("image/webp", "webp");

  private final String contentType;
  private final String extension;

  ImageFormat(String contentType, String extension) {
    this.contentType = contentType;
    this.extension = extension;
  }

  public String contentType() {
    return contentType;
  }

  /** Without the dot. */
  public String extension() {
    return extension;
  }

  /** The format whose signature the file starts with. */
  public static Optional<ImageFormat> detect(byte[] file) {
    if (startsWith(file, 0, "\u00ff\u00d8\u00ff")) {
      return Optional.of(JPEG);
    }
    if (startsWith(file, 0, "\u0089PNG\r\n\u001a\n")) {
      return Optional.of(PNG);
    }
    if (startsWith(file, 0, "GIF87a") || startsWith(file, 0, "GIF89a")) {
      return Optional.of(GIF);
    }
    boolean webp = startsWith(file, 0, "RIFF") && startsWith(file, 8, "WEBP");
    return webp ? Optional.of(WEBP) : Optional.empty();
  }

  static boolean startsWith(byte[] file, int offset, String signature) {
    byte[] expected = signature.getBytes(StandardCharsets.ISO_8859_1);
    return file.length >= offset + expected.length
        && java.util.Arrays.equals(
            file, offset, offset + expected.length, expected, 0, expected.length);
  }
}
