package org.colloque.server.accounts;

import static org.colloque.migrations.Tables.ENDORSEMENTS;

import org.colloque.server.database.Tx;
import org.colloque.server.http.ProblemException;
import org.colloque.server.notifications.NotificationType;
import org.colloque.server.notifications.Notifier;
import org.colloque.server.outbox.Outbox;
import org.colloque.server.statuses.Feeds;

/** Ends a follow or takes a request back, from either side. Nothing happens when there is none. */
public final class UnfollowAccount {
  private final Notifier notifier;
  private final Outbox outbox;

  public UnfollowAccount(Notifier notifier, Outbox outbox) {
    this.notifier = notifier;
    this.outbox = outbox;
  }

  /**
   * A local member no longer follows, or somebody elsewhere has said so.
   *
   * @throws ProblemException 404 when one of them does not exist
   */
  public void unfollow(Tx tx, AccountId follower, AccountId target) {
    end(tx, Pair.lock(tx, follower, target));
  }

  /** The follower's side ends it: the other server is told when the follower is ours. */
  void end(Tx tx, Pair pair) {
    if (pair.from().local() && !pair.to().local() && exists(tx, pair)) {
      outbox.unfollowed(tx, pair.from().id(), pair.to().id());
    }
    forget(tx, pair);
  }

  /** The followed side ends it: the other server is told when the followed one is ours. */
  void refuse(Tx tx, Pair pair) {
    if (!pair.from().local() && pair.to().local() && exists(tx, pair)) {
      outbox.followRejected(tx, pair.from().id(), pair.to().id());
    }
    forget(tx, pair);
  }

  /** Removes follow or request with what came from them, and tells nobody. */
  boolean forget(Tx tx, Pair pair) {
    AccountId follower = pair.from().id();
    AccountId followed = pair.to().id();
    if (FollowQueries.deleteRequest(tx.sql(), pair)) {
      notifier.takeBack(tx, followed, NotificationType.FOLLOW_REQUEST, follower, null);
      return true;
    }
    if (!pair.from().local() && pair.to().local()) {
      outbox.followerLeaves(tx, follower, followed);
    }
    if (!FollowQueries.deleteFollow(tx.sql(), pair)) {
      return false;
    }
    notifier.takeBack(tx, followed, NotificationType.FOLLOW, follower, null);
    if (pair.from().local()) {
      Feeds.withdraw(tx, follower, followed);
    }
    // whom one shows on the profile, one follows
    tx.sql()
        .deleteFrom(ENDORSEMENTS)
        .where(ENDORSEMENTS.ACCOUNT_ID.eq(follower.value()))
        .and(ENDORSEMENTS.TARGET_ACCOUNT_ID.eq(followed.value()))
        .execute();
    return true;
  }

  private static boolean exists(Tx tx, Pair pair) {
    return FollowQueries.follows(tx.sql(), pair) || FollowQueries.requested(tx.sql(), pair);
  }
}
