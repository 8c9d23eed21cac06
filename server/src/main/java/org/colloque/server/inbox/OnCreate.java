package org.colloque.server.inbox;

import org.colloque.federation.handle.Origin;
import org.colloque.federation.vocabulary.Activity;
import org.colloque.federation.vocabulary.Actor;
import org.colloque.federation.vocabulary.Note;
import org.colloque.federation.vocabulary.Payload;
import org.colloque.server.database.Tx;
import org.colloque.server.remote.Budget;
import org.colloque.server.remote.FindStatus;
import org.colloque.server.remote.KnownActor;
import org.colloque.server.remote.QuotedPosts;
import org.colloque.server.remote.RemoteStatuses;
import org.colloque.server.remote.StoreNote;
import org.colloque.server.statuses.VoteInPoll;

/** A new post: kept if somebody here has to do with it. */
public final class OnCreate {
  private final Relevance relevance;
  private final FindStatus statuses;
  private final StoreNote store;
  private final VoteInPoll votes;

  public OnCreate(Relevance relevance, FindStatus statuses, StoreNote store, VoteInPoll votes) {
    this.relevance = relevance;
    this.statuses = statuses;
    this.store = store;
    this.votes = votes;
  }

  Prepared on(Activity.Create create, KnownActor sender) {
    Budget budget = Budget.forActivity();
    return switch (create.object()) {
      case Note note -> note(note, sender, budget);
      case Payload.Link link -> linked(link.id(), sender, budget);
      case Payload.Ballot ballot -> Prepared.ready(tx -> vote(tx, ballot, sender));
      case Actor _ -> Prepared.nothing("an actor is not created by its server's word");
      case Payload.Other other -> Prepared.nothing("not a post: " + cut(other.type()));
    };
  }

  /** A post with its text, by its author: checked against the signer before it came here. */
  Prepared note(Note note, KnownActor sender, Budget budget) {
    if (!relevance.concernsUs(note, sender)) {
      return Prepared.nothing("concerns nobody here");
    }
    statuses.fetchAncestors(note, budget);
    store.discoverPeople(note, budget);
    QuotedPosts.Checked checked = statuses.quotes().check(note, budget);
    return new Prepared.Post(
        new StoreNote.Arrival(note, sender),
        tx -> {
          if (checked.quote() != null) {
            statuses.quotes().keep(tx, note, sender, checked);
          }
        });
  }

  /** Only the id was sent: the post is fetched, which shows public ones only. */
  private Prepared linked(String id, KnownActor sender, Budget budget) {
    if (!Origin.same(id, sender.uri())) {
      return Prepared.nothing("not on the server of its author");
    }
    return LinkedNote.fetch(statuses, id, sender, budget, note -> note(note, sender, budget));
  }

  /** Only in polls of ours; others count their own. */
  private String vote(Tx tx, Payload.Ballot ballot, KnownActor sender) {
    return RemoteStatuses.byUri(tx.sql(), ballot.poll())
        .filter(known -> known.local() && !known.deleted())
        .map(known ->
            votes.receive(tx, sender.id(), known.id(), ballot.names()) ? "voted" : "does not count")
        .orElse("a vote in no poll of ours");
  }

  private static String cut(String type) {
    return type.substring(0, Math.min(type.length(), 40));
  }
}
