package org.colloque.server.inbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.colloque.federation.vocabulary.Activity;
import org.colloque.federation.vocabulary.Actor;
import org.colloque.federation.vocabulary.Note;
import org.colloque.federation.vocabulary.Payload;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.colloque.server.remote.Budget;
import org.colloque.server.remote.EditNote;
import org.colloque.server.remote.FindStatus;
import org.colloque.server.remote.KnownActor;
import org.colloque.server.remote.QuotedPosts;
import org.colloque.server.remote.RemoteStatuses;
import org.colloque.server.remote.StoreActor;
import org.colloque.server.remote.StoreNote;

/** An edited post or profile. */
public final class OnUpdate {
  /** An edit of a post that never came and is older is not news (federation.md, quirk 40). */
  static final Duration NEWS = Duration.ofDays(1);

  private final Kit kit;
  private final OnCreate create;
  private final FindStatus statuses;
  private final StoreNote store;
  private final EditNote edit;
  private final StoreActor actors;

  public OnUpdate(
      Kit kit,
      OnCreate create,
      FindStatus statuses,
      StoreNote store,
      EditNote edit,
      StoreActor actors) {
    this.kit = kit;
    this.create = create;
    this.statuses = statuses;
    this.store = store;
    this.edit = edit;
    this.actors = actors;
  }

  Prepared on(Activity.Update update, KnownActor sender) {
    Budget budget = Budget.forActivity();
    return switch (update.object()) {
      case Note note -> note(note, sender, budget);
      case Actor actor ->
          Prepared.ready(
              tx -> actors.refresh(tx, actor).isPresent() ? "profile refreshed" : "not known");
      case Payload.Link link -> linked(link.id(), sender, budget);
      case Payload.Ballot _, Payload.Other _ -> Prepared.nothing("neither a post nor an actor");
    };
  }

  /** A post with its text, by its author. */
  Prepared note(Note note, KnownActor sender, Budget budget) {
    Optional<RemoteStatuses.Known> known = known(note.id());
    if (known.isEmpty()) {
      Instant published = note.published();
      boolean news = published != null && published.isAfter(kit.now().minus(NEWS));
      return news
          ? create.note(note, sender, budget)
          : Prepared.nothing("an old post unknown here");
    }
    if (known.get().deleted() || !known.get().author().equals(sender.id())) {
      return Prepared.nothing("deleted, or by another author");
    }
    store.discoverPeople(note, budget);
    QuotedPosts.Checked checked = statuses.quotes().check(note, budget);
    return Prepared.ready(tx -> {
      boolean edited = edit.edit(tx, known.get().id(), note, sender);
      statuses.quotes().keep(tx, note, sender, checked);
      return edited ? "edited" : "nothing new";
    });
  }

  private Prepared linked(String id, KnownActor sender, Budget budget) {
    if (id.equals(sender.uri()) || known(id).isEmpty()) {
      return Prepared.nothing("nothing known to update");
    }
    return LinkedNote.fetch(statuses, id, sender, budget, note -> note(note, sender, budget));
  }

  private Optional<RemoteStatuses.Known> known(String uri) {
    return kit.db().as(Viewer.stranger(), tx -> RemoteStatuses.byUri(tx.sql(), uri));
  }
}
