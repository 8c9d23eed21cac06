package org.colloque.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Run by {@code ./bench flood}: members read their home timeline at 30 % of what the server can do,
 * alone and beside strangers who ask for three times what they could get, whether they are answered
 * or not (performance.md, W9; reliability.md, C39).
 */
class FloodBenchmarks {
  private static final int STATUSES = 10_000;
  private static final double SHARE = 0.3;
  private static final double SECONDS = 15;

  /** The seconds in which all the connections are made: told apart. */
  private static final double BEGINNING = 3;

  /** Of strangers, each with one request under way at most. */
  private static final int CONNECTIONS = 400;

  /** Of what strangers alone get, they ask so many times as much. */
  private static final double TIMES_CAPACITY = 3;

  /** More than anybody can answer. */
  private static final double AS_MANY_AS_POSSIBLE = 1e6;

  private static final int KEEP_BUSY = 16;

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
        strangersAlone(stage.port, strangers);
        double most = strangersAlone(stage.port, strangers);
        say("strangers alone get %,.0f answers a second", most);
        List<Double> ratios = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
          Paced.Result alone = Paced.run(stage.port, home, SHARE * capacity, SECONDS);
          Process flood = flood(stage.port, CONNECTIONS, TIMES_CAPACITY * most, strangers);
          Paced.Result begun = Paced.run(stage.port, home, SHARE * capacity, BEGINNING);
          Paced.Result beside = Paced.run(stage.port, home, SHARE * capacity, SECONDS);
          String answers = end(flood);
          ratios.add(beside.millis(0.99) / alone.millis(0.99));
          say(
              "round %d: home timeline at %,.0f a second: p50 %.2f and p99 %.2f ms alone, p50 %.2f and"
                  + " p99 %.2f ms beside a flood (%.1f times, %d refused), p99 %.2f ms in its first %.0f"
                  + " seconds; in a second strangers were answered %s",
              round,
              SHARE * capacity,
              alone.millis(0.5),
              alone.millis(0.99),
              beside.millis(0.5),
              beside.millis(0.99),
              ratios.getLast(),
              beside.refused() + begun.refused(),
              begun.millis(0.99),
              BEGINNING,
              answers);
          assertThat(beside.refused() + begun.refused()).as("members who were refused").isZero();
          assertThat(answers).as("503 and 429 without Retry-After").doesNotContain("silent");
        }
        assertThat(ratios.stream().sorted().toList().get(ROUNDS / 2))
            .as("p99 beside a flood, in times of the one alone")
            .isLessThanOrEqualTo(MOST_TIMES);
      }
    }
  }

  /** What the server answers in a second when nobody else is there. */
  private static double strangersAlone(int port, List<String> strangers) throws Exception {
    Process flood = flood(port, KEEP_BUSY, AS_MANY_AS_POSSIBLE, strangers);
    Thread.sleep(Duration.ofSeconds((long) SECONDS));
    double all = 0;
    for (String status : end(flood).replaceAll("[{}]", "").split(", ", -1)) {
      all += status.startsWith("5") ? 0 : Double.parseDouble(status.split("=", -1)[1]);
    }
    return all;
  }

  private static String end(Process flood) throws IOException, InterruptedException {
    flood.getOutputStream().close();
    try (BufferedReader output = flood.inputReader(StandardCharsets.UTF_8)) {
      return String.valueOf(output.readLine());
    } finally {
      flood.waitFor();
    }
  }

  private static String home(Dataset.Filled filled) {
    return "GET /api/v1/timelines/home HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
        + filled.tokens().getFirst()
        + "\r\n\r\n";
  }

  /** What strangers can ask for, an activity that nobody signed, and a sign-up. */
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
    requests.add(post("/inbox", "application/activity+json", body));
    requests.add(
        post(
            "/sign-up",
            "application/x-www-form-urlencoded",
            "username=s"
                + Flood.NUMBER
                + "&email=s"
                + Flood.NUMBER
                + "@example.com&password=correct-horse-"
                + Flood.NUMBER
                + "&agreement=true"));
    return requests;
  }

  private static String post(String target, String type, String body) {
    return "POST "
        + target
        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
        + type
        + "\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  /** On other machines it would take none of the time of this one: it is the last in turn here. */
  private static Process flood(int port, int connections, double perSecond, List<String> requests)
      throws IOException {
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
                Integer.toString(connections),
                Double.toString(perSecond)));
    requests.forEach(request -> command.add(Flood.hex(request)));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private void say(String words, Object... values) {
    out.printf(Locale.ROOT, words + "%n", values);
  }
}
