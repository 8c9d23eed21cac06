package org.colloque.server.inbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.colloque.federation.handle.Origin;
import org.colloque.server.database.Gather;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.delivery.SignsOfLife;
import org.colloque.server.inbox.InboxQueries.Waiting;
import org.colloque.server.kit.Kit;
import org.colloque.server.remote.StoreNote;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What activities of many actors do, in one transaction. New posts are stored first and all at
 * once.
 */
final class Together {
  /** Activities in one transaction, at most: what they change is locked until its end. */
  static final int MOST = 128;

  /**
   * How long posts may come later into feeds in a crowd, so that a feed gets more of them at once.
   */
  private static final Duration MOMENT = Duration.ofMillis(15);

  private static final Logger LOG = LoggerFactory.getLogger(Together.class);

  private final Kit kit;
  private final StoreNote posts;
  private final Gather<One, String> gather = new Gather<>(MOST, MOMENT, this::commit);

  Together(Kit kit, StoreNote posts) {
    this.kit = kit;
    this.posts = posts;
  }

  /** This process has lost its turn, and the one that has it now was faster. */
  private static final class DoneElsewhereException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private record One(Waiting row, Prepared.Doable doable) {}

  /**
   * Returns when the effect and the note that it is done are committed, or another process has done
   * it.
   *
   * @throws RuntimeException that of the effect; then nothing of it was kept
   */
  void apply(Waiting row, Prepared.Doable doable) {
    try {
      gather.ask(new One(row, doable));
    } catch (DoneElsewhereException _) {
      LOG.info("another process has done {} meanwhile", row.id());
    }
  }

  private List<String> commit(List<One> batch) {
    return kit.db().as(Viewer.stranger(), tx -> commit(tx, batch));
  }

  private List<String> commit(Tx tx, List<One> batch) {
    List<Long> ids = new ArrayList<>();
    List<String> outcomes = new ArrayList<>();
    Set<String> hosts = new TreeSet<>();
    Set<StoreNote.Arrival> news = posts.store(tx, arrivals(batch));
    for (One one : batch) {
      outcomes.add(outcome(tx, one, news));
      ids.add(one.row().id());
      Origin.of(one.row().actor()).ifPresent(origin -> hosts.add(origin.authority()));
    }
    if (InboxQueries.done(tx.sql(), ids, outcomes, kit.now()) != ids.size()) {
      throw new DoneElsewhereException();
    }
    SignsOfLife.from(kit, tx, hosts);
    return outcomes;
  }

  private static List<StoreNote.Arrival> arrivals(List<One> batch) {
    List<StoreNote.Arrival> arrivals = new ArrayList<>();
    for (One one : batch) {
      if (one.doable() instanceof Prepared.Post post) {
        arrivals.add(post.arrival());
      }
    }
    return arrivals;
  }

  private static String outcome(Tx tx, One one, Set<StoreNote.Arrival> news) {
    return switch (one.doable()) {
      case Prepared.Ready ready -> ready.effect().apply(tx);
      case Prepared.Post post -> {
        post.then().accept(tx);
        yield news.contains(post.arrival()) ? "stored" : "known already";
      }
    };
  }
}
