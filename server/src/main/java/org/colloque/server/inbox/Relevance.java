package org.colloque.server.inbox;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.colloque.federation.vocabulary.Addressing;
import org.colloque.federation.vocabulary.Note;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Gather;
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
  /** Authors that are looked up at once. */
  private static final int LOOKED_UP = 64;

  private final Kit kit;
  private final Gather<AccountId, Boolean> followed;

  public Relevance(Kit kit) {
    this.kit = kit;
    this.followed = new Gather<>(LOOKED_UP, authors -> followed(kit, authors));
  }

  private static List<Boolean> followed(Kit kit, List<AccountId> authors) {
    Set<AccountId> followed =
        kit.db().as(Viewer.stranger(), tx -> ActorQueries.followedHere(tx.sql(), authors));
    return authors.stream().map(followed::contains).toList();
  }

  boolean concernsUs(Note note, KnownActor author) {
    return !(note.addressing() instanceof Addressing.Direct)
            && (author.followedHere() || followed.ask(author.id()))
        || kit.db().as(Viewer.stranger(), tx -> addressesUs(tx, note));
  }

  private boolean addressesUs(Tx tx, Note note) {
    return addressesMember(tx, note)
        || switch (note.addressing()) {
          case Addressing.Public _, Addressing.Unlisted _ ->
              answersMember(tx, note) || quotesMember(tx, note);
          case Addressing.Followers _, Addressing.Direct _ -> false;
        };
  }

  private boolean addressesMember(Tx tx, Note note) {
    var ours =
        note.recipients().all().stream()
            .filter(address -> kit.urls().usernameOf(address).isPresent())
            .toList();
    return ActorQueries.byUris(tx.sql(), ours).values().stream()
        .anyMatch(actor -> actor.isLocal() && actor.stands());
  }

  private static boolean quotesMember(Tx tx, Note note) {
    Note.Quote quote = note.details().quote();
    String quoted = quote == null ? null : quote.id();
    return quoted != null
        && RemoteStatuses.byUri(tx.sql(), quoted)
            .filter(status -> status.local() && !status.deleted())
            .isPresent();
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
