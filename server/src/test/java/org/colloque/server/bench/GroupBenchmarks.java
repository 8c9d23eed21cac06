package org.colloque.server.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/**
 * Run by {@code ./bench groups}: what row-level security costs the pages of groups, with and
 * without it by turns on one database; and how long it takes to find nothing where there is a
 * secret group and where there is none (reliability.md, C47).
 */
class GroupBenchmarks {
  private static final int STATUSES = 50_000;
  private static final int WARM = 6_000;
  private static final double WARM_SECONDS = 12;
  private static final int ROUNDS = 8;
  private static final double SECONDS = 2.5;
  private static final int PAIRS = 1_000;

  private final PrintStream out = System.out;

  /** Microseconds of both processes for one request, and of the clock in the middle. */
  private record Cost(double micros, double elapsed) {}

  @Test
  void groups() throws Exception {
    StringBuilder table = new StringBuilder();
    try (Stage stage = new Stage()) {
      Dataset.Filled filled = stage.fill(kit -> Dataset.fill(kit, STATUSES));
      GroupDataset data = stage.fill(kit -> GroupDataset.fill(kit, filled));
      List<String> locked = stage.texts("SELECT relname FROM pg_class WHERE relrowsecurity");
      try (ServerProcess server = stage.server()) {
        Map<String, LongFunction<String>> rows = rows(data);
        for (LongFunction<String> request : rows.values()) {
          Load.run(stage.port, request, WARM_SECONDS, WARM);
        }
        compare(stage, server, locked, data);
        table.append(
            """
            | request | with, CPU µs | without, CPU µs | ratio | with, p50 µs | without | ratio |
            |---|--:|--:|--:|--:|--:|--:|
            """);
        for (var row : rows.entrySet()) {
          table.append(byTurns(stage, server, locked, row.getKey(), row.getValue()));
        }
        table.append('\n').append(secretOrMissing(stage.port, data));
      }
    }
    out.println(table);
    Files.writeString(Path.of("target", "benchmarks-groups.md"), table);
  }

  private static Map<String, LongFunction<String>> rows(GroupDataset data) {
    Map<String, LongFunction<String>> rows = new LinkedHashMap<>();
    String page = "Cookie: " + data.cookie() + "\r\n";
    String app = "Authorization: Bearer " + data.token() + "\r\n";
    rows.put("page of a topic, 20 posts", n -> get(topic(n), page));
    rows.put("page of a group", n -> get("/groups/" + group(n), page));
    rows.put("timeline of a group, 20", n -> get("/api/v1/timelines/list/" + group(n), app));
    rows.put(
        "one post",
        n ->
            get(
                "/api/v1/statuses/" + GroupDataset.post(group(n), 1 + (int) (n / 20 % 20), 3),
                app));
    return rows;
  }

  private static int group(long number) {
    return 1 + (int) (number % GroupDataset.MINE);
  }

  private static String topic(long number) {
    int group = group(number);
    int topic = 1 + (int) (number / GroupDataset.MINE % GroupDataset.TOPICS);
    return "/groups/" + group + "/topics/" + GroupDataset.post(group, topic, 0);
  }

  private static String get(String target, String headers) {
    return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
  }

  private static void lock(Stage stage, List<String> tables, boolean on) throws SQLException {
    stage.execute(
        tables.stream()
            .map(table ->
                "ALTER TABLE " + table + (on ? " ENABLE" : " DISABLE") + " ROW LEVEL SECURITY")
            .toArray(String[]::new));
  }

  /** Both ways the same is shown, or the comparison is none. */
  private static void compare(
      Stage stage, ServerProcess server, List<String> locked, GroupDataset data)
      throws SQLException, IOException, InterruptedException {
    String with = timeline(stage.port, data);
    lock(stage, locked, false);
    String without = timeline(stage.port, data);
    lock(stage, locked, true);
    if (!with.equals(without) || with.length() < 1_000 || server.pid() == 0) {
      throw new IllegalStateException("not the same: " + with + " and " + without);
    }
  }

