package org.colloque.server.outbox;

import java.util.List;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.statuses.StatusId;

/**
 * What the rest of the server tells other servers. Every method writes what is to be delivered into
 * the transaction that it is given, and does nothing when only local people are concerned or when
 * the audience is not a federated one.
 */
public interface Outbox {
  /** A new local status (not a reblog). */
  void created(Tx tx, StatusId status);

  /** A local status was edited. */
  void edited(Tx tx, StatusId status);

  /**
   * A local status is being deleted, or a reblog taken back: called after the row is emptied, while
   * mentions, favourites and reblogs still tell who was reached.
   */
  void deleted(Tx tx, StatusId status);

  /** A local account reblogged: {@code reblog} is the new row. */
  void reblogged(Tx tx, StatusId reblog);

  /** A local account favourited a status. */
  void favourited(Tx tx, AccountId account, StatusId status);

  void unfavourited(Tx tx, AccountId account, StatusId status);

  /** A local account asks to follow a remote one; the row in {@code follow_requests} is there. */
  void followRequested(Tx tx, AccountId account, AccountId target);

  /**
   * A local account stops following, or takes its request back: the row is still there, unless the
   * other server believes in a follow that is none.
   */
  void unfollowed(Tx tx, AccountId account, AccountId target);

  /** A local account accepts the follower; the row in {@code follows} or the request is there. */
  void followAccepted(Tx tx, AccountId follower, AccountId account);

  /** A local account refuses a request or removes a follower; the row is still there. */
  void followRejected(Tx tx, AccountId follower, AccountId account);

  /**
   * A remote account follows a local one no longer, whoever ended it; the row is still there. What
   * it got stays where it lives, so deletions of that must reach it.
   */
  void followerLeaves(Tx tx, AccountId follower, AccountId account);

  /** A local account blocks a remote one; the row in {@code blocks} is there. */
  void blocked(Tx tx, AccountId account, AccountId target);

  void unblocked(Tx tx, AccountId account, AccountId target);

  /** A local profile changed, was suspended, or stands again. */
  void profileChanged(Tx tx, AccountId account);

  /** A local account pinned a status of its own; nothing is told unless everybody may read it. */
  void pinned(Tx tx, AccountId account, StatusId status);

  /** A local account took a pin away, or the pinned status is being deleted. */
  void unpinned(Tx tx, AccountId account, StatusId status);

  /** A local account shows a hashtag on its profile, or no longer does. */
  void tagFeatured(Tx tx, AccountId account, String tag, boolean featured);

  /** A local account lives on as {@code target}; its {@code moved_to_id} is set. */
  void moved(Tx tx, AccountId account, AccountId target);

  /**
   * A local account is being deleted: everybody whom it ever reached is told. Its posts, follows
   * and marks are still there, and say who that is.
   */
  void accountDeleted(Tx tx, AccountId account);

  /** A local account voted in the poll of a status; the names of the options chosen. */
  void voted(Tx tx, AccountId account, StatusId poll, List<String> choices);

  /**
   * A local account reported {@code target}, and its server shall know.
   *
   * @param statuses ActivityPub ids of the posts that it is about
   */
  void reported(Tx tx, AccountId target, List<String> statuses, String comment);
}
