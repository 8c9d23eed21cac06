package org.colloque.server.inbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.colloque.server.database.DatabaseUnavailableException;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.ProblemException;
import org.colloque.server.inbox.InboxQueries.Waiting;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works off received activities: those of one actor one after the other, many actors at once. What
 * an activity does and the note that it is done are one transaction, so that a process that dies
 * leaves it either done or waiting.
 */
public final class InboxWorker implements Worker {
  /** Actors worked on at once. */
  static final int ACTORS = 64;

  /** Rows claimed in one statement. */
  static final int CLAIMED = 256;

  /** A process that died lets go of its rows after so long; one that lives renews in time. */
  static final Duration LEASE = Duration.ofMinutes(1);

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
  private final Inbox inbox;
  private final KeepUnread unread;
  private final Together together;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private final Set<Long> claimed = ConcurrentHashMap.newKeySet();
  private final Semaphore finished = new Semaphore(0);
  private Instant renewed = Instant.MIN;
  private volatile boolean stopping;

  public InboxWorker(Kit kit, Inbox inbox, KeepUnread unread) {
    this.kit = kit;
    this.inbox = inbox;
    this.unread = unread;
    this.together = new Together(kit);
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
    if (stopping) {
      return false;
    }
    renewLeases();
    boolean found = false;
    if (underWay.size() < ACTORS) {
      found = beginMore();
    }
    if (underWay.isEmpty()) {
      return found;
    }
    awaitOne();
    return true;
  }

  /** Claims and begins; not while a stop looks at what is claimed. */
  private synchronized boolean beginMore() {
    if (stopping) {
      return false;
    }
    Instant now = kit.now();
    List<Waiting> rows =
        kit.db().as(Viewer.stranger(), tx -> InboxQueries.claim(tx, CLAIMED, now, now.plus(LEASE)));
    renewed = claimed.isEmpty() ? now : renewed;
    begin(rows);
    return !rows.isEmpty();
  }

  private void renewLeases() {
    Instant now = kit.now();
    List<Long> mine = List.copyOf(claimed);
    if (!mine.isEmpty() && renewed.isBefore(now.minus(LEASE.dividedBy(3)))) {
      renewed = now;
      kit.db().doAs(Viewer.stranger(), tx -> InboxQueries.renew(tx.sql(), mine, now.plus(LEASE)));
    }
  }

  private void begin(List<Waiting> rows) {
    Map<String, List<Waiting>> byActor = new LinkedHashMap<>();
    for (Waiting row : rows) {
      claimed.add(row.id());
      byActor.computeIfAbsent(row.actor(), _ -> new ArrayList<>()).add(row);
    }
    underWay.addAll(byActor.keySet());
    byActor.forEach((actor, ofActor) ->
        threads.execute(() -> {
          try {
            ofActor.forEach(this::workOff);
          } catch (RuntimeException unavailable) {
            LOG.warn("activities of {} wait for the database", actor, unavailable);
          } finally {
            letGo(ofActor);
            underWay.remove(actor);
            finished.release();
          }
        }));
  }

  /**
   * What could not be settled is claimed again when its lease has ended: renewed, it would wait
   * until this process ends, and with it all that its actor says. Whoever stops gives it back.
   */
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
  private void workOff(Waiting row) {
    if (stopping) {
      return;
    }
    try {
      switch (row.attempts() > ATTEMPTS ? Prepared.nothing("given up") : prepared(row)) {
        case Prepared.Ready ready -> apply(row, ready.effect());
        case Prepared.Later later -> later(row, later.reason());
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

  private Prepared prepared(Waiting row) {
    try {
      return inbox.receive(row.verified());
    } catch (ProblemException refused) {
      return Prepared.nothing("refused: " + refused.message());
    }
  }

  private void apply(Waiting row, Prepared.Effect effect) {
    try {
      together.apply(row, effect);
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
        .doAs(Viewer.stranger(), tx -> InboxQueries.done(tx.sql(), row.id(), outcome, kit.now()));
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
    List<Long> left = List.copyOf(claimed);
    if (!left.isEmpty()) {
      kit.db().doAs(Viewer.stranger(), tx -> InboxQueries.release(tx.sql(), left));
    }
  }
}
