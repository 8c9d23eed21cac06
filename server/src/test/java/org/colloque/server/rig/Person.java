package org.colloque.server.rig;

import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.UserId;

/**
 * A member of a rig's server, with an app that holds every scope.
 *
 * @param token of the app
 */
public record Person(Rig rig, String username, AccountId account, UserId user, String token) {
  /** The app: a client that sends the token. */
  public Browser app() {
    return new Browser(rig.base()).withToken(token);
  }

  /** {@code username@host}. */
  public String handle() {
    return username + "@" + rig.host();
  }
}
