package org.colloque.server.oauth;

import java.util.List;
import org.colloque.server.accounts.UserId;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;

/** The apps that act for a member: the list, and the end of one. */
public final class AuthorizedApps {
  private final Kit kit;
  private final Revoke revoke;

  public AuthorizedApps(Kit kit, Revoke revoke) {
    this.kit = kit;
    this.revoke = revoke;
  }

  /** The latest first. */
  public List<AuthorizedApp> of(UserId user) {
    return kit.db().as(Viewer.stranger(), tx -> TokenQueries.apps(tx.sql(), user));
  }

  /** Ends every token of the app; whether it had one. */
  public boolean withdraw(UserId user, long app) {
    return kit.db().as(Viewer.stranger(), tx -> revoke.app(tx, user, app));
  }
}
