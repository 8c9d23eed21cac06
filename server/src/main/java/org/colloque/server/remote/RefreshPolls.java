package org.colloque.server.remote;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.colloque.server.database.Viewer;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;
import org.colloque.server.statuses.PollQueries;

/** Asks the servers of polls that somebody looks at how they stand now. */
public final class RefreshPolls implements Worker {
  /** Polls that are asked for in one round. */
  static final int AT_ONCE = 20;

  private final Kit kit;
  private final FindStatus statuses;
  private final EditNote edit;

  public RefreshPolls(Kit kit, FindStatus statuses, EditNote edit) {
    this.kit = kit;
    this.statuses = statuses;
    this.edit = edit;
  }

  @Override
  public String name() {
    return "refresh-polls";
  }

  @Override
  public Duration interval() {
    return Duration.ofSeconds(1);
  }

  @Override
  public boolean work() {
    List<String> wanted =
        kit.db().as(Viewer.stranger(), tx -> PollQueries.wanted(tx.sql(), AT_ONCE));
    wanted.forEach(this::refresh);
    return wanted.size() == AT_ONCE;
  }

  /** Its server shows only public ones; of the others the author's server tells by itself. */
  private void refresh(String uri) {
    Optional<FindStatus.Authored> found = statuses.fetch(uri, Budget.forActivity()).optional();
    kit.db()
        .doAs(
            Viewer.stranger(),
            tx ->
                RemoteStatuses.byUri(tx.sql(), uri)
                    .filter(known -> !known.deleted())
                    .ifPresent(known -> {
                      PollQueries.asked(tx.sql(), known.id(), kit.now());
                      found
                          .filter(one -> one.author().id().equals(known.author()))
                          .filter(one -> one.note().id().equals(uri))
                          .ifPresent(one -> edit.edit(tx, known.id(), one.note(), one.author()));
                    }));
  }
}
