package org.colloque.server.inbox;

import java.util.Optional;
import org.colloque.federation.vocabulary.Activity;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.outbox.TellOne;
import org.colloque.server.remote.KnownActor;
import org.colloque.server.remote.RemoteStatuses;
import org.colloque.server.statuses.ReadStatus;

/** Somebody asks whether they may quote a post of a member (FEP-044f): no, for nobody may yet. */
public final class OnQuoteRequest {
  private final TellOne outbox;

  public OnQuoteRequest(TellOne outbox) {
    this.outbox = outbox;
  }

  Prepared on(Activity.QuoteRequest request, KnownActor sender) {
    return Prepared.ready(tx -> apply(tx, request, sender));
  }

  private String apply(Tx tx, Activity.QuoteRequest request, KnownActor sender) {
    Optional<RemoteStatuses.Known> quoted =
        RemoteStatuses.byUri(tx.sql(), request.object())
            .filter(known -> known.local() && !known.deleted());
    if (quoted.isEmpty()) {
      return "not one of ours";
    }
    // who may not read it learns nothing, not even a refusal
    ReadStatus.readable(tx.sql(), Viewer.of(sender.id()), quoted.get().id());
    outbox.quoteRefused(
        tx,
        quoted.get().author(),
        sender.id(),
        request.id(),
        request.object(),
        request.instrument());
    return "refused";
  }
}
