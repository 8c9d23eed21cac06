package org.colloque.federation.deliver;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends what takes too long. One look at all that is open, many times within the allowed time: a
 * timer for each request, which is nearly always cancelled, costs more than all its waiting.
 */
final class Deadlines implements AutoCloseable {

  /** Looks within the allowed time; what is late ends that much later at most. */
  private static final int LOOKS = 30;

  private final Vertx vertx;
  private final long nanos;
  private final long timer;
  private final Set<Deadline> open = ConcurrentHashMap.newKeySet();

  Deadlines(Vertx vertx, Duration allowed) {
    this.vertx = vertx;
    this.nanos = allowed.toNanos();
    this.timer = vertx.setPeriodic(Math.max(1, allowed.toMillis() / LOOKS), _ -> look());
  }

  /** Of one thing, from now on. */
  final class Deadline {
    private final long since = System.nanoTime();
    private final Runnable late;

    private Deadline(Runnable late) {
      this.late = late;
    }

    /** It has ended. */
    void met() {
      open.remove(this);
    }
  }

  /** Runs {@code late} on an event loop, unless it has ended before; whoever ends must say so. */
  Deadline begin(Runnable late) {
    Deadline deadline = new Deadline(late);
    open.add(deadline);
    return deadline;
  }

  private void look() {
    long now = System.nanoTime();
    List<Deadline> late = open.stream().filter(deadline -> now - deadline.since >= nanos).toList();
    late.forEach(this::end);
  }

  /** What is open now, for tests. */
  int count() {
    return open.size();
  }

  /** Ends what is open. */
  @Override
  public void close() {
    vertx.cancelTimer(timer);
    List.copyOf(open).forEach(this::end);
  }

  private void end(Deadline deadline) {
    if (open.remove(deadline)) {
      deadline.late.run();
    }
  }
}
