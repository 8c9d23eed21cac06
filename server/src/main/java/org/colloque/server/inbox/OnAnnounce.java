package org.colloque.server.inbox;

import java.time.Instant;
import java.util.Optional;
import org.colloque.federation.vocabulary.Activity;
import org.colloque.federation.vocabulary.Addressing;
import org.colloque.migrations.tables.records.StatusesRecord;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.colloque.server.remote.ActorQueries;
import org.colloque.server.remote.Budget;
import org.colloque.server.remote.FindStatus;
import org.colloque.server.remote.Finding;
import org.colloque.server.remote.KnownActor;
import org.colloque.server.remote.RemoteStatuses;
import org.colloque.server.statuses.Audience;
import org.colloque.server.statuses.ReadStatus;
import org.colloque.server.statuses.ReblogStatus;
import org.colloque.server.statuses.StatusId;

/**
 * A boost. What is boosted comes from its own server, never from the boost (security row 32), and
 * only if somebody here has to do with it (federation.md, quirks 20 and 31).
 */
public final class OnAnnounce {
  private final Kit kit;
  private final FindStatus statuses;
  private final ReblogStatus reblogs;

  public OnAnnounce(Kit kit, FindStatus statuses, ReblogStatus reblogs) {
    this.kit = kit;
    this.statuses = statuses;
    this.reblogs = reblogs;
  }

  Prepared on(Activity.Announce announce, KnownActor sender) {
    if (!isShown(announce.addressing())) {
      return Prepared.nothing("a boost for a few");
    }
    boolean concerns = kit.db().as(Viewer.stranger(), tx -> concernsUs(tx, announce, sender));
    if (!concerns) {
      return Prepared.nothing("concerns nobody here");
    }
    return switch (statuses.byUri(announce.object(), Budget.forActivity())) {
      case Finding.Found<StatusId> found ->
          Prepared.ready(tx -> apply(tx, announce, sender, found.value()));
      case Finding.Later<StatusId> later -> new Prepared.Later(later.reason());
      case Finding.Nothing<StatusId> nothing -> Prepared.nothing(nothing.reason());
      case Finding.Gone<StatusId> _ -> Prepared.nothing("what is boosted is deleted");
    };
  }

  private boolean concernsUs(Tx tx, Activity.Announce announce, KnownActor sender) {
    return !RemoteStatuses.wasUndone(tx.sql(), announce.id(), sender.uri(), kit.now())
        && (kit.urls().isOurs(announce.object())
            || ActorQueries.isFollowedHere(tx.sql(), sender.id()));
  }

  private String apply(Tx tx, Activity.Announce announce, KnownActor sender, StatusId id) {
    Optional<StatusesRecord> original = original(tx, sender, id);
    if (original.isEmpty()) {
      return "may not be boosted";
    }
    AccountId author = new AccountId(original.get().getAccountId());
    if (RelationRows.blocks(tx.sql(), author, sender.id())) {
      return "blocked";
    }
    Instant published = announce.published();
    Instant now = kit.now();
    boolean added =
        reblogs
            .add(
                tx,
                sender.id(),
                original.get(),
                audience(original.get(), announce.addressing()),
                announce.id(),
                announce.id(),
                published == null || published.isAfter(now) ? now : published)
            .isPresent();
    return added ? "boosted" : "boosted already";
  }

  /**
   * What is for followers is not shown to more people by a boost of it, whatever the boost says.
   */
  private static Audience audience(StatusesRecord original, Addressing addressing) {
    boolean forFollowers = original.getAudience().equals("followers");
    return new Audience.Fediverse(forFollowers ? new Addressing.Followers() : addressing);
  }

  /** Public and unlisted posts, and one's own for followers. */
  private static Optional<StatusesRecord> original(Tx tx, KnownActor sender, StatusId id) {
    return RemoteStatuses.byId(tx.sql(), id)
        .filter(known -> known.authorStands() && !known.deleted() && known.reblogOf() == null)
        .filter(known ->
            known.open()
                || known.author().equals(sender.id()) && known.audience().equals("followers"))
        .map(known -> ReadStatus.own(tx.sql(), known.author(), id));
  }

  /** A boost for a few people is none that we could show. */
  private static boolean isShown(Addressing addressing) {
    return switch (addressing) {
      case Addressing.Public _, Addressing.Unlisted _, Addressing.Followers _ -> true;
      case Addressing.Direct _ -> false;
    };
  }
}
