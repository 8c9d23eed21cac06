package org.colloque.server.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.colloque.federation.fetch.FetchResult;
import org.colloque.federation.handle.Origin;
import org.colloque.federation.json.NoteReader;
import org.colloque.federation.vocabulary.Addressing;
import org.colloque.federation.vocabulary.Note;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.colloque.server.quotes.KeepQuotes;
import org.colloque.server.statuses.StatusId;
import org.jspecify.annotations.Nullable;

/** Finds statuses: ours and known ones in the database, others by asking their server. */
public final class FindStatus {
  private final Kit kit;
  private final Outside outside;
  private final InstanceActor self;
  private final FindAccount accounts;
  private final StoreNote store;
  private final QuotedPosts quotes;

  public FindStatus(
      Kit kit,
      Outside outside,
      InstanceActor self,
      FindAccount accounts,
      StoreNote store,
      KeepQuotes keepQuotes) {
    this.kit = kit;
    this.outside = outside;
    this.self = self;
    this.accounts = accounts;
    this.store = store;
    this.quotes = new QuotedPosts(kit, outside, self, this, keepQuotes);
  }

  /** What notes quote. */
  public QuotedPosts quotes() {
    return quotes;
  }

  /** A note as its own server shows it, with its author; not stored yet. */
  public record Authored(Note note, KnownActor author) {}

  /**
   * By ActivityPub id or, for one that is not known, any address that shows it. What is fetched is
   * kept only when everybody may read it: the server that asks is not a reader.
   */
  public Finding<StatusId> byUri(String uri, Budget budget) {
    Optional<RemoteStatuses.Known> known = known(uri);
    if (known.isPresent() || kit.urls().isOurs(uri)) {
      return of(known);
    }
    return fetch(uri, budget)
        .then(found -> {
          if (!found.note().id().equals(uri) && known(found.note().id()).isPresent()) {
            return of(known(found.note().id()));
          }
          keep(found, budget);
          return of(known(found.note().id()));
        });
  }

  /** By the address of a page or an ActivityPub id, as people paste it. */
  Finding<StatusId> byUrl(String url) {
    Optional<RemoteStatuses.Known> known =
        kit.db()
            .as(
                Viewer.stranger(),
                tx ->
                    RemoteStatuses.byUri(tx.sql(), url)
                        .or(() -> RemoteStatuses.byPage(tx.sql(), url)));
    return known.isPresent() ? of(known) : byUri(url, Budget.forActivity());
  }

  /** Fetches what {@code note} answers, up to a depth, and stores it from the top. */
  public void fetchAncestors(Note note, Budget budget) {
    fetchUpwards(note.thread().inReplyTo(), budget);
  }

  /** Fetches the post at {@code uri} and what it answers, up to a depth, unless they are here. */
  void fetchUpwards(@Nullable String uri, Budget budget) {
    Deque<Authored> missing = new ArrayDeque<>();
    String next = uri;
    while (next != null && missing.size() < Budget.DEPTH && isMissing(next)) {
      Optional<Authored> parent = fetch(next, budget).optional();
      if (parent.isEmpty()) {
        break;
      }
      missing.push(parent.get());
      next = parent.get().note().thread().inReplyTo();
    }
    missing.forEach(ancestor -> storeOne(ancestor, budget));
  }

  /** Whether its own server says that there is no such post, or none any more. */
  public boolean isGone(String uri, Budget budget) {
    return !kit.urls().isOurs(uri)
        && budget.take()
        && switch (outside.fetcher().object(uri, self.signer())) {
          case FetchResult.Gone<?> _, FetchResult.NotFound<?> _ -> true;
          case FetchResult.Found<?> _,
              FetchResult.Denied<?> _,
              FetchResult.Refused<?> _,
              FetchResult.TooLarge<?> _,
              FetchResult.Unreachable<?> _ ->
              false;
        };
  }

  /** Fetches a note from its own server, with its author. */
  public Finding<Authored> fetch(String uri, Budget budget) {
    if (kit.urls().isOurs(uri)) {
      return new Finding.Nothing<>("one of our own addresses");
    }
    if (!budget.take()) {
      return new Finding.Later<>("enough was fetched");
    }
    if (!accounts.admitsServerOf(uri)) {
      return FindAccount.tooManyNew();
    }
    return Finding.of(outside.fetcher().object(uri, self.signer()))
        .then(document -> {
          Optional<Note> read = NoteReader.read(document, null);
          return read.isEmpty()
              ? new Finding.Nothing<>("not a post")
              : authored(read.get(), budget);
        });
  }

  /**
   * A note that stands in a document of its author's own server, as it would be fetched by its id;
   * checked in the same way.
   */
  Finding<Authored> inlined(JsonNode document, KnownActor author, Budget budget) {
    Optional<Note> read = NoteReader.read(document, null);
    return read.isPresent() && read.get().attributedTo().equals(author.uri())
        ? authored(read.get(), budget)
        : new Finding.Nothing<>("not a post of theirs");
  }

  private Finding<Authored> authored(Note note, Budget budget) {
    if (!Origin.same(note.id(), note.attributedTo())) {
      return new Finding.Nothing<>("a post on another server than its author");
    }
    boolean open =
        switch (note.addressing()) {
          case Addressing.Public _, Addressing.Unlisted _ -> true;
          case Addressing.Followers _, Addressing.Direct _ -> false;
        };
    return open
        ? accounts
            .byUri(note.attributedTo(), budget)
            .then(author -> new Finding.Found<>(new Authored(note, author)))
        : new Finding.Nothing<>("a post that is not for everybody");
  }

  /** Stores what was fetched, with what it answers. */
  void keep(Authored found, Budget budget) {
    fetchAncestors(found.note(), budget);
    storeOne(found, budget);
  }

  private void storeOne(Authored found, Budget budget) {
    Note note = found.note();
    store.discoverPeople(note, budget);
    QuotedPosts.Checked checked = quotes.check(note, budget);
    kit.db()
        .doAs(
            Viewer.stranger(),
            tx -> {
              store.keep(tx, note, found.author());
              if (checked.quote() != null) {
                quotes.keep(tx, note, found.author(), checked);
              }
            });
  }

  /** Whether it is a post of another server that is not here. */
  boolean isMissing(String uri) {
    return !kit.urls().isOurs(uri) && known(uri).isEmpty();
  }

  private Optional<RemoteStatuses.Known> known(String uri) {
    return kit.db().as(Viewer.stranger(), tx -> RemoteStatuses.byUri(tx.sql(), uri));
  }

  private static Finding<StatusId> of(Optional<RemoteStatuses.Known> known) {
    if (known.isEmpty()) {
      return new Finding.Nothing<>("no such status");
    }
    if (!known.get().authorStands()) {
      return new Finding.Nothing<>("the author is suspended");
    }
    return known.get().deleted() ? new Finding.Gone<>() : new Finding.Found<>(known.get().id());
  }
}
