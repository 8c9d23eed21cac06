package org.colloque.server.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.colloque.server.delivery.DeliveryWorker;
import org.colloque.server.rig.Program;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.Test;

/**
 * Run by {@code ./bench outages}, and only by root: the disk of PostgreSQL is full, or its machine
 * loses its power (reliability.md, C07 and C08).
 */
class DiskChecks {
  private static final int MEBIBYTES = 500;
  private static final int INBOXES = 100;
  private static final int ENOUGH = 150;
  private static final int REFUSALS = 20;

  private final PrintStream out = System.out;
  private final Random random = new Random();
  private final Ledger ledger = new Ledger();

  @Test
  void c07ADiskThatIsFull() throws Exception {
    try (Disk disk = Disk.ofMebibytes(MEBIBYTES);
        OwnDatabase postgres = new OwnDatabase(disk.folder());
        Town town = new Town(Rig.on(postgres.settings()), 10, INBOXES, 5_000)) {
      Audit audit = new Audit(town, ledger);
      try (Program program = town.run()) {
        try (Writers _ = new Writers(town, ledger).start()) {
          awaitAcknowledged(ENOUGH);
          disk.fill();
          int before = ledger.refused.get();
          int reads = 0;
          while (ledger.refused.get() < before + REFUSALS) {
            assertThat(read(town)).as("the home timeline while the disk is full").isEqualTo(200);
            reads++;
          }
          assertThat(program.output()).contains("No space left on device");
          disk.free();
          long begin = System.nanoTime();
          awaitAcknowledged(1);
          say(
              "while the disk was full: %d requests to write were answered 503, %d to read 200;"
                  + " the first was taken %.2f s after there was room again",
              ledger.refused.get() - before, reads, (System.nanoTime() - begin) / 1e9);
          awaitAcknowledged(ENOUGH);
        }
        audit.awaitEmptyQueues();
        audit.everythingHasHappenedOnce(DeliveryWorker.IN_FLIGHT);
      }
      say("%s; %d sent twice", ledger, town.fediverse.duplicates());
    }
  }

  private static int read(Town town) {
    try (Line line = new Line(town.port)) {
      Line.Result result =
          line.ask("GET /api/v1/timelines/home", Writers.token(town.reader), new byte[0]);
      return result instanceof Line.Result.Answered answered ? answered.status() : 0;
    }
  }

  @Test
  void c08ThePowerOfTheDatabaseIsCut() throws Exception {
    try (Disk first = Disk.ofMebibytes(MEBIBYTES)) {
      OwnDatabase postgres = new OwnDatabase(first.folder());
      try (Town town = new Town(Rig.on(postgres.settings()), 10, INBOXES, 5_000)) {
        Audit audit = new Audit(town, ledger);
        first.flush();
        Program program = town.run();
        try (Writers _ = new Writers(town, ledger).start()) {
          awaitAcknowledged(ENOUGH);
          LockSupport.parkNanos(Duration.ofMillis(random.nextInt(100)).toNanos());
          postgres.kill();
          program.kill();
        }
        try (Disk second = first.afterPowerCut()) {
          postgres.close();
          try (OwnDatabase _ = new OwnDatabase(second.folder(), postgres.port())) {
            audit.nothingIsMissing();
            try (Program again = town.run()) {
              audit.awaitEmptyQueues();
              audit.everythingHasHappenedOnce(2 * DeliveryWorker.IN_FLIGHT);
              assertThat(again.isAlive()).isTrue();
            }
            say("after a power cut: %s; %d sent twice", ledger, town.fediverse.duplicates());
          }
        }
      }
    }
  }

  private void awaitAcknowledged(int more) {
    int enough = ledger.acknowledged.get() + more;
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(1))
        .until(() -> ledger.acknowledged.get() >= enough);
  }

  private void say(String words, Object... values) {
    out.printf(Locale.ROOT, words + "%n", values);
  }
}
