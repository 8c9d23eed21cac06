package org.colloque.server.remote;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
    Set<String> known =
        kit.db().as(Viewer.stranger(), tx -> ActorQueries.byUris(tx.sql(), named)).keySet();
    named.stream()
        .filter(href -> !known.contains(href))
        .limit(Budget.MENTIONS)
        .forEach(href -> accounts.byUri(href, budget));
  }

  /**
   * A post as its author's server sent it.
   *
   * @param author who it is attributed to, checked before
   */
  public record Arrival(Note note, KnownActor author) {}

  /**
   * Stores what authors' servers sent, by statements whose number does not grow with theirs.
   *
   * @return those that are news: what was sent before, was deleted before it came, or cannot be
   *     kept, is none
   */
  public Set<Arrival> store(Tx tx, List<Arrival> arrivals) {
    Set<String> ids = new HashSet<>();
    arrivals.forEach(arrival -> ids.add(arrival.note().id()));
    Map<Boolean, List<Arrival>> byTurn =
        arrivals.stream()
            .collect(
                Collectors.partitioningBy(
                    arrival -> ids.contains(arrival.note().thread().inReplyTo())));
    Set<Arrival> news = Collections.newSetFromMap(new IdentityHashMap<>());
    // what another one of them answers is stored first, so that both are in one conversation
    storeTogether(tx, byTurn.getOrDefault(false, List.of()), news);
    storeTogether(tx, byTurn.getOrDefault(true, List.of()), news);
    return news;
  }

  private void storeTogether(Tx tx, List<Arrival> arrivals, Set<Arrival> news) {
    if (arrivals.isEmpty()) {
      return;
    }
    NoteSurroundings known =
        NoteSurroundings.of(tx.sql(), arrivals.stream().map(Arrival::note).toList(), kit.now());
    List<Arrival> unknown = new ArrayList<>();
    for (Arrival arrival : arrivals) {
      RemoteStatuses.Known before = known.statuses().get(arrival.note().id());
      if (isRefused(arrival, known)) {
        continue;
      }
      if (before == null) {
        unknown.add(arrival);
      } else if (before.author().equals(arrival.author().id())
          && store.arrived(tx, before.id(), status(arrival, known))) {
        news.add(arrival);
      }
    }
    if (unknown.isEmpty()) {
      return;
    }
    List<Optional<StatusId>> stored =
        store.storeAll(tx, unknown.stream().map(arrival -> status(arrival, known)).toList());
    for (int i = 0; i < stored.size(); i++) {
      Arrival arrival = unknown.get(i);
      if (withNumbers(tx, arrival.note(), stored.get(i)).isPresent()) {
        news.add(arrival);
      }
    }
  }

  /**
   * Keeps what was fetched, and tells nobody; nothing happens when it is there already, was deleted
   * before, or cannot be kept.
   *
   * @param author who it is attributed to, checked before
   */
  public void keep(Tx tx, Note note, KnownActor author) {
    Arrival arrival = new Arrival(note, author);
    NoteSurroundings known = NoteSurroundings.of(tx.sql(), List.of(note), kit.now());
    if (!isRefused(arrival, known) && !known.statuses().containsKey(note.id())) {
      Optional<StatusId> _ = withNumbers(tx, note, store.storeQuietly(tx, status(arrival, known)));
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

  private boolean isRefused(Arrival arrival, NoteSurroundings known) {
    Note note = arrival.note();
    return !Addresses.fits(note.id())
        || kit.urls().isOurs(note.id())
        || !note.attributedTo().equals(arrival.author().uri())
        || arrival.author().uri().equals(known.undone().get(note.id()));
  }

  private NewStatus status(Arrival arrival, NoteSurroundings known) {
    return new IncomingNote(arrival.note(), known.people())
        .status(arrival.author(), known.parent(arrival.note()), kit.now());
  }
}
