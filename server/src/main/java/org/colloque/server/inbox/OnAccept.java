package org.colloque.server.inbox;

import org.colloque.federation.vocabulary.Activity;
import org.colloque.server.accounts.AnswerFollow;
import org.colloque.server.remote.KnownActor;

/** Who was asked grants a follow: only now it is one (security row 21). */
public final class OnAccept {
  private final AnswerFollow follows;

  public OnAccept(AnswerFollow follows) {
    this.follows = follows;
  }

  Prepared on(Activity.Accept accept, KnownActor sender) {
    return Prepared.ready(tx ->
        AnsweredFollow.find(tx.sql(), accept.object(), sender)
            .map(pair ->
                follows.accepted(tx, pair.account(), pair.target()) ? "follows" : "follows already")
            .orElse("nobody here asked"));
  }
}
