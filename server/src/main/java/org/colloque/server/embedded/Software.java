package org.colloque.server.embedded;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The PostgreSQL binaries, which come as an archive on the class path, unpacked in a folder. */
record Software(Path folder) {
  private static final Logger LOG = LoggerFactory.getLogger(Software.class);

  /** The program of that name. */
  Path program(String name) {
    return folder.resolve("bin").resolve(name);
  }

  /**
   * Unpacks into a folder of its own below the given one, unless that has been done. Whoever finds
   * the folder finds it whole: it gets its name last.
   */
  static Software unpackBelow(Path parent) {
    URL archive = archive();
    try {
      Path folder = parent.resolve("software-" + mark(archive));
      if (!Files.isDirectory(folder)) {
        LOG.info("Unpacking PostgreSQL into {}", folder);
        Files.createDirectories(parent);
        Path unfinished = Files.createTempDirectory(parent, "unpacking-");
        Archive.unpack(archive, unfinished);
        Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
        publish(unfinished, folder);
      }
      return new Software(folder.toRealPath());
    } catch (IOException failure) {
      throw new EmbeddedDatabaseException("PostgreSQL cannot be unpacked in " + parent, failure);
    }
  }

  private static void publish(Path unfinished, Path folder) throws IOException {
    try {
      Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException anotherWasFaster) {
      if (!Files.isDirectory(folder)) {
        throw anotherWasFaster;
      }
      Folders.delete(unfinished);
    }
  }

  private static URL archive() {
    String system =
        System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac")
            ? "darwin"
            : "linux";
    String machine =
        switch (System.getProperty("os.arch")) {
          case "aarch64" -> "arm_64";
          default -> "x86_64";
        };
    String name = "/postgres-" + system + "-" + machine + ".txz";
    URL archive = Software.class.getResource(name);
    if (archive == null) {
      throw new EmbeddedDatabaseException(
          "this program brings no PostgreSQL for "
              + system
              + " on "
              + machine
              + ": set database.url to a PostgreSQL 15 or newer");
    }
    return archive;
  }

  /** Differs between two archives; found without reading them. */
  private static String mark(URL archive) throws IOException {
    URLConnection connection = archive.openConnection();
    return connection instanceof JarURLConnection jar
        ? Long.toHexString(jar.getJarEntry().getCrc())
        : Long.toHexString(connection.getContentLengthLong());
  }
}
