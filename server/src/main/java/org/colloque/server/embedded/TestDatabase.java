package org.colloque.server.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The PostgreSQL of a test JVM, and the tidying up after JVMs that were killed. */
final class TestDatabase {
  private static final Path PARENT = Path.of("target", "embedded-postgres").toAbsolutePath();
  static final Path PROGRAMS = PARENT.resolve("programs");
  private static final String PREFIX = "tests-";

  private TestDatabase() {}

  /** Made by the first who asks. */
  private static final class Holder {
    static final EmbeddedDatabase INSTANCE = start();
  }

  static EmbeddedDatabase get() {
    return Holder.INSTANCE;
  }

  private static EmbeddedDatabase start() {
    try {
      Files.createDirectories(PARENT);
      leftBehind().forEach(TestDatabase::sweep);
      Path home = Files.createDirectory(PARENT.resolve(PREFIX + ProcessHandle.current().pid()));
      ClusterLock lock = ClusterLock.take(home).orElseThrow();
      EmbeddedDatabase database = EmbeddedDatabase.startForTests(home, PROGRAMS, lock);
      Runtime.getRuntime()
          .addShutdownHook(Thread.ofPlatform().unstarted(() -> throwAway(database, home, lock)));
      return database;
    } catch (IOException failure) {
      throw new EmbeddedDatabaseException("no database for tests in " + PARENT, failure);
    }
  }

  private static List<Path> leftBehind() throws IOException {
    try (Stream<Path> folders = Files.list(PARENT)) {
      return folders.filter(f -> f.getFileName().toString().startsWith(PREFIX)).toList();
    }
  }

  private static void sweep(Path home) {
    ClusterLock.take(home)
        .ifPresent(lock -> {
          Postmaster.of(Cluster.folder(home)).ifPresent(Postmaster::abort);
          delete(home, lock);
        });
  }

  private static void throwAway(EmbeddedDatabase database, Path home, ClusterLock lock) {
    database.abort();
    delete(home, lock);
  }

  private static void delete(Path home, ClusterLock lock) {
    try (lock) {
      Folders.delete(home);
    } catch (IOException stillUsed) {
      throw new EmbeddedDatabaseException(home + " cannot be deleted", stillUsed);
    }
  }
}
