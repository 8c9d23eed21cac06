package org.colloque.server.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
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
import java.util.function.LongFunction;
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

  /** The compiler is done with a path after about so many requests, or will never be. */
  private static final int WARM_REQUESTS = 20_000;

  private static final double WARM_SECONDS = 20;
  private static final double SECONDS = 6;

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
      String token = fill(folder, port, database, statuses);
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
        new Workloads(port, token, server.pid(), postmaster(folder)).all(table);
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

  private static String fill(Path folder, int port, EmbeddedDatabase database, int statuses)
      throws SQLException {
    Config config =
        Config.of(
            Map.of(
                "data-folder", folder.toString(),
                "listen.port", Integer.toString(port),
                "public-url", "http://localhost:" + port));
    String token;
    try (Instance instance =
        Instance.start(
            config,
            new DatabaseSettings(database.url(), database.user(), database.password(), POOL),
            Clock.systemUTC())) {
      token = Dataset.fill(instance.kit(), statuses);
    }
    try (Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = connection.createStatement()) {
      statement.execute("VACUUM ANALYZE");
    }
    return token;
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

  /** The rows of one table. */
  private record Workloads(int port, String token, long server, long postmaster) {
    void all(StringBuilder table) throws IOException, InterruptedException {
      row(table, "floor: plain text", _ -> get("/healthz", ""));
      row(table, "floor: one row through the pool", _ -> get("/readyz", ""));
      row(table, "home timeline, 20", _ -> get("/api/v1/timelines/home", authorization()));
      row(table, "public timeline, 20", _ -> get("/api/v1/timelines/public", ""));
      row(
          table,
          "public timeline, 20, signed in",
          _ -> get("/api/v1/timelines/public", authorization()));
      String resource = "acct:" + Dataset.READER + "@localhost:" + port;
      row(table, "WebFinger", _ -> get("/.well-known/webfinger?resource=" + resource, ""));
      row(
          table,
          "actor, unsigned",
          _ -> get("/users/" + Dataset.READER, "Accept: application/activity+json\r\n"));
      row(table, "post a status", this::post);
    }

    private void row(StringBuilder table, String name, LongFunction<String> request)
        throws IOException, InterruptedException {
      int status = Load.status(port, request.apply(-1));
      if (status != 200) {
        table
            .append("| ")
            .append(name)
            .append(" | status ")
            .append(status)
            .append(" | | | | | |\n");
        return;
      }
      Load.run(port, request, WARM_SECONDS, WARM_REQUESTS);
      long serverBefore = Processor.micros(server);
      long postgresBefore = Processor.postgresMicros(postmaster);
      Load.Result result = Load.run(port, request, SECONDS, Integer.MAX_VALUE);
      double serverEach = (Processor.micros(server) - serverBefore) / (double) result.count();
      double postgresEach =
          (Processor.postgresMicros(postmaster) - postgresBefore) / (double) result.count();
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %,.0f | %.2f | %.2f | %.0f | %.0f | %.0f |%n",
              name,
              result.perSecond(),
              result.millis(0.50),
              result.millis(0.99),
              serverEach,
              postgresEach,
              serverEach + postgresEach));
    }

    private String authorization() {
      return "Authorization: Bearer " + token + "\r\n";
    }

    private String get(String target, String headers) {
      return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
    }

    private String post(long number) {
      String body = "status=A+case+report+from+the+ward,+number+" + number;
      return "POST /api/v1/statuses HTTP/1.1\r\nHost: localhost\r\n"
          + authorization()
          + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
          + body.getBytes(StandardCharsets.UTF_8).length
          + "\r\n\r\n"
          + body;
    }
  }
}
