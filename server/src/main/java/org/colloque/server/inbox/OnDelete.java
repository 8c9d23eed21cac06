package org.colloque.server.inbox;

import java.util.Optional;
import org.colloque.federation.vocabulary.Activity;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;
import org.colloque.server.remote.Addresses;
import org.colloque.server.remote.ForgetAccount;
import org.colloque.server.remote.KnownActor;
import org.colloque.server.remote.RemoteStatuses;
import org.colloque.server.statuses.DeleteStatus;

/** Somebody deletes a post of theirs, or themselves. */
public final class OnDelete {
  private final Kit kit;
  private final DeleteStatus delete;
  private final ForgetAccount forget;
  private final AnsweredQuote quotes;

  public OnDelete(Kit kit, DeleteStatus delete, ForgetAccount forget, AnsweredQuote quotes) {
    this.kit = kit;
    this.quotes = quotes;
    this.delete = delete;
    this.forget = forget;
  }

  Prepared on(Activity.Delete activity, KnownActor sender) {
    return Prepared.ready(tx -> {
      if (activity.ofActor()) {
        forget.forgetRemote(tx, sender.id());
        return "account forgotten";
      }
      return status(tx, activity.object().id(), sender);
    });
  }

  private String status(Tx tx, String uri, KnownActor sender) {
    Optional<RemoteStatuses.Known> known = RemoteStatuses.byUri(tx.sql(), uri);
    if (known.isEmpty()) {
      Optional<String> stamp = quotes.stampDeleted(tx, uri, sender);
      if (stamp.isPresent()) {
        return stamp.get();
      }
      // it may have overtaken the post, which must not come to life then
      if (Addresses.fits(uri)) {
        RemoteStatuses.remember(tx.sql(), uri, sender.uri(), kit.now());
      }
      return "not here";
    }
    if (known.get().deleted()) {
      return "deleted already";
    }
    if (!known.get().author().equals(sender.id())) {
      return "by another author";
    }
    delete.delete(tx, sender.id(), known.get().id());
    return "deleted";
  }
}
