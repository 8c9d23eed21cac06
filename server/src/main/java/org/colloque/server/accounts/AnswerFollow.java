package org.colloque.server.accounts;

import org.colloque.server.database.Tx;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Kit;
import org.colloque.server.notifications.NotificationType;
import org.colloque.server.notifications.Notifier;
import org.colloque.server.outbox.Outbox;
import org.colloque.server.statuses.Feeds;

/** Who is followed decides: accepts or refuses a request, or removes a follower. */
public final class AnswerFollow {
  private final Kit kit;
  private final Notifier notifier;
  private final Outbox outbox;
  private final UnfollowAccount unfollow;

  public AnswerFollow(Kit kit, Notifier notifier, Outbox outbox, UnfollowAccount unfollow) {
    this.kit = kit;
    this.notifier = notifier;
    this.outbox = outbox;
    this.unfollow = unfollow;
  }

  /**
   * A local member accepts the request of {@code follower}.
   *
   * @throws ProblemException 404 when there is no request
   */
  public void accept(Tx tx, AccountId account, AccountId follower) {
    if (!acceptIfAsked(tx, account, follower)) {
      throw ProblemException.notFound();
    }
  }

  /**
   * @return whether there was a request
   */
  boolean acceptIfAsked(Tx tx, AccountId account, AccountId follower) {
    Pair pair = Pair.lock(tx, follower, account);
    if (!FollowQueries.acceptRequest(tx.sql(), kit.ids().next(), pair, kit.now())) {
      return false;
    }
    notifier.takeBack(tx, account, NotificationType.FOLLOW_REQUEST, follower, null);
    notifier.tell(tx, account, NotificationType.FOLLOW, follower, null);
    if (pair.from().local()) {
      Feeds.fill(tx, follower, account);
    } else {
      outbox.followAccepted(tx, follower, account);
    }
    return true;
  }

  /**
   * A local member refuses the request of {@code follower}.
   *
   * @throws ProblemException 404 when there is no request
   */
  public void reject(Tx tx, AccountId account, AccountId follower) {
    Pair pair = Pair.lock(tx, follower, account);
    if (!FollowQueries.requested(tx.sql(), pair)) {
      throw ProblemException.notFound();
    }
    unfollow.refuse(tx, pair);
  }

  /** A local member no longer wants {@code follower}; nothing happens when they do not follow. */
  public void removeFollower(Tx tx, AccountId account, AccountId follower) {
    Pair pair = Pair.lock(tx, follower, account);
    if (FollowQueries.follows(tx.sql(), pair)) {
      unfollow.refuse(tx, pair);
    }
  }

  /**
   * Another server accepted the request of a local member.
   *
   * @return whether there was one
   */
  public boolean accepted(Tx tx, AccountId follower, AccountId account) {
    Pair pair = Pair.lock(tx, follower, account);
    boolean accepted = FollowQueries.acceptRequest(tx.sql(), kit.ids().next(), pair, kit.now());
    if (accepted) {
      Feeds.fill(tx, follower, account);
    }
    return accepted;
  }

  /**
   * Another server refused the request of a local member, or ended the follow.
   *
   * @return whether there was either
   */
  public boolean rejected(Tx tx, AccountId follower, AccountId account) {
    return unfollow.forget(tx, Pair.lock(tx, follower, account));
  }
}
