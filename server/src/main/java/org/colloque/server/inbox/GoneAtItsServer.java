package org.colloque.server.inbox;

import java.util.Optional;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.colloque.server.remote.Budget;
import org.colloque.server.remote.FindStatus;
import org.colloque.server.remote.RemoteStatuses;
import org.colloque.server.statuses.DeleteStatus;

/**
 * The one rule by which a deletion is believed that not its author's server told, but somebody who
 * hands it on: the post is one that everybody may read, and its own server answers 410, or 404 as
 * those servers do that keep no tombstones. With a key it is another matter (quirk 88).
 */
final class GoneAtItsServer {
  private final Kit kit;
  private final FindStatus statuses;
  private final DeleteStatus delete;

  GoneAtItsServer(Kit kit, FindStatus statuses, DeleteStatus delete) {
    this.kit = kit;
    this.statuses = statuses;
    this.delete = delete;
  }

  /** Nobody is asked about what is not here, is gone already, or cannot be asked about. */
  Prepared delete(String uri, Budget budget) {
    if (kit.db().as(Viewer.stranger(), tx -> open(tx, uri)).isEmpty()) {
      return Prepared.nothing("not here");
    }
    return statuses.isGone(uri, budget)
        ? Prepared.ready(tx ->
            open(tx, uri)
                .filter(known -> !known.local())
                .map(known -> {
                  delete.delete(tx, known.author(), known.id());
                  return "deleted";
                })
                .orElse("not here"))
        : Prepared.nothing("still there");
  }

  /**
   * What only some may read is hidden from us too, and many servers show no boost at its address:
   * that it cannot be fetched says nothing.
   */
  static Optional<RemoteStatuses.Known> open(Tx tx, String uri) {
    return RemoteStatuses.byUri(tx.sql(), uri)
        .filter(known -> known.open() && !known.deleted() && known.reblogOf() == null);
  }
}
