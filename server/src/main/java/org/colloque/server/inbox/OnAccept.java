package org.colloque.server.inbox;

import org.colloque.federation.vocabulary.Activity;
import org.colloque.server.accounts.AnswerFollow;
import org.colloque.server.remote.KnownActor;

/**
 * Who was asked grants a follow: only now it is one (security row 21). Or to be quoted, likewise.
 */
public final class OnAccept {
  private final AnswerFollow follows;
  private final AnsweredQuote quotes;
  private final AnsweredRequest requests;

  public OnAccept(AnswerFollow follows, AnsweredQuote quotes, AnsweredRequest requests) {
    this.follows = follows;
    this.quotes = quotes;
    this.requests = requests;
  }

  Prepared on(Activity.Accept accept, KnownActor sender) {
    return Prepared.ready(tx ->
        AnsweredFollow.find(tx.sql(), accept.object(), sender)
            .map(pair ->
                follows.accepted(tx, pair.account(), pair.target()) ? "follows" : "follows already")
            .or(() -> quotes.accepted(tx, accept.object(), accept.result(), sender))
            .or(() -> requests.accepted(tx, accept.object(), accept.result(), sender))
            .orElse("nobody here asked"));
  }
}
