package org.colloque.server.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.colloque.server.text.PlainText;

/** A document that is kept as it came, and only ever handed out to be saved. */
final class PdfFile {
  static final String CONTENT_TYPE = "application/pdf";
  static final String EXTENSION = "pdf";

  private static final byte[] SIGNATURE = "%PDF-".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_NAME = 150;

  private PdfFile() {}

  /** Told by the first bytes, never by a name or a declared type. */
  static boolean isPdf(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return java.util.Arrays.equals(in.readNBytes(SIGNATURE.length), SIGNATURE);
    }
  }

  static byte[] read(Path file) throws IOException {
    return Files.readAllBytes(file);
  }

  /** What a browser called it, without folders. */
  static String name(String fileName) {
    String last =
        fileName.substring(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
    String clean = last.replaceAll("\\p{Cntrl}", "").strip();
    return clean.isEmpty() ? "PDF" : PlainText.cut(clean, MAX_NAME);
  }
}
