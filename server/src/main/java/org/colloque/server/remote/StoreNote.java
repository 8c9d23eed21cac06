package org.colloque.server.remote;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.colloque.federation.vocabulary.Note;
import org.colloque.federation.vocabulary.Poll;
import org.colloque.federation.vocabulary.Tag;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.colloque.server.statuses.NewStatus;
import org.colloque.server.statuses.PollQueries;
import org.colloque.server.statuses.StatusId;
import org.colloque.server.statuses.StoreStatus;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a remote note as a status. First what needs the network ({@link #discoverPeople}), then, in
 * a transaction, what needs the database.
 */
public final class StoreNote {
  private final Kit kit;
  private final FindAccount accounts;
  private final StoreStatus store;

  public StoreNote(Kit kit, FindAccount accounts, StoreStatus store) {
    this.kit = kit;
    this.accounts = accounts;
    this.store = store;
  }

  /** Looks up people who are named and whom we do not know yet, a few of them. */
  public void discoverPeople(Note note, Budget budget) {
    Set<String> addressed = new HashSet<>(note.recipients().all());
    List<String> named =
        note.mentions().stream()
            .map(Tag.Mention::href)
            .filter(href -> addressed.contains(href) && !kit.urls().isOurs(href))
            .distinct()
            .limit(IncomingNote.MAX_MENTIONS)
            .toList();
    if (named.isEmpty()) {
      return;
    }
    Set<String> known = new HashSet<>();
    kit.db()
        .as(Viewer.stranger(), tx -> ActorQueries.byUris(tx.sql(), named))
        .forEach(actor -> known.add(actor.uri()));
    named.stream()
        .filter(href -> !known.contains(href))
        .limit(Budget.MENTIONS)
        .forEach(href -> accounts.byUri(href, budget));
  }

  /**
   * Stores what its author's server sent. Empty when that is no news: it was sent before, was
   * deleted before it came, or cannot be kept.
   *
   * @param author who it is attributed to, checked before
   */
  public Optional<StatusId> store(Tx tx, Note note, KnownActor author) {
    Optional<RemoteStatuses.Known> known = RemoteStatuses.byUri(tx.sql(), note.id());
    if (isRefused(tx.sql(), note, author)) {
      return Optional.empty();
    }
    return known.isEmpty()
        ? withNumbers(tx, note, store.store(tx, status(tx.sql(), note, author)))
        : known
            .filter(one -> one.author().equals(author.id()))
            .map(RemoteStatuses.Known::id)
            .filter(id -> store.arrived(tx, id, status(tx.sql(), note, author)));
  }

  /**
   * Keeps what was fetched, and tells nobody; nothing happens when it is there already, was deleted
   * before, or cannot be kept.
   *
   * @param author who it is attributed to, checked before
   */
  void keep(Tx tx, Note note, KnownActor author) {
    if (!isRefused(tx.sql(), note, author) && RemoteStatuses.byUri(tx.sql(), note.id()).isEmpty()) {
      Optional<StatusId> _ =
          withNumbers(tx, note, store.storeQuietly(tx, status(tx.sql(), note, author)));
    }
  }

  private Optional<StatusId> withNumbers(Tx tx, Note note, Optional<StatusId> stored) {
    ToldTotals.keepOfNew(tx.sql(), stored, note);
    Poll poll = note.details().poll();
    if (poll != null) {
      stored.ifPresent(id -> PollQueries.refresh(tx.sql(), id, poll, kit.now()));
    }
    return stored;
  }

  private boolean isRefused(DSLContext sql, Note note, KnownActor author) {
    return !Addresses.fits(note.id())
        || kit.urls().isOurs(note.id())
        || !note.attributedTo().equals(author.uri())
        || RemoteStatuses.wasUndone(sql, note.id(), author.uri(), kit.now());
  }

  private NewStatus status(DSLContext sql, Note note, KnownActor author) {
    IncomingNote incoming = new IncomingNote(note, people(sql, note));
    return incoming.status(author.id(), parent(sql, note), kit.now());
  }

  private static Optional<StatusId> parentOf(DSLContext sql, String uri) {
    return RemoteStatuses.byUri(sql, uri)
        .filter(parent -> !parent.deleted())
        .map(parent -> parent.reblogOf() == null ? parent.id() : parent.reblogOf());
  }

  private static @Nullable StatusId parent(DSLContext sql, Note note) {
    String uri = note.thread().inReplyTo();
    return uri == null ? null : parentOf(sql, uri).orElse(null);
  }

  static Map<String, KnownActor> people(DSLContext sql, Note note) {
    List<String> addresses = new ArrayList<>(note.recipients().all());
    note.mentions().forEach(mention -> addresses.add(mention.href()));
    Map<String, KnownActor> people = new HashMap<>();
    for (KnownActor actor : ActorQueries.byUris(sql, new HashSet<>(addresses))) {
      if (actor.stands()) {
        people.put(actor.uri(), actor);
      }
    }
    return people;
  }
}
