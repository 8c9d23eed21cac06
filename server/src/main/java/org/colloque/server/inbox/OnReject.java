package org.colloque.server.inbox;

import org.colloque.federation.vocabulary.Activity;
import org.colloque.server.accounts.AnswerFollow;
import org.colloque.server.remote.KnownActor;

/** Who was asked refuses a follow, or ends one that they had granted. */
public final class OnReject {
  private final AnswerFollow follows;

  public OnReject(AnswerFollow follows) {
    this.follows = follows;
  }

  Prepared on(Activity.Reject reject, KnownActor sender) {
    return Prepared.ready(tx ->
        AnsweredFollow.find(tx.sql(), reject.object(), sender)
            .map(pair ->
                follows.rejected(tx, pair.account(), pair.target()) ? "refused" : "refused already")
            .orElse("nobody here asked"));
  }
}
