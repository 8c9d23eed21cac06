package org.colloque.server.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.colloque.server.delivery.DeliveryWorker;
import org.colloque.server.http.Json;
import org.colloque.server.rig.Program;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.Test;

/**
 * Run by {@code ./bench outages}: PostgreSQL goes away while clients write, and what was
 * acknowledged is there afterwards, once (reliability.md, C05 and C06).
 */
class OutageChecks {
  private static final int INBOXES = 300;
  private static final int ENOUGH = 150;
  private static final Duration DOWN = Duration.ofSeconds(8);
  private static final Duration SHORT_RESTART = Duration.ofSeconds(1);
  private static final Duration RECOVERY = Duration.ofSeconds(5);

  private final PrintStream out = System.out;
  private final long seed = Long.getLong("reliability.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Ledger ledger = new Ledger();

  @Test
  void c05PostgresStopsAtOnceAndIsKilledInTheMiddle() throws Exception {
    try (OwnDatabase postgres = new OwnDatabase();
        Town town = new Town(Rig.on(postgres.settings()), 10, INBOXES, 5_000)) {
      town.fediverse.delay(Duration.ofMillis(300));
      Audit audit = new Audit(town, ledger);
      try (Program program = town.run()) {
        try (Writers writers = new Writers(town, ledger).start()) {
          for (boolean killed : new boolean[] {false, true}) {
            writeForAWhile(town, writers);
            interrupt(postgres, town, killed);
          }
          writeForAWhile(town, writers);
        }
        town.fediverse.delay(Duration.ZERO);
        audit.awaitEmptyQueues();
        audit.everythingHasHappenedOnce(2 * DeliveryWorker.IN_FLIGHT);
        assertThat(program.isAlive()).isTrue();
      }
      say("seed %d: %s; %d sent twice", seed, ledger, town.fediverse.duplicates());
    }
  }

  /** Down for a while: nothing is acknowledged; and soon after it is back, something is. */
  private void interrupt(OwnDatabase postgres, Town town, boolean killed) {
    if (killed) {
      postgres.kill();
    } else {
      postgres.stopAtOnce();
    }
    // what was under way may have been committed before
    int answered = post(town, "while it is down");
    int acknowledged = ledger.acknowledged.get();
    long end = System.nanoTime() + DOWN.toNanos();
    long known = System.nanoTime() + SHORT_RESTART.toNanos();
    int refused = 0;
    long longest = 0;
    while (System.nanoTime() < end) {
      long asked = System.nanoTime();
      assertThat(post(town, "while it is down")).isEqualTo(503);
      refused++;
      longest = Math.max(longest, asked < known ? 0 : System.nanoTime() - asked);
    }
    assertThat(answered).isEqualTo(503);
    assertThat(ledger.acknowledged.get()).as("acknowledged by nobody").isEqualTo(acknowledged);
    postgres.start();
    long back = System.nanoTime();
    while (post(town, "when it is back") != 200) {
      assertThat(Duration.ofNanos(System.nanoTime() - back)).isLessThan(RECOVERY);
    }
    Duration recovered = Duration.ofNanos(System.nanoTime() - back);
    say(
        "PostgreSQL %s: %d posts were answered 503 while it was down, after the first second in %.0f ms"
            + " at most; the first is taken %.2f s after it is back",
        killed ? "killed" : "stopped at once",
        refused + 1,
        longest / 1e6,
        recovered.toNanos() / 1e9);
    assertThat(recovered).isLessThan(RECOVERY);
  }

  private static int post(Town town, String text) {
    try (Line line = new Line(town.port)) {
      Line.Result result =
          line.ask(
              "POST /api/v1/statuses",
              Writers.token(town.reader) + "Content-Type: application/json\r\n",
              Json.write(Json.object().put("status", text + System.nanoTime())));
      return result instanceof Line.Result.Answered answered ? answered.status() : 0;
    }
  }

  @Test
  void c06TheConnectionIsCutBetweenCommitAndItsAnswer() throws Exception {
    try (OwnDatabase postgres = new OwnDatabase();
        Town town = new Town(Rig.on(postgres.settings()), 10, INBOXES, 5_000);
        CuttingProxy proxy = new CuttingProxy(postgres.port(), random)) {
      Audit audit = new Audit(town, ledger);
      town.settings()
          .computeIfPresent(
              "COLLOQUE_DATABASE_URL",
              (_, url) -> url.replace(":" + postgres.port() + "/", ":" + proxy.port() + "/"));
      try (Program program = town.run()) {
        proxy.cutOneIn(30);
        try (Writers writers = new Writers(town, ledger).start()) {
          for (int part = 0; part < 4; part++) {
            writeForAWhile(town, writers);
          }
        }
        proxy.cutOneIn(0);
        audit.awaitEmptyQueues();
        // each cut loses at most what one transaction had settled
        audit.everythingHasHappenedOnce(proxy.cutBefore.get() * DeliveryWorker.IN_FLIGHT);
        assertThat(program.isAlive()).isTrue();
      }
      say(
          "seed %d: cut %d times after a COMMIT and %d times before; %s; %d sent twice",
          seed, proxy.cutAfter.get(), proxy.cutBefore.get(), ledger, town.fediverse.duplicates());
      assertThat(proxy.cutAfter.get()).isGreaterThan(10);
    }
  }

  /** All write, and one status goes out to many. */
  private void writeForAWhile(Town town, Writers writers) {
    int enough = ledger.acknowledged.get() + ENOUGH + random.nextInt(ENOUGH);
    try (Line line = new Line(town.port)) {
      writers.post(line, town.speaker, true);
    }
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(1))
        .until(() -> ledger.acknowledged.get() >= enough);
    LockSupport.parkNanos(Duration.ofMillis(random.nextInt(100)).toNanos());
  }

  private void say(String words, Object... values) {
    out.printf(Locale.ROOT, words + "%n", values);
  }
}
