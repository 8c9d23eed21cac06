package org.colloque.server.inbox;

import java.util.function.Function;
import org.colloque.federation.vocabulary.Note;
import org.colloque.server.remote.Budget;
import org.colloque.server.remote.FindStatus;
import org.colloque.server.remote.Finding;
import org.colloque.server.remote.KnownActor;

/** A post of which only the id was sent: its own server shows it, if it is public. */
final class LinkedNote {
  private LinkedNote() {}

  /** Goes on with it when {@code sender} wrote it. */
  static Prepared fetch(
      FindStatus statuses,
      String id,
      KnownActor sender,
      Budget budget,
      Function<Note, Prepared> then) {
    return fetch(
        statuses,
        id,
        budget,
        found ->
            found.author().uri().equals(sender.uri())
                ? then.apply(found.note())
                : Prepared.nothing("by another author"));
  }

  /** Goes on with it and with who wrote it. */
  static Prepared fetch(
      FindStatus statuses, String id, Budget budget, Function<FindStatus.Authored, Prepared> then) {
    return switch (statuses.fetch(id, budget)) {
      case Finding.Found<FindStatus.Authored> found -> then.apply(found.value());
      case Finding.Later<FindStatus.Authored> later -> new Prepared.Later(later.reason());
      case Finding.Nothing<FindStatus.Authored> nothing -> Prepared.nothing(nothing.reason());
      case Finding.Gone<FindStatus.Authored> _ -> Prepared.nothing("deleted");
    };
  }
}
