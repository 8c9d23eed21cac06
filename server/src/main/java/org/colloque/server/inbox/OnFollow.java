package org.colloque.server.inbox;

import java.util.Optional;
import org.colloque.federation.vocabulary.Activity;
import org.colloque.server.accounts.FollowAccount;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;
import org.colloque.server.outbox.FederatedOutbox;
import org.colloque.server.remote.ActorQueries;
import org.colloque.server.remote.InstanceActor;
import org.colloque.server.remote.KnownActor;
import org.colloque.server.remote.RemoteStatuses;

/** Somebody elsewhere asks to follow a member: granted at once, or asked of the member first. */
public final class OnFollow {
  private final Kit kit;
  private final FollowAccount follows;
  private final FederatedOutbox outbox;

  public OnFollow(Kit kit, FollowAccount follows, FederatedOutbox outbox) {
    this.kit = kit;
    this.follows = follows;
    this.outbox = outbox;
  }

  Prepared on(Activity.Follow follow, KnownActor sender) {
    return Prepared.ready(tx -> apply(tx, follow, sender));
  }

  private String apply(Tx tx, Activity.Follow follow, KnownActor sender) {
    Optional<KnownActor> target =
        ActorQueries.byUri(tx.sql(), follow.object())
            .filter(actor ->
                actor.isLocal()
                    && actor.stands()
                    && !actor.username().equals(InstanceActor.USERNAME));
    if (target.isEmpty()) {
      return "not one of ours";
    }
    if (RemoteStatuses.wasUndone(tx.sql(), follow.id(), sender.uri(), kit.now())) {
      return "taken back before";
    }
    KnownActor member = target.get();
    // the newest Follow counts, also when it asks again (quirk 35)
    RelationRows.rename(tx.sql(), sender.id(), member.id(), follow.id());
    return switch (follows.receive(tx, sender.id(), member.id(), follow.id())) {
      case FOLLOWS -> "follows";
      case REQUESTED -> "asked";
      case REFUSED -> {
        outbox.refuse(tx, follow.id(), sender.id(), member.id());
        yield "refused";
      }
    };
  }
}
