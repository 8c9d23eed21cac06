package org.colloque.server.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.colloque.server.Config;
import org.colloque.server.database.DatabaseSettings;
import org.colloque.server.embedded.EmbeddedDatabase;
import org.colloque.server.instance.Instance;
import org.junit.jupiter.api.Test;

/**
 * Run by {@code ./bench}; the build's tests leave this class alone, because of its name. Prints one
 * table in Markdown for each size.
 */
class Benchmarks {
  private static final int POOL = 10;

  private final Path distribution = Path.of("../.cache/distribution").toAbsolutePath().normalize();
  private final PrintStream out = System.out;

  @Test
  void tenThousand() throws Exception {
    measure(10_000);
  }

  @Test
  void million() throws Exception {
    measure(1_000_000);
  }

  private void measure(int statuses) throws Exception {
    Path folder =
        Files.createTempDirectory(Files.createDirectories(Path.of("target", "bench")), "run")
            .toAbsolutePath();
    int port = freePort();
    Map<String, String> settings = new TreeMap<>();
    settings.put("COLLOQUE_DATA_FOLDER", folder.toString());
    settings.put("COLLOQUE_LISTEN_PORT", Integer.toString(port));
    settings.put("COLLOQUE_PUBLIC_URL", "http://localhost:" + port);
    settings.put("COLLOQUE_EMBEDDED_PORT", Integer.toString(freePort()));
    settings.put("COLLOQUE_LOG_LEVEL", "warn");
    StringBuilder table = new StringBuilder();
    try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, freePort())) {
      Dataset.Filled filled = fill(folder, port, database, statuses);
      Map<String, String> external = new TreeMap<>(settings);
      external.put("COLLOQUE_DATABASE_URL", database.url());
      external.put("COLLOQUE_DATABASE_USER", database.user());
      external.put("COLLOQUE_DATABASE_PASSWORD", database.password());
      try (ServerProcess server =
          new ServerProcess(distribution, folder.resolve("server.log"), port, external)) {
        long idle = Processor.residentMebibytes(server.pid());
        table.append(
            String.format(
                Locale.ROOT,
                """

                ## %,d statuses

                | Workload | Requests/s | p50 ms | p99 ms | CPU µs server | CPU µs PostgreSQL | sum |
                |---|--:|--:|--:|--:|--:|--:|
                """,
                statuses));
        new Workloads(port, filled, server.pid(), postmaster(folder)).all(table);
        table.append(
            String.format(
                Locale.ROOT,
                "%nMemory of the server: %d MB after its start, %d MB after the load.%n"
                    + "First answer after a cold start: %.2f s with a database that runs",
                idle,
                Processor.residentMebibytes(server.pid()),
                server.secondsToFirstAnswer()));
      }
    }
    try (ServerProcess server =
        new ServerProcess(distribution, folder.resolve("server.log"), port, settings)) {
      table.append(
          String.format(
              Locale.ROOT, ", %.2f s with the embedded one.%n", server.secondsToFirstAnswer()));
    }
    out.println(table);
    Files.writeString(Path.of("target", "benchmarks-" + statuses + ".md"), table);
  }

  private static Dataset.Filled fill(Path folder, int port, EmbeddedDatabase database, int statuses)
      throws SQLException {
    Config config =
        Config.of(
            Map.of(
                "data-folder", folder.toString(),
                "listen.port", Integer.toString(port),
                "public-url", "http://localhost:" + port));
    Dataset.Filled filled;
    try (Instance instance =
        Instance.start(
            config,
            new DatabaseSettings(database.url(), database.user(), database.password(), POOL),
            Clock.systemUTC())) {
      filled = Dataset.fill(instance.kit(), statuses);
    }
    try (Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = connection.createStatement()) {
      // so that the public timeline is as long as all that is stored
      statement.execute("UPDATE statuses SET listed = true");
      statement.execute("VACUUM ANALYZE");
    }
    return filled;
  }

  private static long postmaster(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      Path file = files.filter(found -> found.endsWith("postmaster.pid")).findFirst().orElseThrow();
      return Long.parseLong(Files.readAllLines(file).getFirst().trim());
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
