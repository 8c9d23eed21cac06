package org.colloque.server.remote;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.colloque.federation.vocabulary.Note;
import org.colloque.server.statuses.StatusId;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What we know already around some notes: three queries, whatever their number.
 *
 * @param statuses the notes themselves and what they answer, by ActivityPub id
 * @param undone which of the notes their authors have taken back before they came, by id
 * @param people whom they address or name, and who is neither suspended nor deleted
 */
record NoteSurroundings(
    Map<String, RemoteStatuses.Known> statuses,
    Map<String, String> undone,
    Map<String, KnownActor> people) {

  static NoteSurroundings of(DSLContext sql, Collection<Note> notes, Instant now) {
    List<String> ids = notes.stream().map(Note::id).toList();
    Set<String> uris = new HashSet<>(ids);
    for (Note note : notes) {
      if (note.thread().inReplyTo() != null) {
        uris.add(note.thread().inReplyTo());
      }
    }
    return new NoteSurroundings(
        RemoteStatuses.byUris(sql, uris), RemoteStatuses.undone(sql, ids, now), people(sql, notes));
  }

  /** Only those to whom anything can be sent: who is gone is nobody. */
  static Map<String, KnownActor> people(DSLContext sql, Collection<Note> notes) {
    Set<String> addresses = new HashSet<>();
    for (Note note : notes) {
      addresses.addAll(note.recipients().all());
      note.mentions().forEach(mention -> addresses.add(mention.href()));
    }
    Map<String, KnownActor> people = new HashMap<>(ActorQueries.byUris(sql, addresses));
    people.values().removeIf(actor -> !actor.stands());
    return people;
  }

  /** What the note answers, if we hold it; of a reblog what it reblogs. */
  @Nullable StatusId parent(Note note) {
    String uri = note.thread().inReplyTo();
    RemoteStatuses.Known parent = uri == null ? null : statuses.get(uri);
    if (parent == null || parent.deleted()) {
      return null;
    }
    return parent.reblogOf() == null ? parent.id() : parent.reblogOf();
  }
}
