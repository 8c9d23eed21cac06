package org.colloque.server.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.Test;

/** However many strangers ask, members find connections free (reliability.md, C39). */
class StrangersTest {
  @Test
  void c39_strangersWaitForStrangersAndMembersForNobody() throws Exception {
    try (Rig rig = Rig.start();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Person alice = rig.local("alice");
      Db db = rig.kit().db();
      int share = Db.placesOfStrangers(rig.database().poolSize());
      CountDownLatch inside = new CountDownLatch(share - 1);
      CountDownLatch leave = new CountDownLatch(1);
      List<Future<Integer>> strangers = new ArrayList<>();
      for (int i = 1; i < share; i++) {
        strangers.add(threads.submit(() -> hold(db, inside, leave)));
      }
      inside.await();
      assertThat(rig.anonymous().get("/api/v1/timelines/public").status())
          .as("the last place")
          .isEqualTo(200);
      CountDownLatch last = new CountDownLatch(1);
      strangers.add(threads.submit(() -> hold(db, last, leave)));
      last.await();
      var refused = rig.anonymous().get("/api/v1/timelines/public");
      assertThat(refused.status()).as("no place").isEqualTo(503);
      assertThat(refused.header("retry-after")).isNotEmpty();
      assertThat(alice.app().get("/api/v1/timelines/home").status()).isEqualTo(200);
      leave.countDown();
      for (Future<Integer> stranger : strangers) {
        assertThat(stranger.get()).isEqualTo(1);
      }
      assertThat(rig.anonymous().get("/api/v1/timelines/public").status()).isEqualTo(200);
    }
  }

  /** As many at once as have places, and each needs a second connection to go on. */
  @Test
  void whoHasAConnectionAndAsksForAnotherOneDoesNotWaitForStrangers() throws Exception {
    try (Rig rig = Rig.start();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Db db = rig.kit().db();
      int share = Db.placesOfStrangers(rig.database().poolSize());
      CountDownLatch inside = new CountDownLatch(share);
      List<Future<Integer>> strangers = new ArrayList<>();
      for (int i = 0; i < share; i++) {
        strangers.add(
            threads.submit(() -> {
              return Db.forStranger(() -> db.as(Viewer.stranger(), _ -> second(db, inside)));
            }));
      }
      for (Future<Integer> stranger : strangers) {
        assertThat(stranger.get()).isEqualTo(1);
      }
    }
  }

  private static int second(Db db, CountDownLatch inside) {
    inside.countDown();
    try {
      inside.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    return db.as(Viewer.stranger(), tx -> tx.sql().fetchSingle("SELECT 1").get(0, Integer.class));
  }

  private static int hold(Db db, CountDownLatch inside, CountDownLatch leave) {
    return Db.forStranger(() ->
        db.as(
            Viewer.stranger(),
            tx -> {
              inside.countDown();
              try {
                leave.await();
              } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
              }
              return tx.sql().fetchSingle("SELECT 1").get(0, Integer.class);
            }));
  }
}
