package org.colloque.server.inbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.colloque.federation.handle.Origin;
import org.colloque.server.database.DatabaseUnavailableException;
import org.colloque.server.database.Viewer;
import org.colloque.server.delivery.SignsOfLife;
import org.colloque.server.inbox.InboxQueries.Waiting;
import org.colloque.server.kit.Kit;
import org.jspecify.annotations.Nullable;

/**
 * What activities of many actors do, in one transaction: whoever comes first does it for all that
 * have come meanwhile. When one of them fails, each is done by itself, so that it fails alone.
 */
final class Together {
  /** Activities in one transaction, at most: what they change is locked until its end. */
  static final int MOST = 64;

  private final Kit kit;
  private final ConcurrentLinkedQueue<One> waiting = new ConcurrentLinkedQueue<>();
  private final ReentrantLock atWork = new ReentrantLock();

  Together(Kit kit) {
    this.kit = kit;
  }

  private static final class One {
    private final Waiting row;
    private final Prepared.Effect effect;
    private boolean done;
    private @Nullable Throwable failure;

    One(Waiting row, Prepared.Effect effect) {
      this.row = row;
      this.effect = effect;
    }
  }

  /**
   * Returns when the effect and the note that it is done are committed.
   *
   * @throws RuntimeException that of the effect; then nothing of it was kept
   */
  void apply(Waiting row, Prepared.Effect effect) {
    One mine = new One(row, effect);
    waiting.add(mine);
    atWork.lock();
    try {
      while (!mine.done) {
        work();
      }
    } finally {
      atWork.unlock();
    }
    switch (mine.failure) {
      case null -> {}
      case RuntimeException failure -> throw failure;
      case Error error -> throw error;
      default -> throw new IllegalStateException(mine.failure);
    }
  }

  private void work() {
    List<One> batch = new ArrayList<>();
    for (One one = waiting.poll(); one != null; one = batch.size() < MOST ? waiting.poll() : null) {
      batch.add(one);
    }
    Throwable failure = commit(batch);
    if (failure instanceof DatabaseUnavailableException || batch.size() == 1) {
      batch.forEach(one -> one.failure = failure);
    } else if (failure != null) {
      batch.forEach(one -> one.failure = commit(List.of(one)));
    }
    batch.forEach(one -> one.done = true);
  }

  private @Nullable Throwable commit(List<One> batch) {
    try {
      kit.db()
          .doAs(
              Viewer.stranger(),
              tx -> {
                List<Long> ids = new ArrayList<>();
                List<String> outcomes = new ArrayList<>();
                Set<String> hosts = new TreeSet<>();
                for (One one : batch) {
                  outcomes.add(one.effect.apply(tx));
                  ids.add(one.row.id());
                  Origin.of(one.row.actor()).ifPresent(origin -> hosts.add(origin.authority()));
                }
                InboxQueries.done(tx.sql(), ids, outcomes, kit.now());
                SignsOfLife.from(kit, tx, hosts);
              });
      return null;
    } catch (RuntimeException | Error failed) {
      return failed;
    }
  }
}
