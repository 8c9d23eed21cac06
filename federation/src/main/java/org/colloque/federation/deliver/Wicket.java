package org.colloque.federation.deliver;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Lets few requests out at once: what was taken on the other side, and whose answer nobody has read
 * here, is sent again when this process dies (reliability.md, C02). Who does not answer within
 * {@link #PATIENCE} holds nobody up: its place goes to the next one, and the more there are of such
 * the more are let out, so that hundreds of slow servers are waited for at once. A process that has
 * just begun lets one out and waits for what comes of it.
 *
 * <p>Belongs to one event loop and is used there only. Patience takes some looks too, of which the
 * loop takes one in a round: when the loop itself is late, because the process has just begun or
 * the machine is busy, an answer that has come is read before its place is given away.
 */
final class Wicket {

  /** Requests that are out at once where all answer promptly. */
  static final int FEWEST = 4;

  /** The same where nobody does; those whose place was given away are not counted. */
  static final int MOST = 128;

  /** An answer that takes longer, and {@link #LOOKS}, is not prompt. */
  static final Duration PATIENCE = Duration.ofMillis(20);

  private static final int LOOKS = 4;

  /** A place that is given away makes room for a part of another one. */
  private static final double GROWTH = 0.25;

  private static final long LOOK_MILLIS = 1;

  private final Vertx vertx;
  private final Queue<Consumer<Place>> waiting = new ArrayDeque<>();
  private final ArrayDeque<Place> out = new ArrayDeque<>();
  private double places = 1;
  private long looks;
  private boolean looking;
  private boolean opening;

  Wicket(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Of one request, from its start. */
  static final class Place {
    private final long since = System.nanoTime();
    private final long look;

    private Place(long look) {
      this.look = look;
    }

    private boolean isLate(long now, long looks) {
      return looks - look > LOOKS && now - since > PATIENCE.toNanos();
    }
  }

  /** Starts now or soon; whoever starts must {@link #leave}. */
  void enter(Consumer<Place> start) {
    waiting.add(start);
    open();
  }

  /** It was answered, or will not be. */
  void leave(Place place) {
    if (out.remove(place)) {
      places = places < FEWEST ? places + 1 : Math.max(FEWEST, places - GROWTH);
      open();
    }
  }

  private void open() {
    if (opening) {
      return; // one that fails at once leaves while it enters
    }
    opening = true;
    while (out.size() < (int) places && !waiting.isEmpty()) {
      Place place = new Place(looks);
      out.add(place);
      waiting.remove().accept(place);
    }
    opening = false;
    if (!looking && !waiting.isEmpty()) {
      looking = true;
      vertx.setTimer(LOOK_MILLIS, _ -> look());
    }
  }

  private void look() {
    looking = false;
    looks++;
    long now = System.nanoTime();
    while (!out.isEmpty() && out.getFirst().isLate(now, looks)) {
      out.removeFirst();
      places = Math.min(MOST, places + GROWTH);
    }
    open();
  }
}
