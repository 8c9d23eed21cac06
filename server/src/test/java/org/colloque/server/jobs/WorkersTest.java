package org.colloque.server.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WorkersTest {
  private static Rig rig;

  @BeforeAll
  static void start() {
    rig = Rig.start();
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  /** Does {@code work} once a round and {@code stop} at its end. */
  private record Some(Runnable round, Runnable end) implements Worker {
    @Override
    public String name() {
      return "some";
    }

    @Override
    public Duration interval() {
      return Duration.ofHours(1);
    }

    @Override
    public boolean work() {
      round.run();
      return false;
    }

    @Override
    public void stop() {
      end.run();
    }
  }

  private static Workers workers(Duration patience, Worker... workers) {
    Workers all = new Workers(List.of(workers), rig.kit().signals(), patience);
    all.start();
    return all;
  }

  @Test
  void stopTogetherNotOneAfterTheOther() {
    CyclicBarrier both = new CyclicBarrier(2);
    CountDownLatch ended = new CountDownLatch(2);
    Worker waitsForTheOther =
        new Some(
            () -> {},
            () -> {
              await(both);
              ended.countDown();
            });
    workers(Duration.ofSeconds(20), waitsForTheOther, waitsForTheOther).close();
    assertThat(ended.getCount()).isZero();
  }

  @Test
  void oneThatDoesNotEndIsNotWaitedForLongerThanThePatience() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch atWork = new CountDownLatch(1);
    Worker stubborn =
        new Some(
            () -> {
              atWork.countDown();
              await(never);
            },
            () -> {});
    Workers all = workers(Duration.ofMillis(50), stubborn, stubborn);
    assertThat(atWork.await(10, TimeUnit.SECONDS)).isTrue();
    all.close(); // comes back, which is the test
    assertThat(never.getCount()).isEqualTo(1);
    never.countDown();
  }

  @Test
  void oneThatFailsToStopDoesNotKeepTheOthersFromIt() {
    CountDownLatch ended = new CountDownLatch(1);
    Worker fails =
        new Some(
            () -> {},
            () -> {
              throw new IllegalStateException("as the test wants it");
            });
    workers(Duration.ofSeconds(20), fails, new Some(() -> {}, ended::countDown)).close();
    assertThat(ended.getCount()).isZero();
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(10, TimeUnit.SECONDS);
    } catch (Exception alone) {
      throw new IllegalStateException(alone);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
