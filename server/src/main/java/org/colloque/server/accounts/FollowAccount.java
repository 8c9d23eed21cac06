package org.colloque.server.accounts;

import org.colloque.server.database.Tx;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Kit;
import org.colloque.server.notifications.NotificationType;
import org.colloque.server.notifications.Notifier;
import org.colloque.server.outbox.Outbox;
import org.colloque.server.statuses.Feeds;
import org.jspecify.annotations.Nullable;

/**
 * Follows, of local members and of people elsewhere. Whoever approves followers, and everybody on
 * another server, is asked first. Doing it twice is doing it once.
 */
public final class FollowAccount {
  /** People that one member may follow, as in Mastodon. */
  public static final int MAX_FOLLOWING = 7_500;

  /** What became of a follow that came from elsewhere. */
  public enum Outcome {
    FOLLOWS,
    REQUESTED,
    /** The account is not to be followed by them. */
    REFUSED
  }

  private final Kit kit;
  private final Notifier notifier;
  private final Outbox outbox;

  public FollowAccount(Kit kit, Notifier notifier, Outbox outbox) {
    this.kit = kit;
    this.notifier = notifier;
    this.outbox = outbox;
  }

  /**
   * A local member follows, or changes what they see of somebody whom they follow already.
   *
   * @throws ProblemException 404 when there is nobody to follow, 403 when a block stands between
   *     them, 422 when the member follows too many
   */
  public void follow(Tx tx, AccountId follower, AccountId target, FollowOptions options) {
    if (follower.equals(target)) {
      throw ProblemException.notFound();
    }
    Pair pair = Pair.lock(tx, follower, target);
    if (pair.to().gone()) {
      throw ProblemException.notFound();
    }
    if (FollowQueries.blocked(tx.sql(), pair)) {
      throw ProblemException.forbidden();
    }
    if (FollowQueries.follows(tx.sql(), pair) || FollowQueries.requested(tx.sql(), pair)) {
      FollowQueries.updateOptions(tx.sql(), pair, options);
      return;
    }
    if (pair.from().followingCount() >= MAX_FOLLOWING) {
      throw ProblemException.invalid("You cannot follow more than " + MAX_FOLLOWING + " people");
    }
    if (!pair.to().local()) {
      request(tx, pair, options, null);
      outbox.followRequested(tx, follower, target);
    } else if (asksFirst(pair)) {
      request(tx, pair, options, null);
    } else {
      establish(tx, pair, options, null);
    }
  }

  /**
   * Somebody on another server follows a local member, who accepts at once unless they approve
   * their followers.
   *
   * @param uri id of the Follow activity
   */
  public Outcome receive(Tx tx, AccountId follower, AccountId target, @Nullable String uri) {
    Pair pair = Pair.lock(tx, follower, target);
    if (pair.from().gone() || pair.to().gone() || FollowQueries.blocked(tx.sql(), pair)) {
      return Outcome.REFUSED;
    }
    if (FollowQueries.requested(tx.sql(), pair)) {
      return Outcome.REQUESTED;
    }
    if (!FollowQueries.follows(tx.sql(), pair)) {
      if (asksFirst(pair)) {
        request(tx, pair, FollowOptions.UNCHANGED, uri);
        return Outcome.REQUESTED;
      }
      establish(tx, pair, FollowOptions.UNCHANGED, uri);
    }
    // said again to whom it was said already: they ask because they do not know
    outbox.followAccepted(tx, follower, target);
    return Outcome.FOLLOWS;
  }

  /** Whoever approves followers is asked, and everybody about people whom a moderator limited. */
  private static boolean asksFirst(Pair pair) {
    return pair.to().locked() || pair.from().limited();
  }

  private void request(Tx tx, Pair pair, FollowOptions options, @Nullable String uri) {
    FollowQueries.insertRequest(tx.sql(), kit.ids().next(), pair, options, uri, kit.now());
    notifier.tell(tx, pair.to().id(), NotificationType.FOLLOW_REQUEST, pair.from().id(), null);
  }

  private void establish(Tx tx, Pair pair, FollowOptions options, @Nullable String uri) {
    FollowQueries.insertFollow(tx.sql(), kit.ids().next(), pair, options, uri, kit.now());
    notifier.tell(tx, pair.to().id(), NotificationType.FOLLOW, pair.from().id(), null);
    if (pair.from().local()) {
      Feeds.fill(tx, pair.from().id(), pair.to().id());
    }
  }
}
