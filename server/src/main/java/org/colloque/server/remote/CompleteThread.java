package org.colloque.server.remote;

import static org.colloque.migrations.Tables.STATUSES;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.colloque.federation.handle.Origin;
import org.colloque.federation.json.Values;
import org.colloque.federation.vocabulary.Note;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.colloque.server.statuses.StatusId;
import org.colloque.server.statuses.Threads;
import org.jspecify.annotations.Nullable;

/**
 * Completes a thread that somebody opens: what stands above, and what others answered. Where its
 * owner shows the whole of it (FEP-7888), that is read; else the answers of each post, level by
 * level (quirk 80). Everything is fetched from its own server and stored quietly.
 */
final class CompleteThread {
  /** Answers read of one post, or of a whole thread. */
  static final int ANSWERS = 100;

  /** Levels of answers that are looked at. */
  static final int LEVELS = 10;

  private final Kit kit;
  private final FindStatus statuses;
  private final ReadCollection collections;

  CompleteThread(Kit kit, FindStatus statuses, ReadCollection collections) {
    this.kit = kit;
    this.statuses = statuses;
    this.collections = collections;
  }

  /** A status in the thread; {@code open} when everybody may read it. */
  private record Place(
      StatusId id, @Nullable String uri, boolean local, boolean open, @Nullable String above) {}

  /** A post of another server whose answers are wanted. */
  private record Asked(String uri, int level) {}

  void complete(StatusId opened) {
    Budget budget = Budget.forThread();
    Optional<Place> top = top(opened);
    if (top.isEmpty()) {
      return;
    }
    if (top.get().above() != null) {
      statuses.fetchUpwards(top.get().above(), budget);
      top = top(opened);
    }
    Set<String> begun = new HashSet<>();
    boolean whole =
        top.filter(place -> !place.local()).map(place -> ofOwner(place, budget)).orElse(false);
    if (!whole) {
      Deque<Asked> asked = new ArrayDeque<>();
      place(opened).ifPresent(place -> ask(asked, place));
      top.ifPresent(place -> ask(asked, place));
      while (!asked.isEmpty()) {
        answers(asked.removeFirst(), asked, begun, budget);
      }
    }
  }

  /** Only what everybody may read is spoken of elsewhere; of ours we know the answers. */
  private void ask(Deque<Asked> asked, Place place) {
    String uri = place.uri();
    if (place.local()) {
      children(place.id()).forEach(child -> asked.add(new Asked(child, 0)));
    } else if (place.open() && uri != null) {
      asked.add(new Asked(uri, 0));
    }
  }

  /** Whether the owner of the thread shows the whole of it. */
  private boolean ofOwner(Place top, Budget budget) {
    String uri = top.uri();
    if (uri == null || !top.open()) {
      return false;
    }
    Optional<Note> first = statuses.fetch(uri, budget).optional().map(FindStatus.Authored::note);
    String context = first.map(note -> note.thread().context()).orElse(null);
    if (context == null || Origin.of(context).isEmpty() || !Origin.same(context, uri)) {
      return false;
    }
    List<JsonNode> items = collections.read(context, ANSWERS, budget).items();
    // in the order of the thread: what is answered comes before its answers
    items.forEach(item -> keep(item, null, budget));
    return !items.isEmpty();
  }

  private void answers(Asked post, Deque<Asked> asked, Set<String> begun, Budget budget) {
    if (!begun.add(post.uri())) {
      return;
    }
    String replies =
        statuses
            .fetch(post.uri(), budget)
            .optional()
            .map(found -> found.note().responses().replies())
            .orElse(null);
    if (replies == null || !Origin.same(replies, post.uri())) {
      return;
    }
    for (JsonNode item : collections.read(replies, ANSWERS, budget).items()) {
      String answer = keep(item, post.uri(), budget);
      if (answer != null && post.level() + 1 < LEVELS) {
        asked.add(new Asked(answer, post.level() + 1));
      }
    }
  }

  /**
   * Keeps a post that belongs to the thread: one that answers what is here already.
   *
   * @param parent what it must answer; null for anything that we hold
   * @return its id, when it is a post of another server that was not here
   */
  private @Nullable String keep(JsonNode item, @Nullable String parent, Budget budget) {
    String id = Values.idOf(item);
    if (id == null || !statuses.isMissing(id)) {
      return null;
    }
    Optional<FindStatus.Authored> found =
        statuses
            .fetch(id, budget)
            .optional()
            .filter(authored -> belongs(authored.note().thread().inReplyTo(), parent));
    found.ifPresent(authored -> statuses.keep(authored, budget));
    return found.isPresent() ? id : null;
  }

  private boolean belongs(@Nullable String inReplyTo, @Nullable String parent) {
    return inReplyTo != null
        && (parent == null ? !statuses.isMissing(inReplyTo) : inReplyTo.equals(parent));
  }

  /** The first post of the thread that everybody may read, as far as we hold it. */
  private Optional<Place> top(StatusId opened) {
    List<Long> above =
        kit.db()
            .as(Viewer.stranger(), tx -> Threads.ancestors(tx.sql(), Viewer.stranger(), opened));
    return place(above.isEmpty() ? opened : new StatusId(above.getFirst()));
  }

  private Optional<Place> place(StatusId id) {
    return kit.db()
        .as(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .select(
                        STATUSES.URI,
                        STATUSES.LOCAL,
                        STATUSES.AUDIENCE,
                        STATUSES.IN_REPLY_TO_URI,
                        STATUSES.IN_REPLY_TO_ID)
                    .from(STATUSES)
                    .where(STATUSES.ID.eq(id.value()))
                    .and(STATUSES.DELETED_AT.isNull())
                    .fetchOptional(row ->
                        new Place(
                            id,
                            row.value1(),
                            row.value2(),
                            row.value3().equals("public") || row.value3().equals("unlisted"),
                            row.value5() == null ? row.value4() : null)));
  }

  /** Answers of others to a post of ours. */
  private List<String> children(StatusId id) {
    return kit.db()
        .as(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .select(STATUSES.URI)
                    .from(STATUSES)
                    .where(STATUSES.IN_REPLY_TO_ID.eq(id.value()))
                    .and(STATUSES.LOCAL.isFalse())
                    .and(STATUSES.AUDIENCE.in("public", "unlisted"))
                    .and(STATUSES.DELETED_AT.isNull())
                    .orderBy(STATUSES.ID)
                    .limit(ANSWERS)
                    .fetch(STATUSES.URI));
  }
}