  private static String timeline(int port, GroupDataset data)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/v1/timelines/list/3"))
            .header("Authorization", "Bearer " + data.token())
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString()).body();
    }
  }

  private static String byTurns(
      Stage stage,
      ServerProcess server,
      List<String> locked,
      String name,
      LongFunction<String> request)
      throws SQLException, IOException, InterruptedException {
    List<Cost> with = new ArrayList<>();
    List<Cost> without = new ArrayList<>();
    for (int round = 0; round < 2 * ROUNDS; round++) {
      // on, off, off, on: what drifts meets both
      boolean on = round % 4 == 0 || round % 4 == 3;
      lock(stage, locked, on);
      Load.run(stage.port, request, SECONDS / 4, Integer.MAX_VALUE);
      Meter meter = Meter.start(server.pid(), stage.postmaster());
      Load.Result result = Load.run(stage.port, request, SECONDS, Integer.MAX_VALUE);
      (on ? with : without)
          .add(new Cost(meter.micros() / result.count(), result.millis(0.5) * 1_000));
    }
    lock(stage, locked, true);
    double on = middle(with.stream().mapToDouble(Cost::micros).toArray());
    double off = middle(without.stream().mapToDouble(Cost::micros).toArray());
    double late = middle(with.stream().mapToDouble(Cost::elapsed).toArray());
    double soon = middle(without.stream().mapToDouble(Cost::elapsed).toArray());
    return String.format(
        Locale.ROOT,
        "| %s | %.0f | %.0f | %.2f | %.0f | %.0f | %.2f |%n",
        name,
        on,
        off,
        on / off,
        late,
        soon,
        late / soon);
  }

  private static double middle(double[] values) {
    Arrays.sort(values);
    return (values[values.length / 2] + values[(values.length - 1) / 2]) / 2;
  }

  /** Of a group in which the reader is not, and of one that never was, by turns. */
  private static String secretOrMissing(int port, GroupDataset data) throws IOException {
    String page = "Cookie: " + data.cookie() + "\r\n";
    String app = "Authorization: Bearer " + data.token() + "\r\n";
    int other = GroupDataset.MINE + 7;
    long missing = GroupDataset.post(other, 3, 0) + 1;
    Map<String, String[]> pairs = new LinkedHashMap<>();
    String statuses = "/api/v1/statuses/";
    pairs.put(
        "a post, by an app",
        new String[] {
          get(statuses + GroupDataset.post(other, 3, 0), app), get(statuses + missing, app)
        });
    String lists = "/api/v1/timelines/list/";
    pairs.put(
        "a timeline, by an app",
        new String[] {get(lists + other, app), get(lists + (GroupDataset.GROUPS + 7), app)});
    String groups = "/groups/";
    pairs.put(
        "a group, by a page",
        new String[] {get(groups + other, page), get(groups + (GroupDataset.GROUPS + 7), page)});
    StringBuilder table =
        new StringBuilder(
            """
            | asked for | secret, p50 µs | missing, p50 µs | difference | p5 to p95 of a request |
            |---|--:|--:|--:|--:|
            """);
    for (var pair : pairs.entrySet()) {
      double[] secret = new double[PAIRS];
      double[] nothing = new double[PAIRS];
      for (int i = -PAIRS / 2; i < PAIRS; i++) {
        boolean first = i % 2 == 0;
        double one = elapsed(port, pair.getValue()[first ? 0 : 1]);
        double two = elapsed(port, pair.getValue()[first ? 1 : 0]);
        if (i >= 0) {
          secret[i] = first ? one : two;
          nothing[i] = first ? two : one;
        }
      }
      double there = middle(secret);
      double nowhere = middle(nothing);
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %.0f | %.0f | %+.0f | %.0f to %.0f |%n",
              pair.getKey(),
              there,
              nowhere,
              there - nowhere,
              nothing[PAIRS / 20],
              nothing[PAIRS - 1 - PAIRS / 20]));
    }
    return table.toString();
  }

  private static double elapsed(int port, String request) throws IOException {
    long asked = System.nanoTime();
    int status = Load.status(port, request);
    if (status != 404) {
      throw new IOException("answered " + status + ": " + request);
    }
    return (System.nanoTime() - asked) / 1e3;
  }
}
