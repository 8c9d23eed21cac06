package org.colloque.federation.deliver;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * Bounds what runs and what waits for each host. Who has given up while waiting is never started:
 * it would be sent twice. A host is remembered only while something runs for it.
 */
final class Lanes {

  private final int running;
  private final int waiting;
  private final Map<String, Lane> lanes = new HashMap<>();

  Lanes(int running, int waiting) {
    this.running = running;
    this.waiting = waiting;
  }

  private static final class Lane {
    private int running;
    private final Queue<Waiter> waiters = new ArrayDeque<>();
  }

  private record Waiter(CompletableFuture<?> outcome, Runnable start) {}

  /**
   * Starts now or later; false when too many wait. Each start needs one {@link #leave}.
   *
   * @param outcome when done before the turn comes, it is not started
   */
  boolean enter(String host, CompletableFuture<?> outcome, Runnable start) {
    synchronized (lanes) {
      Lane lane = lanes.computeIfAbsent(host, _ -> new Lane());
      if (lane.running >= running) {
        lane.waiters.removeIf(waiter -> waiter.outcome().isDone());
        return lane.waiters.size() < waiting && lane.waiters.add(new Waiter(outcome, start));
      }
      lane.running++;
    }
    start.run();
    return true;
  }

  /** Ends one and starts the next. */
  void leave(String host) {
    Waiter next;
    synchronized (lanes) {
      Lane lane = lanes.get(host);
      if (lane == null) {
        return;
      }
      next = lane.waiters.poll();
      while (next != null && next.outcome().isDone()) {
        next = lane.waiters.poll();
      }
      if (next == null) {
        lane.running--;
        if (lane.running == 0) {
          lanes.remove(host);
        }
      }
    }
    if (next != null) {
      next.start().run();
    }
  }

  /** Hosts remembered now, for tests. */
  int hosts() {
    synchronized (lanes) {
      return lanes.size();
    }
  }
}
