package org.colloque.server.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Run by {@code ./bench growth}: received posts and home timelines with more and more statuses
 * stored, and by how much they cost more with ten times as many (performance.md, W10).
 */
class GrowthBenchmarks {
  private static final int[] SIZES = {1_000, 10_000, 100_000, 1_000_000};
  private static final int HOSTS = 250;
  private static final int WARM_NOTES = 2_000;
  private static final int NOTES = 3_000;
  private static final int WARM_READS = 15_000;
  private static final double SECONDS = 5;

  private final PrintStream out = System.out;

  /**
   * Processor time of server and PostgreSQL together, in microseconds.
   *
   * @param received one post, stored and in a hundred home feeds
   * @param home the first page of twenty
   * @param deep a page behind four hundred
   */
  private record Cost(int size, double received, double home, double deep) {}

  @Test
  void growth() throws Exception {
    List<Cost> costs = new ArrayList<>();
    StringBuilder table =
        new StringBuilder(
            "| statuses | received post | home timeline | page behind 400 |\n|--:|--:|--:|--:|\n");
    for (int size : SIZES) {
      Cost cost = measure(size);
      costs.add(cost);
      table.append(
          String.format(
              Locale.ROOT,
              "| %,d | %.0f | %.0f | %.0f |%n",
              size,
              cost.received(),
              cost.home(),
              cost.deep()));
    }
    Cost first = costs.getFirst();
    Cost last = costs.getLast();
    table.append(
        String.format(
            Locale.ROOT,
            "| times for each ten | %.2f | %.2f | %.2f |%n",
            slope(first.received(), last.received()),
            slope(first.home(), last.home()),
            slope(first.deep(), last.deep())));
    out.println(table);
    Files.writeString(Path.of("target", "benchmarks-growth.md"), table);
  }

  private static double slope(double first, double last) {
    return Math.pow(last / first, 1.0 / (SIZES.length - 1));
  }

  private Cost measure(int size) throws Exception {
    try (Stage stage = new Stage();
        Sinks sinks = new Sinks(HOSTS, _ -> new Sinks.Manner.Answers(0))) {
      Dataset.Filled filled = stage.fill(kit -> Dataset.fill(kit, size));
      FederationDataset senders =
          stage.fill(kit -> FederationDataset.fill(kit, sinks, HOSTS, 0, HOSTS));
      try (ServerProcess server = stage.server()) {
        FederationBenchmarks.notes(stage, senders, "warm", WARM_NOTES);
        Meter meter = Meter.start(server.pid(), stage.postmaster());
        FederationBenchmarks.notes(stage, senders, "note", NOTES);
        double received = meter.micros() / NOTES;
        String token = filled.tokens().getFirst();
        double home = reads(stage, server, home(token, ""));
        String behind =
            stage
                .texts(
                    "SELECT h.status_id FROM home_entries h JOIN accounts a ON a.id = h.account_id"
                        + " WHERE a.username = 'reader' ORDER BY 1 DESC OFFSET 400 LIMIT 1")
                .stream()
                .findFirst()
                .map(id -> "?max_id=" + id)
                .orElse("");
        double deep = reads(stage, server, home(token, behind));
        return new Cost(size, received, home, deep);
      }
    }
  }

  private static double reads(Stage stage, ServerProcess server, String request)
      throws IOException, InterruptedException {
    Load.run(stage.port, _ -> request, SECONDS, WARM_READS);
    Meter meter = Meter.start(server.pid(), stage.postmaster());
    Load.Result result = Load.run(stage.port, _ -> request, SECONDS, Integer.MAX_VALUE);
    return meter.micros() / result.count();
  }

  private static String home(String token, String query) {
    return "GET /api/v1/timelines/home"
        + query
        + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
        + token
        + "\r\n\r\n";
  }
}
