package org.colloque.server.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is claimed for one server: a few under way, a few ready to follow. */
final class Lane {
  private final List<Delivery> underWay = new ArrayList<>();
  private final ArrayDeque<Delivery> ready = new ArrayDeque<>();

  int held() {
    return underWay.size() + ready.size();
  }

  boolean isEmpty() {
    return held() == 0;
  }

  /**
   * Takes {@code delivery} in, unless something older about the same thing is under way: it may
   * have been taken out of the queue meanwhile, because it was deleted.
   */
  boolean add(Delivery delivery) {
    boolean early =
        underWay.stream()
            .anyMatch(other ->
                other.thing() == delivery.thing() && other.activity() < delivery.activity());
    return !early && ready.add(delivery);
  }

  /** The next to be sent; null when none is ready or {@code most} are under way. */
  @Nullable Delivery begin(int most) {
    Delivery next = underWay.size() < most ? ready.poll() : null;
    if (next != null) {
      underWay.add(next);
    }
    return next;
  }

  void end(Delivery delivery) {
    underWay.remove(delivery);
  }

  /** What has not begun is let go of; it is still in the queue. */
  List<Delivery> drop() {
    List<Delivery> dropped = List.copyOf(ready);
    ready.clear();
    return dropped;
  }
}
