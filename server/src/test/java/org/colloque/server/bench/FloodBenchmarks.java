package org.colloque.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Run by {@code ./bench flood}: members read their home timeline at 30 % of what the server can do,
 * alone and beside strangers who ask without a pause (performance.md, W9; reliability.md, C39).
 */
class FloodBenchmarks {
  private static final int STATUSES = 10_000;
  private static final double SHARE = 0.3;
  private static final double SECONDS = 15;

  /** Eight keep the server busy. */
  private static final int CONNECTIONS = 3 * 8;

  private static final int ROUNDS = 3;
  private static final double MOST_TIMES = 2;

  private final PrintStream out = System.out;

  @Test
  void membersReadBesideAFlood() throws Exception {
    try (Stage stage = new Stage()) {
      Dataset.Filled filled = stage.fill(kit -> Dataset.fill(kit, STATUSES));
      try (ServerProcess _ = stage.server()) {
        String home = home(filled);
        List<String> strangers = strangers(stage.port);
        Load.run(stage.port, _ -> home, 15, 20_000);
        double capacity = Load.run(stage.port, _ -> home, 5, Integer.MAX_VALUE).perSecond();
        List<Double> ratios = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
          Paced.Result alone = Paced.run(stage.port, home, SHARE * capacity, SECONDS);
          Process flood = flood(stage.port, strangers);
          Paced.Result beside = Paced.run(stage.port, home, SHARE * capacity, SECONDS);
          flood.getOutputStream().close();
          String answers;
          try (BufferedReader output = flood.inputReader(StandardCharsets.UTF_8)) {
            answers = String.valueOf(output.readLine());
          }
          flood.waitFor();
          ratios.add(beside.millis(0.99) / alone.millis(0.99));
          say(
              "round %d: home timeline at %,.0f a second: p50 %.2f and p99 %.2f ms alone, p50 %.2f and"
                  + " p99 %.2f ms beside a flood (%.1f times, %d refused); strangers were answered %s",
              round,
              SHARE * capacity,
              alone.millis(0.5),
              alone.millis(0.99),
              beside.millis(0.5),
              beside.millis(0.99),
              ratios.getLast(),
              beside.refused(),
              answers);
          assertThat(beside.refused()).as("members who were refused").isZero();
          assertThat(answers).as("503 and 429 without Retry-After").doesNotContain("silent");
        }
        assertThat(ratios.stream().sorted().toList().get(ROUNDS / 2))
            .as("p99 beside a flood, in times of the one alone")
            .isLessThanOrEqualTo(MOST_TIMES);
      }
    }
  }

  private static String home(Dataset.Filled filled) {
    return "GET /api/v1/timelines/home HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
        + filled.tokens().getFirst()
        + "\r\n\r\n";
  }

  /** What strangers can ask for, and an activity that nobody signed. */
  private static List<String> strangers(int port) {
    List<String> requests = new ArrayList<>();
    for (String target :
        List.of(
            "/.well-known/webfinger?resource=acct:" + Dataset.READER + "@localhost:" + port,
            "/users/" + Dataset.READER,
            "/users/" + Dataset.READER + "/outbox?page=true",
            "/nodeinfo/2.1",
            "/api/v1/timelines/public",
            "/api/v2/search?q=author")) {
      requests.add(
          "GET "
              + target
              + " HTTP/1.1\r\nHost: localhost\r\nAccept: application/activity+json\r\n\r\n");
    }
    String body = SignedNotes.create("http://127.1.0.1:1/users/s1", "unsigned");
    requests.add(
        "POST /inbox HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/activity+json\r\n"
            + "Content-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
    return requests;
  }

  /** On other machines it would take none of the time of this one: it is the last in turn here. */
  private static Process flood(int port, List<String> requests) throws java.io.IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "nice",
                "-n",
                "19",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-classpath",
                System.getProperty("java.class.path"),
                Flood.class.getName(),
                Integer.toString(port),
                Integer.toString(CONNECTIONS)));
    requests.forEach(request -> command.add(Flood.hex(request)));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private void say(String words, Object... values) {
    out.printf(Locale.ROOT, words + "%n", values);
  }
}
