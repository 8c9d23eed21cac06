package org.colloque.server.outbox;

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

  /** A local account stops following, or takes its request back; the row is still there. */
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

  /** A local profile changed. */
  void profileChanged(Tx tx, AccountId account);
}
