package org.colloque.server.inbox;

import static org.colloque.migrations.Tables.FAVOURITES;
import static org.colloque.migrations.Tables.STATUSES;

import java.util.Optional;
import org.colloque.federation.vocabulary.Activity;
import org.colloque.federation.vocabulary.ActivityReference;
import org.colloque.server.accounts.Relations;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;
import org.colloque.server.remote.ActorQueries;
import org.colloque.server.remote.Addresses;
import org.colloque.server.remote.KnownActor;
import org.colloque.server.remote.RemoteStatuses;
import org.colloque.server.statuses.DeleteStatus;
import org.colloque.server.statuses.FavouriteStatus;
import org.colloque.server.statuses.StatusId;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Somebody takes back what they did: a follow, a favourite, a boost or a block. */
public final class OnUndo {
  private final Kit kit;
  private final Relations relations;
  private final FavouriteStatus favourites;
  private final DeleteStatus delete;

  public OnUndo(Kit kit, Relations relations, FavouriteStatus favourites, DeleteStatus delete) {
    this.kit = kit;
    this.relations = relations;
    this.favourites = favourites;
    this.delete = delete;
  }

  Prepared on(Activity.Undo undo, KnownActor sender) {
    return Prepared.ready(tx -> {
      boolean undone =
          switch (undo.object().kind()) {
            case FOLLOW -> follow(tx, undo.object(), sender);
            case LIKE -> like(tx, undo.object(), sender);
            case ANNOUNCE -> boost(tx, undo.object(), sender);
            case BLOCK -> block(tx, undo.object(), sender);
            case NOT_TOLD, OTHER, ACCEPT, QUOTE_REQUEST -> byId(tx, undo.object(), sender);
          };
      return undone ? "undone" : remember(tx, undo.object().id(), sender);
    });
  }

  /** It may have overtaken what it undoes (federation.md, quirk 33). */
  private String remember(Tx tx, @Nullable String id, KnownActor sender) {
    if (id == null || !Addresses.fits(id)) {
      return "nothing to undo";
    }
    RemoteStatuses.remember(tx.sql(), id, sender.uri(), kit.now());
    return "nothing to undo yet";
  }

  /** A bare id: whatever of the sender's has it. */
  private boolean byId(Tx tx, ActivityReference undone, KnownActor sender) {
    // what an activity of another kind was about says nothing of a follow or a favourite
    var reference =
        new ActivityReference(ActivityReference.Kind.NOT_TOLD, undone.id(), undone.actor(), null);
    return follow(tx, reference, sender)
        || like(tx, reference, sender)
        || boost(tx, reference, sender)
        || block(tx, reference, sender);
  }

  private boolean follow(Tx tx, ActivityReference reference, KnownActor sender) {
    String id = reference.id();
    Optional<RelationRows.Pair> pair =
        id == null ? Optional.empty() : RelationRows.followOfByUri(tx.sql(), id, sender.id());
    return pair.or(() -> target(tx.sql(), reference, sender))
        .filter(found -> RelationRows.followsOrAsks(tx.sql(), found))
        .map(found -> {
          relations.unfollow().unfollow(tx, found.account(), found.target());
          return true;
        })
        .orElse(false);
  }

  private boolean block(Tx tx, ActivityReference reference, KnownActor sender) {
    String id = reference.id();
    Optional<RelationRows.Pair> pair =
        id == null ? Optional.empty() : RelationRows.blockByUri(tx.sql(), id, sender.id());
    return pair.or(() -> target(tx.sql(), reference, sender))
        .filter(found -> RelationRows.blocks(tx.sql(), found.account(), found.target()))
        .map(found -> {
          relations.block().unblock(tx, found.account(), found.target());
          return true;
        })
        .orElse(false);
  }

  private boolean like(Tx tx, ActivityReference reference, KnownActor sender) {
    String object = reference.object();
    Optional<RemoteStatuses.Known> status =
        object == null ? Optional.empty() : RemoteStatuses.byUri(tx.sql(), object);
    if (status.isEmpty()) {
      status = likedBy(tx.sql(), reference.id(), sender);
    }
    return status
        .filter(liked -> favourites(tx.sql(), sender, liked.id()))
        .map(liked -> {
          favourites.remove(tx, sender.id(), liked.id(), liked.author());
          return true;
        })
        .orElse(false);
  }

  private boolean boost(Tx tx, ActivityReference reference, KnownActor sender) {
    String id = reference.id();
    Optional<RemoteStatuses.Known> reblog =
        id == null ? Optional.empty() : RemoteStatuses.byUri(tx.sql(), id);
    return reblog
        .or(() -> boostOf(tx.sql(), reference.object(), sender))
        .filter(known ->
            known.reblogOf() != null && known.author().equals(sender.id()) && !known.deleted())
        .map(known -> {
          delete.delete(tx, sender.id(), known.id());
          return true;
        })
        .orElse(false);
  }

  /** Of an Announce without its id: the sender's boost of what it boosts. */
  private static Optional<RemoteStatuses.Known> boostOf(
      DSLContext sql, @Nullable String object, KnownActor sender) {
    return object == null
        ? Optional.empty()
        : RemoteStatuses.byUri(sql, object)
            .flatMap(original ->
                sql.select(STATUSES.ID)
                    .from(STATUSES)
                    .where(STATUSES.REBLOG_OF_ID.eq(original.id().value()))
                    .and(STATUSES.ACCOUNT_ID.eq(sender.id().value()))
                    .and(STATUSES.DELETED_AT.isNull())
                    .fetchOptional(STATUSES.ID))
            .flatMap(boost -> RemoteStatuses.byId(sql, new StatusId(boost)));
  }

  private static Optional<RelationRows.Pair> target(
      DSLContext sql, ActivityReference reference, KnownActor sender) {
    String object = reference.object();
    return object == null
        ? Optional.empty()
        : ActorQueries.byUri(sql, object)
            .filter(KnownActor::isLocal)
            .map(target -> new RelationRows.Pair(sender.id(), target.id()));
  }

  private static boolean favourites(DSLContext sql, KnownActor sender, StatusId status) {
    return sql.fetchExists(
        FAVOURITES,
        FAVOURITES.ACCOUNT_ID.eq(sender.id().value()).and(FAVOURITES.STATUS_ID.eq(status.value())));
  }

  private static Optional<RemoteStatuses.Known> likedBy(
      DSLContext sql, @Nullable String like, KnownActor sender) {
    return sql.select(FAVOURITES.STATUS_ID)
        .from(FAVOURITES)
        .where(FAVOURITES.URI.eq(like))
        .and(FAVOURITES.ACCOUNT_ID.eq(sender.id().value()))
        .fetchOptional(FAVOURITES.STATUS_ID)
        .flatMap(status -> RemoteStatuses.byId(sql, new StatusId(status)));
  }
}
