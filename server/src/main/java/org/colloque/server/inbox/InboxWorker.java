package org.colloque.server.inbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.colloque.server.database.DatabaseUnavailableException;
import org.colloque.server.database.Turn;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.ProblemException;
import org.colloque.server.inbox.InboxQueries.Waiting;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;
import org.colloque.server.remote.ActorQueries;
import org.colloque.server.remote.KnownActor;
import org.colloque.server.remote.StoreNote;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works off received activities: those of one actor one after the other, many actors at once. What
 * an activity does and the note that it is done are one transaction, so that a process that dies
 * leaves it either done or waiting. One process has the turn; what it works on stands in memory,
 * and in a table that is only read when it has died.
 */
public final class InboxWorker implements Worker {
  /** Actors worked on at once. */
  static final int ACTORS = 128;

  /** Rows claimed in one statement. */
  static final int CLAIMED = 256;

  /** Texts of claimed rows in memory, in bytes; one more may be added, whatever its length. */
  static final long BYTES = 16L << 20;

  /** When the database went away, nothing is tried for so long. */
  static final Duration PAUSE = Duration.ofSeconds(2);

  /** Attempts before an activity is given up. */
  static final int ATTEMPTS = 8;

  private static final List<Duration> WAITS =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(2),
          Duration.ofHours(6),
          Duration.ofHours(12));

  private static final Duration INTERVAL = Duration.ofMillis(250);
  private static final long WAIT_MILLIS = 50;
  private static final long STOP_MILLIS = 2_000;
  private static final Logger LOG = LoggerFactory.getLogger(InboxWorker.class);

  private final Kit kit;
  private final Turn turn;
  private final Inbox inbox;
  private final KeepUnread unread;
  private final Together together;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();

  /** Claimed rows with the lengths of their texts. */
  private final Map<Long, Integer> claimed = new ConcurrentHashMap<>();

  private final Deque<Long> suspects = new ArrayDeque<>();
  private final Semaphore finished = new Semaphore(0);
  private boolean hasTurn;
  private volatile Instant pausedUntil = Instant.MIN;
  private volatile boolean stopping;

  public InboxWorker(Kit kit, Turn turn, Inbox inbox, KeepUnread unread, StoreNote posts) {
    this.kit = kit;
    this.turn = turn;
    this.inbox = inbox;
    this.unread = unread;
    this.together = new Together(kit, posts);
  }

  @Override
  public String name() {
    return "inbox";
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  @Override
  public boolean work() {
    boolean found = !kit.now().isBefore(pausedUntil) && beginMore();
    if (underWay.isEmpty()) {
      return found;
    }
    awaitOne();
    return true;
  }

  /**
   * @param senders by their addresses, as they were when the rows were claimed
   */
  private record Claim(List<Waiting> rows, Map<String, KnownActor> senders) {}

  /** Claims and begins; not while a stop looks at what is claimed. */
  private synchronized boolean beginMore() {
    if (stopping || !takeTurn()) {
      return false;
    }
    if (!suspects.isEmpty()) {
      return beginSuspect();
    }
    long room = BYTES - claimed.values().stream().mapToLong(Integer::longValue).sum();
    if (underWay.size() >= ACTORS || room <= 0) {
      return false;
    }
    List<String> busy = List.copyOf(underWay);
    Claim claim =
        kit.db()
            .as(
                Viewer.stranger(),
                tx -> {
                  List<Waiting> due = InboxQueries.claim(tx.sql(), busy, CLAIMED, room, kit.now());
                  Set<String> actors = due.stream().map(Waiting::actor).collect(Collectors.toSet());
                  return new Claim(due, ActorQueries.byUris(tx.sql(), actors));
                });
    begin(claim.rows(), claim.senders());
    return !claim.rows().isEmpty();
  }

  /** Whether this process has it; who comes to it looks first at what the one before left. */
  private boolean takeTurn() {
    boolean mine = turn.isMine();
    if (mine && !hasTurn) {
      if (!underWay.isEmpty()) {
        return false;
      }
      suspects.addAll(kit.db().as(Viewer.stranger(), tx -> InboxQueries.claimedBefore(tx.sql())));
    }
    hasTurn = mine;
    return mine;
  }

  /**
   * One by one what a process worked on that has died, each attempt counted before it begins: that
   * of them which ends processes is given up some day, and nothing else with it.
   */
  private boolean beginSuspect() {
    if (!underWay.isEmpty()) {
      return false;
    }
    long id = suspects.getFirst();
    Optional<Waiting> row =
        kit.db()
            .as(
                Viewer.stranger(),
                tx -> {
                  Optional<Waiting> suspect = InboxQueries.suspect(tx.sql(), id);
                  if (suspect.isEmpty()) {
                    InboxQueries.release(tx.sql(), List.of(id));
                  }
                  return suspect;
                });
    suspects.removeFirst();
    row.ifPresent(suspect -> begin(List.of(suspect), Map.of()));
    return true;
  }

  /**
   * Who sent is known for the first row of each only: that row may change it for the ones behind.
   */
  private void begin(List<Waiting> rows, Map<String, KnownActor> senders) {
    Map<String, List<Waiting>> byActor = new LinkedHashMap<>();
    for (Waiting row : rows) {
      claimed.put(row.id(), row.body().length);
      byActor.computeIfAbsent(row.actor(), _ -> new ArrayList<>()).add(row);
    }
    underWay.addAll(byActor.keySet());
    byActor.forEach((actor, ofActor) ->
        threads.execute(() -> {
          try {
            workOff(ofActor.getFirst(), senders.get(actor));
            ofActor.stream().skip(1).forEach(row -> workOff(row, null));
          } catch (RuntimeException unavailable) {
            pausedUntil = kit.now().plus(PAUSE);
            LOG.warn("activities of {} wait for the database", actor, unavailable);
          } finally {
            letGo(ofActor);
            underWay.remove(actor);
            finished.release();
          }
        }));
  }

  /** What could not be settled is claimed again. Whoever stops gives it back. */
  private void letGo(List<Waiting> rows) {
    if (!stopping) {
      rows.forEach(row -> claimed.remove(row.id()));
    }
  }

  private void awaitOne() {
    try {
      if (finished.tryAcquire(WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
        finished.drainPermits();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The barrier: whatever one activity does, the next one is worked off. */
  private void workOff(Waiting row, @Nullable KnownActor sender) {
    if (stopping) {
      return;
    }
    try {
      switch (row.attempts() > ATTEMPTS ? givenUp(row) : prepared(row, sender)) {
        case Prepared.Later later -> later(row, later.reason());
        case Prepared.Doable doable -> apply(row, doable);
      }
      claimed.remove(row.id());
    } catch (DatabaseUnavailableException unavailable) {
      // those behind it wait too, so that the order is kept
      throw unavailable;
    } catch (RuntimeException | StackOverflowError failure) {
      LOG.error("an activity of {} failed", row.actor(), failure);
      String reason = "failed: " + failure.getClass().getSimpleName();
      if (row.attempts() >= ATTEMPTS) {
        unread.keep(row.actor(), "", reason, row.body());
      }
      later(row, reason);
      claimed.remove(row.id());
    }
  }

  /** Each attempt has ended the process. */
  private Prepared givenUp(Waiting row) {
    unread.keep(row.actor(), "", "ended the process", row.body());
    return Prepared.nothing("given up");
  }

  private Prepared prepared(Waiting row, @Nullable KnownActor sender) {
    try {
      return inbox.receive(row.verified(), sender);
    } catch (ProblemException refused) {
      return Prepared.nothing("refused: " + refused.message());
    }
  }

  private void apply(Waiting row, Prepared.Doable doable) {
    try {
      together.apply(row, doable);
    } catch (ProblemException refused) {
      done(row, "refused: " + refused.message());
    }
  }

  private void later(Waiting row, String reason) {
    if (row.attempts() >= ATTEMPTS) {
      done(row, "given up: " + reason);
      return;
    }
    Duration wait = WAITS.get(Math.min(row.attempts() - 1, WAITS.size() - 1));
    kit.db()
        .doAs(
            Viewer.stranger(),
            tx -> InboxQueries.later(tx.sql(), row.id(), reason, kit.now().plus(wait)));
  }

  private void done(Waiting row, String outcome) {
    kit.db()
        .doAs(
            Viewer.stranger(),
            tx -> InboxQueries.done(tx.sql(), List.of(row.id()), List.of(outcome), kit.now()));
  }

  @Override
  public void stop() {
    synchronized (this) {
      stopping = true;
      threads.shutdown();
    }
    try {
      if (!threads.awaitTermination(STOP_MILLIS, TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    List<Long> left = List.copyOf(claimed.keySet());
    if (!left.isEmpty()) {
      kit.db().doAs(Viewer.stranger(), tx -> InboxQueries.release(tx.sql(), left));
    }
  }
}
