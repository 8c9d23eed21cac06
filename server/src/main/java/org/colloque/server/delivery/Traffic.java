package org.colloque.server.delivery;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.colloque.server.delivery.Lane.Sent;

/**
 * What is claimed and what is under way, by server. A delivery that waits long for its answer gives
 * its place to others and keeps only its connection, so that silent servers never hold up those
 * that answer (reliability.md, C12).
 */
final class Traffic {
  /** Deliveries under way at once, besides {@link #MOST_LATE}. */
  static final int IN_FLIGHT = 512;

  /** Of those to one server. */
  static final int PER_HOST = 4;

  /** Claimed for one server at once: those under way and those that follow. */
  static final int AHEAD = 8;

  /** Claimed in all. */
  static final int HELD = 2_048;

  /** Who has not answered after so long is late. */
  static final Duration LATE = Duration.ofSeconds(2);

  /** Late ones in all; more than these take places. */
  static final int MOST_LATE = 1_024;

  private final LongSupplier nanos;
  private final Map<Long, Delivery> held = new HashMap<>();
  private final Map<String, Lane> lanes = new HashMap<>();

  /** Those that may begin another one, by turns. */
  private final LinkedHashSet<Lane> able = new LinkedHashSet<>();

  /** Those under way that are not late, the oldest first, and some that have ended. */
  private final ArrayDeque<Sent> young = new ArrayDeque<>();

  private int underWay;
  private int late;

  /**
   * @param nanos a clock that never goes back, as {@link System#nanoTime}
   */
  Traffic(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** How many more may be claimed. */
  int room() {
    return HELD - held.size();
  }

  /** How many more may be under way. */
  int places() {
    return IN_FLIGHT + Math.min(late, MOST_LATE) - underWay;
  }

  int underWay() {
    return underWay;
  }

  boolean isEmpty() {
    return held.isEmpty();
  }

  /** All that is claimed. */
  Set<Long> claimed() {
    return held.keySet();
  }

  /** How many are claimed for each of these servers; for one that is late, no more may be. */
  Map<String, Integer> claimed(List<String> hosts) {
    lanes.values().removeIf(Lane::isForgettable);
    Map<String, Integer> claimed = new LinkedHashMap<>();
    for (String host : hosts) {
      Lane lane = lanes.get(host);
      claimed.put(host, lane == null ? 0 : lane.isLate() ? AHEAD : lane.held());
    }
    return claimed;
  }

  void hold(Delivery delivery) {
    Lane lane = lanes.computeIfAbsent(delivery.host(), _ -> new Lane(nanos));
    if (lane.add(delivery)) {
      held.put(delivery.id(), delivery);
      able.add(lane);
    }
  }

  /** Those whose turn it is, as far as there are places; each server in its turn. */
  List<Sent> begin() {
    noticeLate();
    List<Sent> begun = new ArrayList<>();
    while (places() > 0 && !able.isEmpty()) {
      Lane lane = able.removeFirst();
      Sent next = lane.begin(PER_HOST);
      if (next != null) {
        underWay++;
        young.add(next);
        begun.add(next);
        able.add(lane);
      }
    }
    return begun;
  }

  private void noticeLate() {
    while (!young.isEmpty()) {
      Sent oldest = young.getFirst();
      if (!oldest.hasEnded()) {
        if (oldest.age().compareTo(LATE) < 0) {
          return;
        }
        oldest.late();
        late++;
        drop(oldest.lane());
      }
      young.removeFirst();
    }
  }

  /** It was answered, or failed; what is claimed stays so until it is settled. */
  void end(Sent sent, boolean answered) {
    sent.lane().end(sent, answered);
    underWay--;
    late -= sent.isLate() ? 1 : 0;
    able.add(sent.lane());
    if (!answered) {
      // what would follow waits until the failure is written down
      drop(sent.lane());
    }
  }

  /** It was not sent after all. */
  void letGo(Sent sent) {
    end(sent, false);
    held.remove(sent.delivery().id());
  }

  /** These are written down. */
  void settled(Collection<Long> deliveries) {
    deliveries.forEach(held::remove);
  }

  private void drop(Lane lane) {
    lane.drop().forEach(dropped -> held.remove(dropped.id()));
  }

  /** Another process has the turn: what has not begun is that one's. */
  void dropAll() {
    lanes.values().forEach(this::drop);
  }
}
