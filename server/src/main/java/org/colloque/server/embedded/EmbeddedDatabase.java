package org.colloque.server.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL that this program starts for itself, or one that another process of it has started.
 * One process at a time has the cluster: a lock that the system releases when the process dies, so
 * that a server left behind by a killed process is told from one in use.
 */
public final class EmbeddedDatabase implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
  private static final String FOLDER = "postgres";
  private static final int PORT_ATTEMPTS = 5;
  private static final Duration OTHER_STARTS = Duration.ofSeconds(30);

  private final int port;
  private final String password;
  private final @Nullable Postmaster postmaster;
  private final @Nullable ClusterLock lock;

  private EmbeddedDatabase(
      int port, String password, @Nullable Postmaster postmaster, @Nullable ClusterLock lock) {
    this.port = port;
    this.password = password;
    this.postmaster = postmaster;
    this.lock = lock;
  }

  /**
   * Starts PostgreSQL on the files in this data folder, which are made at the first start.
   *
   * @param port on 127.0.0.1; 0 takes a free one
   * @throws EmbeddedDatabaseException with a sentence for the operator
   */
  public static EmbeddedDatabase start(Path dataFolder, int port) {
    Path home = home(dataFolder);
    return ClusterLock.take(home)
        .map(lock -> start(home, home, port, lock))
        .orElseThrow(() ->
            new EmbeddedDatabaseException(
                "another Colloque is at work on " + dataFolder + ": stop it, or set data-folder"));
  }

  /**
   * The database of this data folder: of the process that runs on it now, else started as above.
   * What a command line needs.
   */
  public static EmbeddedDatabase join(Path dataFolder, int port) {
    Path home = home(dataFolder);
    Optional<ClusterLock> lock = ClusterLock.take(home);
    return lock.isPresent() ? start(home, home, port, lock.get()) : running(home);
  }

  /** Unpacks the programs into this data folder, and checks that they run here. */
  public static void unpack(Path dataFolder) {
    Path home = home(dataFolder);
    runner(home, home);
  }

  /**
   * The one PostgreSQL of this test JVM: without fsync, on a free port, thrown away at the end. Its
   * role may create databases; {@link #superuser} has the same password.
   */
  public static EmbeddedDatabase forTests() {
    return TestDatabase.get();
  }

  /** As above, for a folder whose lock is ours, with the programs unpacked in another one. */
  static EmbeddedDatabase start(Path home, Path programs, int port, ClusterLock lock) {
    return start(port, lock, () -> new Cluster(home, runner(home, programs), Cluster.Purpose.KEPT));
  }

  /** For a cluster that is thrown away. */
  static EmbeddedDatabase startForTests(Path home, Path programs, ClusterLock lock) {
    return start(0, lock, () -> new Cluster(home, runner(home, programs), Cluster.Purpose.TESTS));
  }

  private static Runner runner(Path home, Path programs) {
    Postmaster.of(Cluster.folder(home)).ifPresent(EmbeddedDatabase::stopStale);
    return Runner.find(programs, Cluster.folder(home));
  }

  private static EmbeddedDatabase start(int port, ClusterLock lock, Supplier<Cluster> made) {
    try {
      Cluster cluster = made.get();
      for (int attempt = 1; ; attempt++) {
        String password = cluster.prepare(port == 0 ? freePort() : port);
        try {
          Postmaster postmaster = Postmaster.start(cluster);
          LOG.info("PostgreSQL is ready on 127.0.0.1:{}", postmaster.port());
          return new EmbeddedDatabase(postmaster.port(), password, postmaster, lock);
        } catch (EmbeddedDatabaseException failure) {
          boolean taken = String.valueOf(failure.getMessage()).contains("Address already in use");
          if (taken && port != 0) {
            throw new EmbeddedDatabaseException(
                "port " + port + " is taken: set embedded.port to another one", failure);
          }
          if (!taken || attempt == PORT_ATTEMPTS) {
            throw failure;
          }
        }
      }
    } catch (RuntimeException | Error failure) {
      lock.close();
      throw failure;
    }
  }

  /** Who holds the lock has the cluster to himself, so a server that runs on it has no master. */
  private static void stopStale(Postmaster stale) {
    LOG.warn("Stopping PostgreSQL (process {}), left behind by a killed process", stale.process());
    stale.stop();
  }

  private static EmbeddedDatabase running(Path home) {
    Path folder = Cluster.folder(home);
    boolean ready =
        Postmaster.await(
            () -> Postmaster.of(folder).filter(Postmaster::ready).isPresent(), OTHER_STARTS);
    Optional<Postmaster> server = Postmaster.of(folder);
    if (!ready || server.isEmpty()) {
      throw new EmbeddedDatabaseException("the PostgreSQL of " + home + " is not ready");
    }
    try {
      return new EmbeddedDatabase(server.get().port(), Cluster.password(home), null, null);
    } catch (IOException unreadable) {
      throw new EmbeddedDatabaseException(
          "the password in " + home + " cannot be read", unreadable);
    }
  }

  /** The program's own database. */
  public String url() {
    return url(Cluster.DATABASE);
  }

  /** A database of that name on this server. */
  public String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  /** The owner of the database: not a superuser, and bound by row-level security. */
  public String user() {
    return Cluster.ROLE;
  }

  public String password() {
    return password;
  }

  /** The superuser, who can sign in on the database of tests only. */
  public String superuser() {
    return Cluster.SUPERUSER;
  }

  public int port() {
    return port;
  }

  /** Stops PostgreSQL if we have started it; an open connection is cut. */
  @Override
  public void close() {
    if (postmaster != null) {
      postmaster.stop();
    }
    if (lock != null) {
      lock.close();
    }
  }

  /** Stops PostgreSQL at once, for a cluster that is thrown away. */
  void abort() {
    if (postmaster != null) {
      postmaster.abort();
    }
  }

  private static Path home(Path dataFolder) {
    Path home = dataFolder.toAbsolutePath().normalize().resolve(FOLDER);
    try {
      // others may pass through, as the unprivileged user must, but not look around
      String mode = Runner.currentUser() == 0 ? "rwx--x--x" : "rwx------";
      Files.createDirectories(
          home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)));
      return home;
    } catch (IOException failure) {
      throw new EmbeddedDatabaseException("the folder " + home + " cannot be made", failure);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }
}
