package org.colloque.federation.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Few are out at once, unless they are slow. */
class WicketTest {
  private static final int MANY = 200;

  private final Vertx vertx = Vertx.vertx();
  private final Wicket wicket = new Wicket(vertx);
  private final List<Wicket.Place> out = new ArrayList<>();

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void oneIsOutAtFirstThenFewAndEachThatIsAnsweredLetsTheNextOneGo() {
    assertThat(
            onLoop(done -> {
              for (int i = 0; i < MANY; i++) {
                wicket.enter(out::add);
              }
              List<Integer> started = new ArrayList<>(List.of(out.size()));
              for (int answered = 0; answered < 6; answered++) {
                wicket.leave(out.get(answered));
                started.add(out.size() - answered - 1);
              }
              wicket.leave(out.getFirst());
              started.add(out.size() - 6);
              done.complete(started);
            }))
        .containsExactly(1, 2, 3, Wicket.FEWEST, Wicket.FEWEST, Wicket.FEWEST, Wicket.FEWEST, 4);
  }

  @Test
  void anAnswerThatTheLoopIsTooLateToReadIsNotLate() {
    assertThat(
            onLoop(done -> {
              for (int i = 0; i < MANY; i++) {
                wicket.enter(out::add);
              }
              // longer than many looks would take
              LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
              vertx.setTimer(
                  1,
                  _ -> {
                    wicket.leave(out.getFirst());
                    done.complete(List.of(out.size()));
                  });
            }))
        .containsExactly(3);
  }

  @Test
  void thoseThatAreNeverAnsweredHoldNobodyUp() {
    List<Integer> started =
        onLoop(done -> {
          for (int i = 0; i < MANY; i++) {
            wicket.enter(place -> {
              out.add(place);
              if (out.size() == MANY) {
                done.complete(List.of(out.size()));
              }
            });
          }
        });
    assertThat(started).containsExactly(MANY);
  }

  @Test
  void manyThatEndAtOnceAreAllStarted() {
    assertThat(
            onLoop(done -> {
              for (int i = 0; i < 100 * MANY; i++) {
                wicket.enter(place -> {
                  out.add(place);
                  wicket.leave(place);
                });
              }
              done.complete(List.of(out.size()));
            }))
        .containsExactly(100 * MANY);
  }

  private List<Integer> onLoop(Consumer<CompletableFuture<List<Integer>>> work) {
    CompletableFuture<List<Integer>> done = new CompletableFuture<>();
    vertx.getOrCreateContext().runOnContext(_ -> work.accept(done));
    return done.orTimeout(30, TimeUnit.SECONDS).join();
  }
}
