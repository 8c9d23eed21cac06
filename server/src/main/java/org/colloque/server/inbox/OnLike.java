package org.colloque.server.inbox;

import java.util.Optional;
import java.util.Set;
import org.colloque.federation.vocabulary.Activity;
import org.colloque.federation.vocabulary.Tag;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.colloque.server.remote.KnownActor;
import org.colloque.server.remote.RemoteStatuses;
import org.colloque.server.statuses.FavouriteStatus;
import org.colloque.server.statuses.ReadStatus;

/** Somebody elsewhere likes what a member wrote and they may read. */
public final class OnLike {
  /** UTF-16 units of the longest emoji: a family with skin tones has 41. */
  static final int EMOJI = 50;

  private static final Set<String> HEARTS = Set.of("\u2764", "\u2764\uFE0F", "\u2B50");

  private final Kit kit;
  private final FavouriteStatus favourites;

  public OnLike(Kit kit, FavouriteStatus favourites) {
    this.kit = kit;
    this.favourites = favourites;
  }

  Prepared on(Activity.Like like, KnownActor sender) {
    return Prepared.ready(tx -> apply(tx, like, sender));
  }

  private String apply(Tx tx, Activity.Like like, KnownActor sender) {
    Optional<RemoteStatuses.Known> status =
        RemoteStatuses.byUri(tx.sql(), like.object())
            .filter(known -> known.local() && !known.deleted() && known.reblogOf() == null);
    if (status.isEmpty()) {
      return "not one of ours";
    }
    if (RemoteStatuses.wasUndone(tx.sql(), like.id(), sender.uri(), kit.now())) {
      return "taken back before";
    }
    // refuses who may not read it, as if it were not there
    ReadStatus.readable(tx.sql(), Viewer.of(sender.id()), status.get().id());
    boolean added =
        favourites.add(
            tx, sender.id(), status.get().id(), status.get().author(), like.id(), reaction(like));
    return added ? "liked" : "liked already";
  }

  /** The emoji of Misskey, Akkoma and others; a heart or none is a mere favourite. */
  private static FavouriteStatus.Reaction reaction(Activity.Like like) {
    String content = like.content();
    Tag.Emoji picture = like.emoji();
    if (content == null || content.isBlank() || HEARTS.contains(content)) {
      return FavouriteStatus.Reaction.NONE;
    }
    if (picture != null) {
      return new FavouriteStatus.Reaction(picture.name(), picture.iconUrl());
    }
    // a shortcode without its picture says as much as a long text: nothing
    return content.length() > EMOJI || content.startsWith(":")
        ? FavouriteStatus.Reaction.NONE
        : new FavouriteStatus.Reaction(content, null);
  }
}
