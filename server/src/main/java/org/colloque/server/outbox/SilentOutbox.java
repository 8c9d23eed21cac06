package org.colloque.server.outbox;

import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.statuses.StatusId;

/** Tells nobody anything: an instance that does not federate. */
public final class SilentOutbox implements Outbox {
  @Override
  public void created(Tx tx, StatusId status) {}

  @Override
  public void edited(Tx tx, StatusId status) {}

  @Override
  public void deleted(Tx tx, StatusId status) {}

  @Override
  public void reblogged(Tx tx, StatusId reblog) {}

  @Override
  public void favourited(Tx tx, AccountId account, StatusId status) {}

  @Override
  public void unfavourited(Tx tx, AccountId account, StatusId status) {}

  @Override
  public void followRequested(Tx tx, AccountId account, AccountId target) {}

  @Override
  public void unfollowed(Tx tx, AccountId account, AccountId target) {}

  @Override
  public void followAccepted(Tx tx, AccountId follower, AccountId account) {}

  @Override
  public void followRejected(Tx tx, AccountId follower, AccountId account) {}

  @Override
  public void blocked(Tx tx, AccountId account, AccountId target) {}

  @Override
  public void unblocked(Tx tx, AccountId account, AccountId target) {}

  @Override
  public void profileChanged(Tx tx, AccountId account) {}
}
