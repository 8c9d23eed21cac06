package org.colloque.federation.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is late ends, what has ended is left alone, and nothing is remembered. */
class DeadlinesTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void endsWhatIsLateAndNotWhatHasEnded() {
    Deadlines deadlines = new Deadlines(vertx, Duration.ofMillis(60));
    AtomicInteger ended = new AtomicInteger();
    CompletableFuture<Integer> late = new CompletableFuture<>();
    deadlines.begin(ended::incrementAndGet).met();
    deadlines.begin(() -> late.complete(ended.get()));
    assertThat(late.orTimeout(30, TimeUnit.SECONDS).join()).isZero();
    assertThat(deadlines.count()).isZero();
  }

  @Test
  void endsWhatIsOpenWhenItIsClosed() {
    Deadlines deadlines = new Deadlines(vertx, Duration.ofDays(1));
    AtomicInteger ended = new AtomicInteger();
    deadlines.begin(ended::incrementAndGet).met();
    deadlines.begin(ended::incrementAndGet);
    deadlines.close();
    assertThat(ended).hasValue(1);
    assertThat(deadlines.count()).isZero();
  }
}
