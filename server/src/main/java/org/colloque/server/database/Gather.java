package org.colloque.server.database;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Does at once what many threads ask for at the same time: whoever comes first does it for all who
 * have come meanwhile. Who is alone waits for nobody; a crowd costs hardly more than one.
 *
 * @param <Q> what each asks for
 * @param <A> what each gets
 */
public final class Gather<Q, A> {
  private final int most;
  private final Duration moment;
  private final Function<List<Q>, List<A>> work;
  private final ConcurrentLinkedQueue<One<Q, A>> waiting = new ConcurrentLinkedQueue<>();
  private final ReentrantLock atWork = new ReentrantLock();

  /** The last time several came together; written and read by whoever works. */
  private boolean crowd;

  /**
   * Nobody waits for company.
   *
   * @param most of them at once
   * @param work answers all it is given, in their order. When it fails it must have done nothing:
   *     each is then done by itself, so that it fails alone.
   */
  public Gather(int most, Function<List<Q>, List<A>> work) {
    this(most, Duration.ZERO, work);
  }

  /**
   * @param moment how long more are waited for when several came together the time before: for what
   *     nobody watches, fewer and larger pieces of work are worth more than a few milliseconds
   */
  public Gather(int most, Duration moment, Function<List<Q>, List<A>> work) {
    this.most = most;
    this.moment = moment;
    this.work = work;
  }

  private static final class One<Q, A> {
    private final Q question;
    private boolean done;
    private @Nullable A answer;
    private @Nullable Throwable failure;

    One(Q question) {
      this.question = question;
    }

    A result() {
      switch (failure) {
        case null -> {}
        case RuntimeException exception -> throw exception;
        case Error error -> throw error;
        default -> throw new IllegalStateException(failure);
      }
      if (answer == null) {
        throw new IllegalStateException("no answer");
      }
      return answer;
    }
  }

  /**
   * Returns when it is done.
   *
   * @throws RuntimeException that of the work, when it fails for this question alone or the
   *     database is away
   */
  public A ask(Q question) {
    One<Q, A> mine = new One<>(question);
    waiting.add(mine);
    atWork.lock();
    try {
      while (!mine.done) {
        if (crowd) {
          LockSupport.parkNanos(moment.toNanos());
        }
        List<One<Q, A>> batch = next();
        crowd = batch.size() > 1;
        doAll(batch);
      }
    } finally {
      atWork.unlock();
    }
    return mine.result();
  }

  private List<One<Q, A>> next() {
    List<One<Q, A>> batch = new ArrayList<>();
    for (var one = waiting.poll(); one != null; one = batch.size() < most ? waiting.poll() : null) {
      batch.add(one);
    }
    return batch;
  }

  private void doAll(List<One<Q, A>> batch) {
    attempt(batch);
    Throwable failure = batch.getFirst().failure;
    if (batch.size() > 1 && failure != null && !(failure instanceof DatabaseUnavailableException)) {
      batch.forEach(one -> attempt(List.of(one)));
    }
    batch.forEach(one -> one.done = true);
  }

  private void attempt(List<One<Q, A>> batch) {
    try {
      List<A> answers = work.apply(batch.stream().map(one -> one.question).toList());
      for (int i = 0; i < batch.size(); i++) {
        batch.get(i).failure = null;
        batch.get(i).answer = answers.get(i);
      }
    } catch (RuntimeException | Error failed) {
      batch.forEach(one -> one.failure = failed);
    }
  }
}
