package org.colloque.federation.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What runs and what waits for a host. */
class LanesTest {

  private final Lanes lanes = new Lanes(2, 3);
  private final List<Integer> started = new ArrayList<>();

  @Test
  void startsSoManyAndLetsSoManyWait() {
    for (int i = 1; i <= 5; i++) {
      assertThat(enter("far", i, new CompletableFuture<>())).isTrue();
    }
    assertThat(enter("far", 6, new CompletableFuture<>())).isFalse();
    assertThat(enter("other", 7, new CompletableFuture<>())).isTrue();
    assertThat(started).containsExactly(1, 2, 7);
    lanes.leave("far");
    assertThat(started).containsExactly(1, 2, 7, 3);
  }

  @Test
  void neverStartsWhoHasGivenUp() {
    enter("far", 1, new CompletableFuture<>());
    enter("far", 2, new CompletableFuture<>());
    enter("far", 3, CompletableFuture.completedFuture("gave up"));
    enter("far", 4, new CompletableFuture<>());
    lanes.leave("far");
    assertThat(started).containsExactly(1, 2, 4);
  }

  @Test
  void forgetsHostsForWhichNothingRuns() {
    for (int i = 0; i < 5; i++) {
      enter("far", i, new CompletableFuture<>());
    }
    for (int i = 0; i < 5; i++) {
      lanes.leave("far");
    }
    assertThat(lanes.hosts()).isZero();
  }

  private boolean enter(String host, int number, CompletableFuture<?> outcome) {
    return lanes.enter(host, outcome, () -> started.add(number));
  }
}
