package org.colloque.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.DELIVERIES;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process that is killed leaves behind is not sent again (reliability.md, C02). */
class ReceiptsTest {
  @TempDir private Path folder;

  @Test
  void theNextProcessReadsWhatIsNotSettled() {
    Path file = folder.resolve("new").resolve("receipts");
    Receipts first = Receipts.open(file, 3);
    first.keep(delivery(1, 7));
    first.keep(delivery(2, 7));
    first.keep(delivery(3, 8));
    first.settled(List.of(2L));
    Receipts next = Receipts.open(file, 3);
    assertThat(next.left()).isEqualTo(Map.of(1L, 7L, 3L, 8L));
    next.clear();
    assertThat(Receipts.open(file, 3).left()).isEmpty();
  }

  @Test
  void asManyAsThereIsRoomForAreNoted() {
    Path file = folder.resolve("receipts");
    Receipts receipts = Receipts.open(file, 2);
    for (int id = 1; id <= 3; id++) {
      receipts.keep(delivery(id, 7));
    }
    assertThat(Receipts.open(file, 2).left()).isEqualTo(Map.of(1L, 7L, 2L, 7L));
    receipts.settled(List.of(1L, 2L, 3L));
    receipts.keep(delivery(4, 7));
    receipts.keep(delivery(5, 7));
    assertThat(Receipts.open(file, 2).left()).isEqualTo(Map.of(4L, 7L, 5L, 7L));
  }

  @Test
  void whereNoFileCanBeWrittenTheProcessWorksWithoutOne() throws Exception {
    Path file = Files.createDirectory(folder.resolve("receipts"));
    Receipts receipts = Receipts.open(file, 2);
    receipts.keep(delivery(1, 7));
    assertThat(receipts.left()).isEmpty();
  }

  @Test
  void whatWasTakenIsSettledAndAnotherDeliveryOfTheSameNumberIsSent() {
    try (Rig rig = Rig.start();
        Remote far = Remote.start("far");
        Remote off = Remote.start("off")) {
      Person alice = rig.local("alice");
      List<Remote> both = List.of(far, off);
      for (Remote one : both) {
        RemotePerson bob = one.person("bob");
        String uri = rig.kit().urls().actor("alice");
        assertThat(bob.send(rig, bob.activity("Follow", uri))).isEqualTo(202);
      }
      rig.runDueJobs();
      Path file = rig.kit().config().dataFolder().resolve(DeliveryWorker.RECEIPTS);
      alice.app().post("/api/v1/statuses", "status", "a case");
      Receipts left = Receipts.open(file, Traffic.HELD);
      waiting(rig)
          .forEach((id, host) -> {
            // a database that was restored has given the number to something else
            boolean other = host.startsWith("off");
            left.keep(delivery(id, activity(rig, id) + (other ? 1 : 0)));
          });
      rig.restart();
      rig.runDueJobs();
      assertThat(far.received("Create")).isEmpty();
      assertThat(off.received("Create")).hasSize(1);
      assertThat(waiting(rig)).isEmpty();
      assertThat(Receipts.open(file, Traffic.HELD).left()).isEmpty();
    }
  }

  private static Map<Long, String> waiting(Rig rig) {
    return rig.kit()
        .db()
        .as(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .select(DELIVERIES.ID, DELIVERIES.HOST)
                    .from(DELIVERIES)
                    .fetchMap(DELIVERIES.ID, DELIVERIES.HOST));
  }

  private static long activity(Rig rig, long id) {
    return rig.kit()
        .db()
        .as(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .select(DELIVERIES.ACTIVITY_ID)
                    .from(DELIVERIES)
                    .where(DELIVERIES.ID.eq(id))
                    .fetchSingle()
                    .value1());
  }

  static Delivery delivery(long id, long activity) {
    return delivery(id, activity, "far.example");
  }

  static Delivery delivery(long id, long activity, String host) {
    return new Delivery(
        id,
        activity,
        "https://" + host + "/inbox",
        host,
        id,
        0,
        Instant.EPOCH,
        new AccountId(1),
        0);
  }
}
