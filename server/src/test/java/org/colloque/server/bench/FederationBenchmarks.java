package org.colloque.server.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Run by {@code ./bench federation}: what other servers send and what they are sent. Prints one
 * table in Markdown (performance.md, workloads W2 and W3).
 */
class FederationBenchmarks {
  private static final int HOSTS = 250;
  private static final int FOLLOWERS = 2_000;
  private static final int SENDERS = 250;
  private static final int WINDOW_POSTS = 5;

  /** The compiler is done when the cost of so many windows in a row differs by less than a part. */
  private static final int WINDOWS = 3;

  private static final double STEADY = 0.05;
  private static final int MOST_WARM_POSTS = 60;
  private static final int POSTS = 6;
  private static final int WARM_NOTES = 60_000;
  private static final int NOTES = 10_000;
  private static final double PATIENCE_SECONDS = 300;

  private final PrintStream out = System.out;
  private final StringBuilder table =
      new StringBuilder(
          """
          | Workload | per second | CPU µs server | CPU µs PostgreSQL | sum |
          |---|--:|--:|--:|--:|
          """);

  @Test
  void inbox() throws Exception {
    try (Stage stage = new Stage();
        Sinks sinks = new Sinks(HOSTS, _ -> new Sinks.Manner.Answers(0))) {
      FederationDataset filled =
          stage.fill(kit -> FederationDataset.fill(kit, sinks, HOSTS, 1, SENDERS));
      Limits.all(stage, table);
      try (ServerProcess server = stage.server()) {
        notes(stage, filled, "warm", WARM_NOTES);
        receive(stage, server, filled);
      }
    }
    print("inbox");
  }

  @Test
  void fanOut() throws Exception {
    fanOut("fan-out of a post to 2,000 inboxes on 250 servers", 0);
    fanOut("the same, each answers after 300 ms", 300);
    print("fan-out");
  }

  private void fanOut(String name, int millis) throws Exception {
    try (Stage stage = new Stage();
        Sinks sinks = new Sinks(HOSTS, _ -> new Sinks.Manner.Answers(millis))) {
      FederationDataset filled =
          stage.fill(kit -> FederationDataset.fill(kit, sinks, HOSTS, FOLLOWERS, 0));
      try (ServerProcess server = stage.server()) {
        int warm = warm(stage, server, filled, name);
        sinks.forget();
        Meter meter = Meter.start(server.pid(), stage.postmaster());
        for (int post = 0; post < POSTS; post++) {
          send(stage, filled, warm + post);
        }
        add(meter.row(name, (long) POSTS * FOLLOWERS));
        if (sinks.different() != POSTS * FOLLOWERS || sinks.total() != POSTS * FOLLOWERS) {
          throw new AssertionError(
              sinks.different() + " deliveries arrived, with repetitions " + sinks.total());
        }
      }
    }
  }

  /**
   * Posts until the cost of a delivery stays the same (performance.md, section 5.3), and shows what
   * a process that has just begun pays; returns the number of posts.
   */
  private int warm(Stage stage, ServerProcess server, FederationDataset filled, String name)
      throws Exception {
    List<Double> costs = new ArrayList<>();
    int posts = 0;
    while (posts < MOST_WARM_POSTS && !isSteady(costs)) {
      Meter meter = Meter.start(server.pid(), stage.postmaster());
      for (int post = 0; post < WINDOW_POSTS; post++) {
        send(stage, filled, posts++);
      }
      long deliveries = (long) WINDOW_POSTS * FOLLOWERS;
      costs.add(meter.micros() / deliveries);
      int from = (posts - WINDOW_POSTS) * FOLLOWERS;
      out.print(
          meter.row(
              "warming: deliveries %,d to %,d, %s".formatted(from, posts * FOLLOWERS, name),
              deliveries));
    }
    return posts;
  }

  private static boolean isSteady(List<Double> costs) {
    if (costs.size() < WINDOWS) {
      return false;
    }
    DoubleSummaryStatistics last =
        costs.subList(costs.size() - WINDOWS, costs.size()).stream()
            .mapToDouble(Double::doubleValue)
            .summaryStatistics();
    return last.getMax() - last.getMin() < STEADY * last.getAverage();
  }

  /** Posts and waits until the queue is empty. */
  private static void send(Stage stage, FederationDataset filled, int number) throws Exception {
    int before = filled.sinks().different();
    int status = post(stage, filled, number);
    if (status != 200) {
      throw new AssertionError("the post was answered " + status);
    }
    await(
        "deliveries",
        () -> filled.sinks().different() - before >= FOLLOWERS && !stage.has("deliveries", "true"));
  }

  /** A member posts for all who follow; the status of the answer. */
  static int post(Stage stage, FederationDataset filled, int number) throws IOException {
    String body = "status=A+case+report+from+the+ward,+number+" + number;
    return Load.status(
        stage.port,
        "POST /api/v1/statuses HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
            + filled.token()
            + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  private void receive(Stage stage, ServerProcess server, FederationDataset filled)
      throws Exception {
    long wal = stage.number("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn");
    long entries = entries(stage);
    String[] requests = SignedNotes.requests(stage.port, filled.signers(), "note", NOTES);
    Meter meter = Meter.start(server.pid(), stage.postmaster());
    double accepted = notes(stage, requests);
    add(meter.row("post of 250 servers, signed, stored and in 100 home feeds", NOTES));
    table.append(
        String.format(
            Locale.ROOT,
            "%n%,.0f accepted per second; %,d bytes of WAL for each.%n",
            accepted,
            (stage.number("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn") - wal) / NOTES));
    long stored = stage.number("SELECT count(*) FROM statuses WHERE uri LIKE '%/statuses/note%'");
    long written = entries(stage) - entries;
    if (stored != NOTES || written != (long) NOTES * FederationDataset.READERS) {
      throw new AssertionError(
          stored + " of " + NOTES + " posts are stored, and " + written + " entries in home feeds");
    }
  }

  /** Sends, waits until all is worked off, and tells how many were accepted in a second. */
  static double notes(Stage stage, FederationDataset filled, String run, int count)
      throws Exception {
    return notes(stage, SignedNotes.requests(stage.port, filled.signers(), run, count));
  }

  private static double notes(Stage stage, String[] requests) throws Exception {
    int count = requests.length;
    Load.Result sent =
        Load.run(
            stage.port,
            number -> requests[(int) Math.min(number, count - 1L)],
            PATIENCE_SECONDS,
            count);
    await("work on activities", () -> !stage.has("inbox_activities", "done_at IS NULL"));
    return sent.perSecond();
  }

  private static long entries(Stage stage) throws Exception {
    return stage.number("SELECT count(*) FROM home_entries");
  }

  static void await(String what, Callable<Boolean> check) {
    Awaitility.await(what)
        .atMost(Duration.ofSeconds((long) PATIENCE_SECONDS))
        .pollInterval(Duration.ofMillis(50))
        .until(check);
  }

  /** Shown at once too: what follows may take long. */
  private void add(String row) {
    out.print(row);
    table.append(row);
  }

  private void print(String name) throws IOException {
    out.println(table);
    Files.writeString(Path.of("target", "benchmarks-" + name + ".md"), table);
  }
}
