package org.colloque.server.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.colloque.server.rig.Program;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks C01, C02 and C04 of reliability.md: a real process is killed, or told to stop, while
 * clients write. Everything it has acknowledged is there afterwards and has its effects, once.
 */
@Tag("reliability")
class KilledTest {
  private static final Logger LOG = LoggerFactory.getLogger(KilledTest.class);

  /** How often the server is killed; reliability.md asks for 50, each night. */
  private static final int ROUNDS = Integer.getInteger("reliability.rounds", 1);

  private static final boolean LONG = ROUNDS > 10;

  /** Acknowledgements of a round before the kill, at least and at most. */
  private static final int LEAST = 20;

  private static final int MOST = LONG ? 3_000 : 200;

  /** Inboxes of the status whose fan-out is cut short. */
  private static final int MANY = LONG ? 1_000 : 200;

  /** How long they take to answer. */
  private static final Duration DELAY = Duration.ofMillis(300);

  /** Answers that a process may not have read yet, on a busy machine too. */
  private static final int LAST_MOMENT = 64;

  private static final int KILL_WITHIN_MILLIS = 100;
  private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

  private final long seed = Long.getLong("reliability.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Ledger ledger = new Ledger();

  @Test
  void nothingAcknowledgedIsLostWhenTheServerIsKilled() throws Exception {
    int inFlight = 0;
    try (Town town = new Town(10, MANY, 5_000)) {
      town.fediverse.delay(DELAY);
      Audit audit = new Audit(town, ledger);
      for (int round = 1; round <= ROUNDS; round++) {
        try (Program program = town.run();
            Writers writers = new Writers(town, ledger).start()) {
          writeForAWhile(town, writers);
          int before = town.fediverse.answered();
          program.kill();
          inFlight += unread(town, before);
        }
        LOG.info("seed {}, killed {} times, acknowledged: {}", seed, round, ledger);
        audit.nothingIsMissing();
      }
      settle(town, audit, inFlight);
    }
  }

  @Test
  void nothingIsLostAndNoAnswerCutOffWhenTheServerIsToldToStop() throws Exception {
    try (Town town = new Town(10, MANY, 5_000)) {
      town.fediverse.delay(DELAY);
      Audit audit = new Audit(town, ledger);
      int before;
      try (Program program = town.run();
          Writers writers = new Writers(town, ledger).start()) {
        writeForAWhile(town, writers);
        // what is under way then is cut off some time before the end, and may be answered meanwhile
        before = town.fediverse.answered();
        long begin = System.nanoTime();
        program.terminate();
        assertThat(program.awaitEnd()).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LONGEST_STOP);
        assertThat(program.output()).contains(": Stopped").doesNotContain("ERROR");
      }
      assertThat(ledger.halves).as("answers cut off in the middle").isEmpty();
      audit.nothingIsMissing();
      // the other side may have taken what was cut off in the end
      settle(town, audit, unread(town, before));
    }
  }

  /**
   * What may be sent again: that which had no answer when the process ended, and the answers of its
   * last moment.
   */
  private static int unread(Town town, int before) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(1))
        .until(() -> town.fediverse.open() == 0);
    return town.fediverse.answered() - before + LAST_MOMENT;
  }

  /** All write, and one status begins to go out to many; then comes the random moment. */
  private void writeForAWhile(Town town, Writers writers) {
    int enough = ledger.acknowledged.get() + LEAST + random.nextInt(MOST - LEAST);
    try (Line line = new Line(town.port)) {
      writers.post(line, town.speaker, true);
    }
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(1))
        .until(() -> ledger.acknowledged.get() >= enough);
    LockSupport.parkNanos(Duration.ofMillis(random.nextInt(KILL_WITHIN_MILLIS)).toNanos());
  }

  /** Starts once more, lets it work everything off, and compares. */
  private static void settle(Town town, Audit audit, int inFlight) throws InterruptedException {
    town.fediverse.delay(Duration.ZERO);
    try (Program program = town.run()) {
      audit.awaitEmptyQueues();
      audit.everythingHasHappenedOnce(inFlight);
      assertThat(program.isAlive()).isTrue();
    }
  }
}
