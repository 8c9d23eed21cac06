package org.colloque.server.inbox;

import java.util.Optional;
import org.colloque.federation.handle.Origin;
import org.colloque.federation.vocabulary.ActivityReference;
import org.colloque.server.database.Tx;
import org.colloque.server.outbox.AskAuthors;
import org.colloque.server.outbox.AskAuthors.Asked;
import org.colloque.server.outbox.Outbox;
import org.colloque.server.remote.Addresses;
import org.colloque.server.remote.KnownActor;
import org.colloque.server.statuses.DeleteStatus;
import org.colloque.server.statuses.FavouriteStatus;
import org.jspecify.annotations.Nullable;

/** What an author elsewhere says to a member who wants to like, boost or answer (GoToSocial). */
public final class AnsweredRequest {
  private final AskAuthors ask;
  private final Outbox outbox;
  private final FavouriteStatus favourites;
  private final DeleteStatus delete;

  public AnsweredRequest(
      AskAuthors ask, Outbox outbox, FavouriteStatus favourites, DeleteStatus delete) {
    this.ask = ask;
    this.outbox = outbox;
    this.favourites = favourites;
    this.delete = delete;
  }

  /** Yes: now it is said to everybody whom it is for. */
  Optional<String> accepted(
      Tx tx, ActivityReference asked, @Nullable String stamp, KnownActor sender) {
    return find(tx, asked, sender)
        .map(found -> {
          if (stamp == null || !Origin.same(stamp, sender.uri()) || !Addresses.fits(stamp)) {
            return "no stamp of theirs";
          }
          switch (found) {
            case Asked.Liking liking -> ask.allowed(tx, liking, stamp);
            case Asked.Saying saying -> {
              ask.allowed(tx, saying, stamp);
              if (saying.boost()) {
                outbox.reblogged(tx, saying.status());
              } else {
                outbox.created(tx, saying.status());
              }
            }
          }
          return "allowed";
        });
  }

  /** No: a favourite and a boost are taken back; an answer stays with who is here. */
  Optional<String> rejected(Tx tx, ActivityReference asked, KnownActor sender) {
    return find(tx, asked, sender)
        .map(found -> {
          switch (found) {
            case Asked.Liking liking ->
                favourites.remove(tx, liking.member(), liking.status(), sender.id());
            case Asked.Saying saying -> {
              if (saying.boost()) {
                delete.delete(tx, saying.member(), saying.status());
              }
            }
          }
          return "not allowed";
        });
  }

  private static Optional<Asked> find(Tx tx, ActivityReference asked, KnownActor sender) {
    String id = asked.id();
    return id == null ? Optional.empty() : AskAuthors.find(tx.sql(), id, sender.id());
  }
}
