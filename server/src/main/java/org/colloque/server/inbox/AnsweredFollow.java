package org.colloque.server.inbox;

import java.util.Optional;
import org.colloque.federation.vocabulary.ActivityReference;
import org.colloque.server.remote.ActorQueries;
import org.colloque.server.remote.KnownActor;
import org.jooq.DSLContext;

/** Which of our follows an Accept or Reject answers (federation.md, quirk 34). */
final class AnsweredFollow {
  private AnsweredFollow() {}

  /** By its id, else by who asked; only what was asked of {@code sender}, and by one of ours. */
  static Optional<RelationRows.Pair> find(
      DSLContext sql, ActivityReference reference, KnownActor sender) {
    boolean follow =
        switch (reference.kind()) {
          case FOLLOW, NOT_TOLD -> true;
          case LIKE, ANNOUNCE, BLOCK, ACCEPT, QUOTE_REQUEST, OTHER -> false;
        };
    if (!follow) {
      return Optional.empty();
    }
    String id = reference.id();
    Optional<RelationRows.Pair> byId =
        id == null ? Optional.empty() : RelationRows.followByUri(sql, id, sender.id());
    return byId.or(() -> byActor(sql, reference, sender))
        .filter(
            pair -> ActorQueries.byId(sql, pair.account()).filter(KnownActor::isLocal).isPresent());
  }

  private static Optional<RelationRows.Pair> byActor(
      DSLContext sql, ActivityReference reference, KnownActor sender) {
    String actor = reference.actor();
    return actor == null
        ? Optional.empty()
        : ActorQueries.byUri(sql, actor)
            .map(follower -> new RelationRows.Pair(follower.id(), sender.id()))
            .filter(pair -> RelationRows.followsOrAsks(sql, pair));
  }
}
