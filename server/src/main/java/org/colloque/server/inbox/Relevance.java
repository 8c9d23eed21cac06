package org.colloque.server.inbox;

import java.util.Optional;
import org.colloque.federation.vocabulary.Addressing;
import org.colloque.federation.vocabulary.Note;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.colloque.server.remote.ActorQueries;
import org.colloque.server.remote.KnownActor;
import org.colloque.server.remote.RemoteStatuses;

/**
 * Whether somebody here has to do with a post (federation.md, quirk 20): a member follows the
 * author, is addressed, or the post answers something that a member wrote or follows.
 */
public final class Relevance {
  private final Kit kit;

  public Relevance(Kit kit) {
    this.kit = kit;
  }

  boolean concernsUs(Note note, KnownActor author) {
    return kit.db().as(Viewer.stranger(), tx -> concernsUs(tx, note, author));
  }

  private boolean concernsUs(Tx tx, Note note, KnownActor author) {
    if (addressesMember(tx, note)) {
      return true;
    }
    return switch (note.addressing()) {
      case Addressing.Public _, Addressing.Unlisted _ ->
          ActorQueries.isFollowedHere(tx.sql(), author.id()) || answersMember(tx, note);
      case Addressing.Followers _ -> ActorQueries.isFollowedHere(tx.sql(), author.id());
      case Addressing.Direct _ -> false;
    };
  }

  private boolean addressesMember(Tx tx, Note note) {
    var ours =
        note.recipients().all().stream()
            .filter(address -> kit.urls().usernameOf(address).isPresent())
            .toList();
    return ActorQueries.byUris(tx.sql(), ours).stream()
        .anyMatch(actor -> actor.isLocal() && actor.stands());
  }

  private static boolean answersMember(Tx tx, Note note) {
    String parent = note.thread().inReplyTo();
    Optional<RemoteStatuses.Known> known =
        parent == null ? Optional.empty() : RemoteStatuses.byUri(tx.sql(), parent);
    return known
        .filter(status -> !status.deleted())
        .filter(status -> status.local() || ActorQueries.isFollowedHere(tx.sql(), status.author()))
        .isPresent();
  }
}
