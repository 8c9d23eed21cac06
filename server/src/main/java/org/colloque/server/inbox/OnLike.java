package org.colloque.server.inbox;

import java.util.Optional;
import org.colloque.federation.vocabulary.Activity;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.colloque.server.remote.KnownActor;
import org.colloque.server.remote.RemoteStatuses;
import org.colloque.server.statuses.FavouriteStatus;
import org.colloque.server.statuses.ReadStatus;

/** Somebody elsewhere likes what a member wrote and they may read. */
public final class OnLike {
  private final Kit kit;
  private final FavouriteStatus favourites;

  public OnLike(Kit kit, FavouriteStatus favourites) {
    this.kit = kit;
    this.favourites = favourites;
  }

  Prepared on(Activity.Like like, KnownActor sender) {
    return Prepared.ready(tx -> apply(tx, like, sender));
  }

  private String apply(Tx tx, Activity.Like like, KnownActor sender) {
    Optional<RemoteStatuses.Known> status =
        RemoteStatuses.byUri(tx.sql(), like.object())
            .filter(known -> known.local() && !known.deleted() && known.reblogOf() == null);
    if (status.isEmpty()) {
      return "not one of ours";
    }
    if (RemoteStatuses.wasUndone(tx.sql(), like.id(), sender.uri(), kit.now())) {
      return "taken back before";
    }
    // refuses who may not read it, as if it were not there
    ReadStatus.readable(tx.sql(), Viewer.of(sender.id()), status.get().id());
    boolean added =
        favourites.add(tx, sender.id(), status.get().id(), status.get().author(), like.id());
    return added ? "liked" : "liked already";
  }
}
