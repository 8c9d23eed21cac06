package org.colloque.server.inbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.colloque.server.database.Gather;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.inbox.InboxQueries.Incoming;
import org.colloque.server.kit.Kit;

/**
 * Writes down what was verified, many in one transaction, and looks that no actor fills the queue.
 */
final class KeepIncoming {
  /** Activities of one actor that may wait; more are told to come back. */
  static final int WAITING_PER_ACTOR = 10_000;

  private static final int MOST = 64;

  /** How long an answer may be later in a crowd, so that a commit holds more of them. */
  private static final Duration MOMENT = Duration.ofMillis(1);

  private static final int ACTORS = 10_000;

  private final Kit kit;
  private final Gather<Incoming, Boolean> gather = new Gather<>(MOST, MOMENT, this::commit);

  /**
   * How many more each actor may send before its waiting ones are counted again: those that are
   * worked off meanwhile only make room.
   */
  private final Cache<String, AtomicInteger> room =
      Caffeine.newBuilder().maximumSize(ACTORS).build();

  KeepIncoming(Kit kit) {
    this.kit = kit;
  }

  /**
   * Returns when it is on disk.
   *
   * @return false when too much of its actor waits: then it is not kept
   */
  boolean keep(Incoming incoming) {
    return gather.ask(incoming);
  }

  private List<Boolean> commit(List<Incoming> batch) {
    return kit.db().as(Viewer.stranger(), tx -> commit(tx, batch));
  }

  private List<Boolean> commit(Tx tx, List<Incoming> batch) {
    Map<String, AtomicInteger> rooms = rooms(tx, batch);
    List<Incoming> kept = new ArrayList<>();
    List<Boolean> answers = new ArrayList<>();
    for (Incoming incoming : batch) {
      AtomicInteger left = rooms.get(incoming.actor());
      boolean fits = left != null && left.getAndDecrement() > 0;
      answers.add(fits);
      if (fits) {
        kept.add(incoming);
      }
    }
    if (!kept.isEmpty()) {
      InboxQueries.keep(tx.sql(), kept, kit.now());
    }
    return answers;
  }

  /** Counts for those whose room is unknown or may be used up by these. */
  private Map<String, AtomicInteger> rooms(Tx tx, List<Incoming> batch) {
    Map<String, AtomicInteger> rooms = new HashMap<>();
    Set<String> unsure = new TreeSet<>();
    for (Incoming incoming : batch) {
      AtomicInteger left = room.getIfPresent(incoming.actor());
      if (left == null || left.get() < batch.size()) {
        unsure.add(incoming.actor());
      } else {
        rooms.put(incoming.actor(), left);
      }
    }
    if (!unsure.isEmpty()) {
      InboxQueries.waiting(tx.sql(), unsure, WAITING_PER_ACTOR)
          .forEach(
              (actor, waiting) -> rooms.put(actor, new AtomicInteger(WAITING_PER_ACTOR - waiting)));
      unsure.forEach(actor -> room.put(actor, rooms.getOrDefault(actor, new AtomicInteger())));
    }
    return rooms;
  }
}
