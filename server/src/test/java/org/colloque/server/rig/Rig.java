package org.colloque.server.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import org.colloque.server.Config;
import org.colloque.server.database.DatabaseSettings;
import org.colloque.server.instance.Instance;
import org.colloque.server.kit.Kit;

/**
 * A whole server in this process, on a database of its own. Closing it stops the server and drops
 * the database.
 */
public final class Rig implements AutoCloseable {
  private final TestDatabases.Place database;
  private final Path folder;
  private final SettableClock clock;
  private Instance instance;
  private final Config config;

  private Rig(TestDatabases.Place database, UnaryOperator<Config> change, boolean realTime) {
    this.database = database;
    clock = new SettableClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    try {
      folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "rigs")), "rig");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    config = change.apply(config(folder, freePort()));
    instance = open(realTime ? Clock.systemUTC() : clock);
  }

  /** With a clock that stands still and workers that do not run by themselves. */
  public static Rig start() {
    return start(config -> config);
  }

  /** As above, on an empty database that is somebody else's to clear away. */
  public static Rig on(DatabaseSettings database) {
    return new Rig(new TestDatabases.Lent(database), config -> config, false);
  }

  public static Rig start(UnaryOperator<Config> change) {
    return new Rig(TestDatabases.create(), change, false);
  }

  /** With the system's clock and with workers that run, as in production. */
  public static Rig live() {
    Rig rig = new Rig(TestDatabases.create(), config -> config, true);
    rig.instance.work();
    return rig;
  }

  public SettableClock clock() {
    return clock;
  }

  public Instance instance() {
    return instance;
  }

  public Kit kit() {
    return instance.kit();
  }

  public Path folder() {
    return folder;
  }

  public DatabaseSettings database() {
    return database.settings();
  }

  /** {@code http://localhost:port}, without a slash at the end. */
  public String base() {
    return kit().urls().base();
  }

  /** The domain of this server's handles. */
  public String host() {
    return kit().urls().host();
  }

  /** Runs queues and jobs until nothing is due. */
  public void runDueJobs() {
    instance.workers().runDue();
  }

  /** A member with this username, confirmed and approved. */
  public Person local(String username) {
    return People.create(this, username, "member");
  }

  /** A member who owns the instance. */
  public Person owner(String username) {
    return People.create(this, username, "owner");
  }

  /** A member who moderates the instance. */
  public Person moderator(String username) {
    return People.create(this, username, "moderator");
  }

  /** Another token of {@code person} that holds only {@code scopes}. */
  public String token(Person person, String... scopes) {
    return kit()
        .db()
        .as(
            org.colloque.server.database.Viewer.stranger(),
            tx -> People.token(kit(), tx, person.user(), List.of(scopes)));
  }

  /** A token of an app itself, of nobody's. */
  public String appToken(Collection<String> scopes) {
    return kit()
        .db()
        .as(
            org.colloque.server.database.Viewer.stranger(),
            tx -> People.token(kit(), tx, null, List.copyOf(scopes)));
  }

  /** The cookie of a new browser session of {@code person}, as a header carries it. */
  public String session(Person person) {
    String token =
        kit()
            .db()
            .as(
                org.colloque.server.database.Viewer.stranger(),
                tx -> People.session(kit(), tx, person.user()));
    return sessionCookie() + "=" + token;
  }

  /** The name of the cookie that holds a session of this server. */
  public String sessionCookie() {
    return instance.rooms().doorkeeper().cookieName();
  }

  /** A client without cookie and token. */
  public Browser anonymous() {
    return new Browser(base());
  }

  /** Stops and starts the server on the same database. */
  public void restart() {
    instance.close();
    instance = open(clock);
  }

  @Override
  public void close() {
    instance.close();
    database.close();
  }

  private Instance open(Clock with) {
    return Instance.start(config, database.settings(), with, TestKeys.QUICK);
  }

  private static Config config(Path folder, int port) {
    return new Config(
        URI.create("http://localhost:" + port),
        new Config.Listen("127.0.0.1", port),
        folder,
        new Config.Database("", "", "", 8),
        new Config.Embedded(0),
        new Config.Smtp("", 25, "", "", Config.SmtpTls.NONE, ""),
        List.of(),
        new Config.Federation(true),
        folder.resolve("secret.key"),
        new Config.Log(Config.LogFormat.TEXT, Config.LogLevel.INFO),
        new Config.Metrics(true, ""),
        new Config.Media(16),
        new Config.Workers(256));
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
