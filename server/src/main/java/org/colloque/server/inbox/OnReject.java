package org.colloque.server.inbox;

import org.colloque.federation.vocabulary.Activity;
import org.colloque.server.accounts.AnswerFollow;
import org.colloque.server.remote.KnownActor;

/** Who was asked refuses a follow or a quote, or ends one that they had granted. */
public final class OnReject {
  private final AnswerFollow follows;
  private final AnsweredQuote quotes;
  private final AnsweredRequest requests;

  public OnReject(AnswerFollow follows, AnsweredQuote quotes, AnsweredRequest requests) {
    this.follows = follows;
    this.quotes = quotes;
    this.requests = requests;
  }

  Prepared on(Activity.Reject reject, KnownActor sender) {
    return Prepared.ready(tx ->
        AnsweredFollow.find(tx.sql(), reject.object(), sender)
            .map(pair ->
                follows.rejected(tx, pair.account(), pair.target()) ? "refused" : "refused already")
            .or(() -> quotes.rejected(tx, reject.object(), sender))
            .or(() -> requests.rejected(tx, reject.object(), sender))
            .orElse("nobody here asked"));
  }
}
