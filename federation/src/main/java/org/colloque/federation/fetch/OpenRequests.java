package org.colloque.federation.fetch;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds the requests open at once, in all and to one host. A host is remembered only while someone
 * waits for it or speaks to it: hostile names must not fill the memory (security row 14).
 */
final class OpenRequests {

  private final Semaphore all;
  private final int perHost;
  private final ConcurrentHashMap<String, Gate> gates = new ConcurrentHashMap<>();

  OpenRequests(int all, int perHost) {
    this.all = new Semaphore(all);
    this.perHost = perHost;
  }

  /** Immutable: replaced in the map at each arrival and departure. */
  private record Gate(Semaphore places, int users) {

    Gate with(int more) {
      return new Gate(places, users + more);
    }
  }

  /** Waits for a place; false when the time is over first. Each true needs one {@link #leave}. */
  boolean enter(String host, Deadline deadline) throws InterruptedException {
    Gate gate = arrive(host);
    boolean here = false;
    boolean entered = false;
    try {
      here = gate.places().tryAcquire(deadline.left(), TimeUnit.NANOSECONDS);
      entered = here && all.tryAcquire(deadline.left(), TimeUnit.NANOSECONDS);
      return entered;
    } finally {
      if (!entered) {
        if (here) {
          gate.places().release();
        }
        depart(host);
      }
    }
  }

  /** Gives the place back. */
  void leave(String host) {
    all.release();
    Gate gate = gates.get(host);
    if (gate != null) {
      gate.places().release();
    }
    depart(host);
  }

  /** Hosts remembered now, for tests. */
  int hosts() {
    return gates.size();
  }

  private Gate arrive(String host) {
    return gates.merge(
        host, new Gate(new Semaphore(perHost), 1), (existing, _) -> existing.with(1));
  }

  private void depart(String host) {
    gates.computeIfPresent(host, (_, gate) -> gate.users() == 1 ? null : gate.with(-1));
  }
}
