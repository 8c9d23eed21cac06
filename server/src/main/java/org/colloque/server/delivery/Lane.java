package org.colloque.server.delivery;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is claimed for one server: a few under way, a few ready to follow. A server that has not
 * answered lately gets one, and while it lets one wait for long nothing follows.
 */
final class Lane {
  /** Who has answered is trusted for so long. */
  static final Duration TRUST = Duration.ofMinutes(1);

  private final List<Sent> underWay = new ArrayList<>();
  private final ArrayDeque<Delivery> ready = new ArrayDeque<>();
  private final LongSupplier nanos;
  private boolean answers;
  private long answeredAt;

  Lane(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** One that is under way. */
  static final class Sent {
    private final Delivery delivery;
    private final Lane lane;
    private final long at;
    private boolean ended;
    private boolean late;

    private Sent(Delivery delivery, Lane lane) {
      this.delivery = delivery;
      this.lane = lane;
      this.at = lane.nanos.getAsLong();
    }

    Delivery delivery() {
      return delivery;
    }

    Lane lane() {
      return lane;
    }

    boolean hasEnded() {
      return ended;
    }

    boolean isLate() {
      return late;
    }

    void late() {
      late = true;
    }

    Duration age() {
      return Duration.ofNanos(lane.nanos.getAsLong() - at);
    }
  }

  int held() {
    return underWay.size() + ready.size();
  }

  boolean isEmpty() {
    return held() == 0;
  }

  /** Whether one has been waiting for its answer for long. */
  boolean isLate() {
    return underWay.stream().anyMatch(Sent::isLate);
  }

  private boolean isTrusted() {
    return answers && nanos.getAsLong() - answeredAt < TRUST.toNanos();
  }

  /** Whether there is nothing to remember of it. */
  boolean isForgettable() {
    return isEmpty() && !isTrusted();
  }

  /**
   * Takes {@code delivery} in, unless something older about the same thing is under way: it may
   * have been taken out of the queue meanwhile, because it was deleted.
   */
  boolean add(Delivery delivery) {
    boolean early =
        underWay.stream()
            .map(Sent::delivery)
            .anyMatch(other ->
                other.thing() == delivery.thing() && other.activity() < delivery.activity());
    return !early && ready.add(delivery);
  }

  /** The next to be sent; null when none is ready or {@code most} are under way. */
  @Nullable Sent begin(int most) {
    int places = isLate() ? 0 : isTrusted() ? most : 1;
    Delivery next = underWay.size() < places ? ready.poll() : null;
    if (next == null) {
      return null;
    }
    Sent sent = new Sent(next, this);
    underWay.add(sent);
    return sent;
  }

  /**
   * It is under way no more.
   *
   * @param answered whether the server answered it, and nothing is wrong with the server
   */
  void end(Sent sent, boolean answered) {
    sent.ended = true;
    underWay.remove(sent);
    answers = answered;
    answeredAt = nanos.getAsLong();
  }

  /** What has not begun is let go of; it is still in the queue. */
  List<Delivery> drop() {
    List<Delivery> dropped = List.copyOf(ready);
    ready.clear();
    return dropped;
  }
}
