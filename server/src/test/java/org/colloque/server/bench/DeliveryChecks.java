package org.colloque.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Run by {@code ./bench deliveries}: checks of the queue that need a real process and minutes
 * (reliability.md, C02, C12, C13; performance.md, W4 and W8).
 */
class DeliveryChecks {
  private static final int SINKS = 200;
  private static final int DELIVERIES = 10_000;
  private static final int KILLS = 3;
  private static final int BACKLOG = 200_000;
  private static final int HOSTS = 500;
  private static final int HOSTILE_HOSTS = 160;
  private static final int HOSTILE_POSTS = 8;

  /** Hostile answers may cost as much more memory than friendly ones. */
  private static final long MORE_MEBIBYTES = 48;

  static final String QUEUE =
      """
      INSERT INTO outbox_activities (id, uri, type, account_id, body, created_at)
      SELECT 1, 'http://localhost/1', 'UpdateActor', id, convert_to('{"type":"Update"}', 'UTF8'), now()
      FROM accounts WHERE username = 'speaker'
      """;

  private final PrintStream out = System.out;
  private final long seed = Long.getLong("reliability.seed", System.nanoTime());

  @Test
  void everythingArrivesWhenTheServerIsKilled() throws Exception {
    Random random = new Random(seed);
    List<Integer> twice = new ArrayList<>();
    try (Stage stage = new Stage();
        Sinks sinks = new Sinks(SINKS, _ -> new Sinks.Manner.Answers(0))) {
      FederationDataset filled =
          stage.fill(kit -> FederationDataset.fill(kit, sinks, SINKS, DELIVERIES, 0));
      for (int kill = 0; kill < KILLS; kill++) {
        try (ServerProcess server = stage.server()) {
          if (kill == 0) {
            // the first kill meets a process that has worked for a while, the others one that
            // begins
            assertThat(FederationBenchmarks.post(stage, filled, 1)).isEqualTo(200);
            FederationBenchmarks.await("first post", () -> queue(stage) == 0);
            sinks.forget();
            assertThat(FederationBenchmarks.post(stage, filled, 2)).isEqualTo(200);
          }
          int before = sinks.different();
          FederationBenchmarks.await("first deliveries", () -> sinks.different() > before);
          LockSupport.parkNanos(Duration.ofMillis(random.nextInt(600)).toNanos());
          server.kill();
        }
        twice.add(sinks.total() - sinks.different());
      }
      try (ServerProcess _ = stage.server()) {
        FederationBenchmarks.await("deliveries", () -> queue(stage) == 0);
      }
      twice.add(sinks.total() - sinks.different());
      say(
          "%d killed %d times (seed %d): %d arrived, %d of them twice, by then at the kills %s",
          DELIVERIES, KILLS, seed, sinks.different(), twice.getLast(), twice);
      assertThat(sinks.different()).isEqualTo(DELIVERIES);
    }
  }

  private static long queue(Stage stage) throws Exception {
    return stage.number("SELECT count(*) FROM (SELECT FROM deliveries LIMIT 1) d");
  }

  @Test
  void aLongQueueIsWorkedOffSoonAfterTheStart() throws Exception {
    try (Stage stage = new Stage();
        Sinks sinks = new Sinks(SINKS, _ -> new Sinks.Manner.Answers(0))) {
      stage.fill(kit -> FederationDataset.fill(kit, sinks, SINKS, SINKS, 0));
      stage.execute(QUEUE, backlogRows(BACKLOG / SINKS, SINKS), "VACUUM ANALYZE");
      long begin = System.nanoTime();
      try (ServerProcess server = stage.server()) {
        long idle = Processor.residentMebibytes(server.pid());
        FederationBenchmarks.await("first delivery", () -> sinks.total() > 0);
        double first = (sinks.arrivals().getFirst().nanos() - begin) / 1e9;
        FederationBenchmarks.await("ten thousand", () -> sinks.total() >= DELIVERIES);
        long most =
            sinks.arrivals().stream()
                .limit(DELIVERIES)
                .collect(
                    java.util.stream.Collectors.groupingBy(
                        Sinks.Arrival::host, java.util.stream.Collectors.counting()))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
        say(
            "%,d deliveries wait: the first arrives %.2f s after the process was started"
                + " (first answer over HTTP after %.2f s); of the first 10,000 at most %d to one of"
                + " %d servers; memory %d MB, after 10,000 deliveries %d MB",
            BACKLOG,
            first,
            server.secondsToFirstAnswer(),
            most,
            SINKS,
            idle,
            Processor.residentMebibytes(server.pid()));
        server.kill();
      }
    }
  }

