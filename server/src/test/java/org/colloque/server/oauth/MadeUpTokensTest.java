package org.colloque.server.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.Test;

/** However many tokens are made up, members who are here find connections (reliability.md, C39). */
class MadeUpTokensTest {
  @Test
  void c39_whoMakesUpTokensWaitsForThoseWhoDoTheSame() throws Exception {
    try (Rig rig = Rig.start();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Person alice = rig.local("alice");
      assertThat(home(alice)).isEqualTo(200);
      CountDownLatch locked = new CountDownLatch(1);
      CountDownLatch unlock = new CountDownLatch(1);
      Future<?> lock = threads.submit(() -> lockTokens(rig, locked, unlock));
      locked.await();
      List<Future<Integer>> madeUp = new ArrayList<>();
      for (int i = 0; i < 3 * rig.database().poolSize(); i++) {
        String token = "made-up-" + i;
        madeUp.add(
            threads.submit(() ->
                rig.anonymous()
                    .withToken(token)
                    .get("/api/v1/accounts/verify_credentials")
                    .status()));
      }
      Awaitility.await().until(() -> waiting(rig) == Doorkeeper.LOOK_UPS);
      assertThat(home(alice)).as("whose token is known").isEqualTo(200);
      assertThat(waiting(rig)).isEqualTo(Doorkeeper.LOOK_UPS);
      unlock.countDown();
      lock.get();
      for (Future<Integer> answer : madeUp) {
        assertThat(answer.get()).isEqualTo(401);
      }
    }
  }

  private static int home(Person person) {
    return person.app().get("/api/v1/timelines/home").status();
  }

  private static void lockTokens(Rig rig, CountDownLatch locked, CountDownLatch unlock) {
    rig.kit()
        .db()
        .doAs(
            Viewer.stranger(),
            tx -> {
              tx.sql().execute("LOCK TABLE oauth_tokens IN ACCESS EXCLUSIVE MODE");
              locked.countDown();
              try {
                unlock.await();
              } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private static int waiting(Rig rig) {
    return rig.kit()
        .db()
        .as(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .fetchSingle(
                        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                            + " AND wait_event_type = 'Lock'")
                    .get(0, Integer.class));
  }
}
