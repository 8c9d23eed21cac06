package org.colloque.server.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.colloque.server.Config;
import org.colloque.server.database.DatabaseSettings;
import org.colloque.server.embedded.EmbeddedDatabase;
import org.colloque.server.instance.Instance;
import org.colloque.server.kit.Kit;
import org.jspecify.annotations.Nullable;

/** A folder, a PostgreSQL with fsync on, and the settings of a server process upon them. */
final class Stage implements AutoCloseable {
  private static final int POOL = 10;

  final Path folder;
  final int port = freePort();
  final EmbeddedDatabase database;
  private @Nullable Connection observer;
  private final Path distribution = Path.of("../.cache/distribution").toAbsolutePath().normalize();

  Stage() throws IOException {
    folder =
        Files.createTempDirectory(Files.createDirectories(Path.of("target", "bench")), "run")
            .toAbsolutePath();
    database = EmbeddedDatabase.start(folder, freePort());
  }

  /** Fills the database by a server in this process, which ends before another one starts. */
  <T> T fill(Function<Kit, T> filling) throws SQLException {
    Config config =
        Config.of(
            Map.of(
                "data-folder", folder.toString(),
                "listen.port", Integer.toString(port),
                "public-url", "http://localhost:" + port));
    T filled;
    try (Instance instance =
        Instance.start(
            config,
            new DatabaseSettings(database.url(), database.user(), database.password(), POOL),
            Clock.systemUTC())) {
      filled = filling.apply(instance.kit());
    }
    execute("VACUUM ANALYZE");
    return filled;
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(database.url(), database.user(), database.password());
  }

  void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String one : statements) {
        statement.execute(one);
      }
    }
  }

  /**
   * The one number that {@code query} asks for. Over one connection that stays: signing in costs
   * PostgreSQL several milliseconds, which would be counted as the server's.
   */
  synchronized long number(String query) throws SQLException {
    if (observer == null || !observer.isValid(1)) {
      observer = connect();
    }
    try (Statement statement = observer.createStatement();
        var row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** The first column of what {@code query} asks for. */
  List<String> texts(String query) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      List<String> texts = new ArrayList<>();
      while (row.next()) {
        texts.add(row.getString(1));
      }
      return texts;
    }
  }

  /** A server process upon this database. */
  ServerProcess server() throws IOException, InterruptedException {
    return server("");
  }

  /** The same with further options for java. */
  ServerProcess server(String javaOptions) throws IOException, InterruptedException {
    Map<String, String> external = settings();
    external.put("COLLOQUE_JAVA_OPTIONS", javaOptions);
    external.put("COLLOQUE_DATABASE_URL", database.url());
    external.put("COLLOQUE_DATABASE_USER", database.user());
    external.put("COLLOQUE_DATABASE_PASSWORD", database.password());
    return start(external);
  }

  /** A server process that starts its own database, once this stage is closed. */
  ServerProcess embedded() throws IOException, InterruptedException {
    return start(settings());
  }

  private ServerProcess start(Map<String, String> settings)
      throws IOException, InterruptedException {
    return new ServerProcess(distribution, folder.resolve("server.log"), port, settings);
  }

  private Map<String, String> settings() throws IOException {
    Map<String, String> settings = new TreeMap<>();
    settings.put("COLLOQUE_DATA_FOLDER", folder.toString());
    settings.put("COLLOQUE_LISTEN_PORT", Integer.toString(port));
    settings.put("COLLOQUE_PUBLIC_URL", "http://localhost:" + port);
    settings.put("COLLOQUE_EMBEDDED_PORT", Integer.toString(freePort()));
    settings.put("COLLOQUE_FEDERATION_ALLOW_PRIVATE_ADDRESSES", "true");
    settings.put("COLLOQUE_LOG_LEVEL", "warn");
    return settings;
  }

  long postmaster() throws IOException {
    // not looked for: files come and go in a folder at work
    Path file = folder.resolve("postgres").resolve("cluster").resolve("postmaster.pid");
    return Long.parseLong(Files.readAllLines(file).getFirst().trim());
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Whether {@code table} has rows for which {@code condition} holds; reads one of them. */
  boolean has(String table, String condition) throws SQLException {
    return number(
            "SELECT count(*) FROM (SELECT FROM " + table + " WHERE " + condition + " LIMIT 1)")
        > 0;
  }

  @Override
  public void close() {
    database.close();
  }
}
