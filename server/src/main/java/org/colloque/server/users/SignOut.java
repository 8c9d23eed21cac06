package org.colloque.server.users;

import java.util.List;
import org.colloque.server.accounts.UserId;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.colloque.server.oauth.GuestSessions;
import org.colloque.server.oauth.Revoke;

/** Ends a session: this browser's, or another one's from the list. */
public final class SignOut {
  private static final int LISTED = 200;

  private final Kit kit;
  private final Revoke revoke;

  SignOut(Kit kit, Revoke revoke) {
    this.kit = kit;
    this.revoke = revoke;
  }

  /** Whether {@code user} had such a session. */
  public boolean end(UserId user, long session) {
    return kit.db().as(Viewer.stranger(), tx -> revoke.session(tx, user, session));
  }

  /** Ends the session of a guest of another instance. */
  void endGuest(long session) {
    kit.db().doAs(Viewer.stranger(), tx -> GuestSessions.end(tx.sql(), session));
  }

  /** Where {@code user} is signed in, the last used first. */
  public List<OpenSession> sessions(UserId user) {
    return kit.db()
        .as(Viewer.stranger(), tx -> SessionQueries.open(tx.sql(), user, kit.now(), LISTED));
  }
}