  @Test
  void theHealthyAreReachedBesideSlowAndDeadServers() throws Exception {
    healthy("none of them bad", _ -> new Sinks.Manner.Answers(50));
    healthy(
        "20 % answer after 300 ms, 5 % are absent, 5 % are tar pits (W4)",
        host ->
            switch (host % 20) {
              case 0 -> new Sinks.Manner.Absent();
              case 1 -> new Sinks.Manner.TarPit();
              case 2, 3, 4, 5 -> new Sinks.Manner.Answers(300);
              default -> new Sinks.Manner.Answers(50);
            });
    healthy(
        "30 % take the request and never answer",
        host -> host % 10 < 3 ? new Sinks.Manner.Silent() : new Sinks.Manner.Answers(50));
  }

  private void healthy(String name, java.util.function.IntFunction<Sinks.Manner> manners)
      throws Exception {
    try (Stage stage = new Stage();
        Sinks sinks = new Sinks(HOSTS, manners)) {
      FederationDataset filled =
          stage.fill(kit -> FederationDataset.fill(kit, sinks, HOSTS, HOSTS, 0));
      long good =
          java.util.stream.IntStream.range(0, HOSTS)
              .filter(host -> manners.apply(host) instanceof Sinks.Manner.Answers)
              .count();
      try (ServerProcess server = stage.server()) {
        for (int post = 1; post <= 2; post++) {
          sinks.forget();
          long begin = System.nanoTime();
          assertThat(FederationBenchmarks.post(stage, filled, post)).isEqualTo(200);
          FederationBenchmarks.await("healthy servers", () -> sinks.different() >= good);
          long[] nanos =
              sinks.arrivals().stream().mapToLong(one -> one.nanos() - begin).sorted().toArray();
          say(
              "post %d to %d servers, %s: p95 of the healthy %.2f s, p99 %.2f s, all %.2f s",
              post,
              HOSTS,
              name,
              nanos[(int) (nanos.length * 0.95)] / 1e9,
              nanos[(int) (nanos.length * 0.99)] / 1e9,
              nanos[nanos.length - 1] / 1e9);
        }
        server.kill();
      }
    }
  }

  @Test
  void hostileAnswersLeaveTheMemoryAsItIs() throws Exception {
    Memory beside = memory("all answer at once", _ -> new Sinks.Manner.Answers(0));
    Memory hostile =
        memory(
            "an eighth each answers after 9 s, with half an answer, with headers without end, with"
                + " 10 GB",
            host ->
                switch (host % 8) {
                  case 0 -> new Sinks.Manner.Answers(9_000);
                  case 1 -> new Sinks.Manner.Hostile(Sinks.Malice.HALF);
                  case 2 -> new Sinks.Manner.Hostile(Sinks.Malice.ENDLESS_HEADERS);
                  case 3 -> new Sinks.Manner.Hostile(Sinks.Malice.TEN_GIGABYTES);
                  default -> new Sinks.Manner.Answers(0);
                });
    assertThat(hostile.most()).isLessThan(beside.most() + MORE_MEBIBYTES);
    assertThat(hostile.heap()).isLessThan(beside.heap() + MORE_MEBIBYTES);
  }

  /** In mebibytes: resident before, at most and after, and what the heap holds afterwards. */
  private record Memory(long before, long most, long after, long heap) {}

  private Memory memory(String name, java.util.function.IntFunction<Sinks.Manner> manners)
      throws Exception {
    try (Stage stage = new Stage();
        Sinks sinks = new Sinks(HOSTILE_HOSTS, manners)) {
      FederationDataset filled =
          stage.fill(kit -> FederationDataset.fill(kit, sinks, HOSTILE_HOSTS, HOSTILE_HOSTS, 0));
      long answering =
          java.util.stream.IntStream.range(0, HOSTILE_HOSTS)
              .filter(host -> manners.apply(host) instanceof Sinks.Manner.Answers)
              .count();
      try (ServerProcess server = stage.server()) {
        long before = Processor.residentMebibytes(server.pid());
        long most = before;
        for (int post = 1; post <= HOSTILE_POSTS; post++) {
          long expected = post * answering;
          assertThat(FederationBenchmarks.post(stage, filled, post)).isEqualTo(200);
          while (sinks.different() < expected) {
            most = Math.max(most, Processor.residentMebibytes(server.pid()));
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
          }
        }
        Memory memory =
            new Memory(
                before,
                most,
                Processor.residentMebibytes(server.pid()),
                Processor.heapMebibytes(server.pid()));
        say(
            "%d posts to %d servers, %s: memory %d MB before, %d MB at most, %d MB after; %d MB of"
                + " heap in use",
            HOSTILE_POSTS,
            HOSTILE_HOSTS,
            name,
            memory.before(),
            memory.most(),
            memory.after(),
            memory.heap());
        server.kill();
        return memory;
      }
    }
  }

  private void say(String words, Object... values) {
    out.printf(Locale.ROOT, words + "%n", values);
  }

  static String backlogRows(int each, int sinks) {
    return """
    INSERT INTO deliveries (activity_id, inbox_url, host, thing, next_attempt_at, created_at)
    SELECT 1, inbox_url || '/' || n, domain, n, now(), now()
    FROM accounts, generate_series(1, %d) n WHERE id <= %d
    """
        .formatted(each, sinks);
  }
}
