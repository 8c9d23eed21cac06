package org.colloque.server.inbox;

import org.colloque.federation.handle.Origin;
import org.colloque.federation.vocabulary.Activity;
import org.colloque.federation.vocabulary.Tag;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.colloque.server.remote.Budget;
import org.colloque.server.remote.FeaturedRows;
import org.colloque.server.remote.FindStatus;
import org.colloque.server.remote.Finding;
import org.colloque.server.remote.KnownActor;
import org.colloque.server.statuses.StatusId;

/**
 * Somebody elsewhere pins a post of theirs, or shows a hashtag on their profile, or no longer does.
 * Only their own collections are theirs to change, and only their own posts are pinned.
 */
public final class OnFeatured {
  private final Kit kit;
  private final FindStatus statuses;

  public OnFeatured(Kit kit, FindStatus statuses) {
    this.kit = kit;
    this.statuses = statuses;
  }

  Prepared on(Activity.Add add, KnownActor sender) {
    String post = add.object();
    Tag.Hashtag tag = add.hashtag();
    return switch (collection(add.target(), sender)) {
      case PINS ->
          post == null || tag != null
              ? Prepared.nothing("only posts are pinned")
              : pin(post, sender);
      case TAGS ->
          tag == null
              ? Prepared.nothing("only hashtags are shown there")
              : Prepared.ready(tx ->
                  FeaturedRows.addTag(kit, tx.sql(), sender.id(), tag.name())
                      ? "hashtag shown"
                      : "too many hashtags, or none");
      case NEITHER -> Prepared.nothing("not a collection that is kept");
    };
  }

  Prepared on(Activity.Remove remove, KnownActor sender) {
    String post = remove.object();
    Tag.Hashtag tag = remove.hashtag();
    return switch (collection(remove.target(), sender)) {
      case PINS ->
          post == null
              ? Prepared.nothing("only posts are pinned")
              : Prepared.ready(tx ->
                  FeaturedRows.unpin(tx.sql(), sender.id(), post) ? "pin removed" : "not pinned");
      case TAGS ->
          tag == null
              ? Prepared.nothing("only hashtags are shown there")
              : Prepared.ready(tx ->
                  FeaturedRows.removeTag(tx.sql(), sender.id(), tag.name())
                      ? "hashtag no longer shown"
                      : "not shown");
      case NEITHER -> Prepared.nothing("not a collection that is kept");
    };
  }

  private FeaturedRows.Kind collection(String target, KnownActor sender) {
    return kit.db().as(Viewer.stranger(), tx -> FeaturedRows.kind(tx.sql(), sender.id(), target));
  }

  private Prepared pin(String id, KnownActor sender) {
    if (!Origin.same(id, sender.uri())) {
      return Prepared.nothing("a post of another server");
    }
    return switch (statuses.byUri(id, Budget.forActivity())) {
      case Finding.Found<StatusId> found ->
          Prepared.ready(tx ->
              FeaturedRows.pin(kit, tx.sql(), sender.id(), found.value())
                  ? "pinned"
                  : "not theirs to pin, or too many");
      case Finding.Later<StatusId> later -> new Prepared.Later(later.reason());
      case Finding.Nothing<StatusId> nothing -> Prepared.nothing(nothing.reason());
      case Finding.Gone<StatusId> _ -> Prepared.nothing("deleted");
    };
  }
}
