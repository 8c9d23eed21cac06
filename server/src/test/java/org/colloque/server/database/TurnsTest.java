package org.colloque.server.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Members go first, and strangers go on (reliability.md, C39). */
class TurnsTest {
  private static final Duration AT_ONCE = Duration.ZERO;
  private static final Duration LONG = Duration.ofMinutes(1);

  private final AtomicLong nanos = new AtomicLong();
  private final Turns turns = new Turns(3, 4, nanos::get);

  @Test
  void strangersAloneHaveAllTheirPlaces() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(turns.strangerBegins(AT_ONCE)).isTrue();
    }
    assertThat(turns.strangerBegins(AT_ONCE)).isFalse();
    turns.strangerEnds();
    assertThat(turns.strangerBegins(AT_ONCE)).isTrue();
  }

  @Test
  void besideMembersTheyHaveHalfOfTheProcessors() throws Exception {
    turns.memberBegins();
    assertThat(turns.strangerBegins(AT_ONCE)).isTrue();
    assertThat(turns.strangerBegins(AT_ONCE)).isTrue();
    nanos.addAndGet(Turns.PRESENT.toNanos() - 1);
    assertThat(turns.strangerBegins(AT_ONCE)).isFalse();
    nanos.incrementAndGet();
    assertThat(turns.strangerBegins(AT_ONCE)).as("no member asks any more").isTrue();
  }

  @Test
  void oneStrangerGetsOnOnTheSmallestMachine() throws Exception {
    Turns small = new Turns(1, 1, nanos::get);
    small.memberBegins();
    assertThat(small.strangerBegins(AT_ONCE)).isTrue();
    assertThat(small.strangerBegins(AT_ONCE)).isFalse();
    small.strangerEnds();
    assertThat(small.strangerBegins(AT_ONCE)).isTrue();
  }

  @Test
  void whoComesLaterDoesNotOvertake() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(turns.strangerBegins(AT_ONCE)).isTrue();
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> first = threads.submit(() -> turns.strangerBegins(LONG));
      Awaitility.await().until(() -> turns.waiting() == 1);
      assertThat(turns.strangerBegins(AT_ONCE)).as("somebody was there before").isFalse();
      turns.strangerEnds();
      assertThat(first.get()).isTrue();
    }
  }

  /** Nobody is forgotten, in whatever order members and strangers come and go. */
  @Test
  void allGetOnInACrowd() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.execute(() -> {
        for (int i = 0; i < 10_000; i++) {
          turns.memberBegins();
          nanos.addAndGet(Turns.PRESENT.toNanos() / 7);
        }
      });
      Future<?>[] strangers = new Future<?>[50];
      for (int i = 0; i < strangers.length; i++) {
        strangers[i] =
            threads.submit(() -> {
              for (int k = 0; k < 100; k++) {
                assertThat(turns.strangerBegins(LONG)).isTrue();
                turns.strangerEnds();
              }
              return "";
            });
      }
      for (Future<?> stranger : strangers) {
        stranger.get();
      }
    }
    assertThat(turns.waiting()).isZero();
  }
}
