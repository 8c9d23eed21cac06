package org.colloque.server.http;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files of forms that are being read, and of answers: gone once the request is answered. */
public final class TemporaryFiles {
  /** How their names begin. */
  public static final String PREFIX = "upload-";

  private static final Logger LOG = LoggerFactory.getLogger(TemporaryFiles.class);

  private TemporaryFiles() {}

  /** Makes the folder, and removes what a process that was killed left in it. */
  static void prepare(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, PREFIX + "*")) {
      for (Path file : left) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** A new file that only this program reads, for an answer that deletes it. */
  public static Path create(Path folder, String suffix) throws IOException {
    return Files.createTempFile(
        Files.createDirectories(folder),
        PREFIX,
        suffix,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  static void delete(List<Path> files) {
    for (Path file : files) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException failure) {
        LOG.warn("a temporary file stays behind", failure);
      }
    }
  }
}
