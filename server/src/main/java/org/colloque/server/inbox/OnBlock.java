package org.colloque.server.inbox;

import java.util.Optional;
import org.colloque.federation.vocabulary.Activity;
import org.colloque.server.accounts.BlockAccount;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;
import org.colloque.server.remote.ActorQueries;
import org.colloque.server.remote.KnownActor;
import org.colloque.server.remote.RemoteStatuses;

/** Somebody elsewhere blocks a member: neither follows the other, and the member sees no more. */
public final class OnBlock {
  private final Kit kit;
  private final BlockAccount blocks;

  public OnBlock(Kit kit, BlockAccount blocks) {
    this.kit = kit;
    this.blocks = blocks;
  }

  Prepared on(Activity.Block block, KnownActor sender) {
    return Prepared.ready(tx -> apply(tx, block, sender));
  }

  private String apply(Tx tx, Activity.Block block, KnownActor sender) {
    Optional<KnownActor> target =
        ActorQueries.byUri(tx.sql(), block.object()).filter(KnownActor::isLocal);
    if (target.isEmpty()) {
      return "not one of ours";
    }
    if (RemoteStatuses.wasUndone(tx.sql(), block.id(), sender.uri(), kit.now())) {
      return "taken back before";
    }
    blocks.receive(tx, sender.id(), target.get().id(), block.id());
    return "blocked";
  }
}
