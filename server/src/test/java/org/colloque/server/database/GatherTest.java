package org.colloque.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GatherTest {
  private final List<List<Integer>> batches = new CopyOnWriteArrayList<>();
  private final CountDownLatch first = new CountDownLatch(1);

  /** The first batch waits until the test lets it go, so that others gather. */
  private List<Integer> doubled(List<Integer> questions) {
    batches.add(questions);
    if (batches.size() == 1) {
      try {
        first.await();
      } catch (InterruptedException interrupted) {
        throw new IllegalStateException(interrupted);
      }
    }
    return questions.stream().map(question -> question * 2).toList();
  }

  private static Thread waiting(Runnable work) {
    Thread thread = Thread.ofPlatform().daemon().start(work);
    Awaitility.await()
        .until(() ->
            thread.getState() == Thread.State.WAITING
                || thread.getState() == Thread.State.TIMED_WAITING);
    return thread;
  }

  /** Asks {@code questions} so that the first is at work when the others come. */
  private List<Integer> together(Gather<Integer, Integer> gather, int questions) throws Exception {
    List<Future<Integer>> answers = new ArrayList<>();
    for (int i = 1; i <= questions; i++) {
      int question = i;
      FutureTask<Integer> task = new FutureTask<>(() -> gather.ask(question));
      answers.add(task);
      waiting(task);
    }
    first.countDown();
    List<Integer> all = new ArrayList<>();
    for (Future<Integer> answer : answers) {
      all.add(answer.get(30, TimeUnit.SECONDS));
    }
    return all;
  }

  @Test
  void whoComesMeanwhileIsDoneAtOnce() throws Exception {
    assertThat(together(new Gather<>(10, this::doubled), 5)).containsExactly(2, 4, 6, 8, 10);
    assertThat(batches).containsExactly(List.of(1), List.of(2, 3, 4, 5));
  }

  @Test
  void notMoreThanAllowedAreDoneAtOnce() throws Exception {
    assertThat(together(new Gather<>(3, this::doubled), 7)).hasSize(7);
    assertThat(batches).containsExactly(List.of(1), List.of(2, 3, 4), List.of(5, 6, 7));
  }

  @Test
  void whoeverFailsFailsAlone() throws Exception {
    Function<List<Integer>, List<Integer>> noThree =
        questions -> {
          List<Integer> answers = doubled(questions);
          if (questions.contains(3)) {
            throw new IllegalArgumentException("three");
          }
          return answers;
        };
    Gather<Integer, Integer> gather = new Gather<>(10, noThree);
    assertThatThrownBy(() -> together(gather, 4)).rootCause().hasMessage("three");
    assertThat(batches)
        .containsExactly(List.of(1), List.of(2, 3, 4), List.of(2), List.of(3), List.of(4));
  }

  @Test
  void whoIsAloneWaitsForNobody() {
    first.countDown();
    Gather<Integer, Integer> patient = new Gather<>(10, Duration.ofDays(1), this::doubled);
    assertThat(patient.ask(1)).isEqualTo(2);
    assertThat(patient.ask(2)).isEqualTo(4);
  }

  @Test
  void afterACrowdCompanyIsWaitedForOnce() throws Exception {
    Gather<Integer, Integer> patient = new Gather<>(10, Duration.ofDays(1), this::doubled);
    together(patient, 3);
    assertThat(batches).containsExactly(List.of(1), List.of(2, 3));
    Thread waits = waiting(() -> patient.ask(4));
    assertThat(batches).hasSize(2);
    LockSupport.unpark(waits);
    waits.join();
    assertThat(patient.ask(5)).isEqualTo(10);
  }
}
