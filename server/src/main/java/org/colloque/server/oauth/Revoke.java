package org.colloque.server.oauth;

import java.util.List;
import org.colloque.server.accounts.UserId;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;

/**
 * Ends tokens and sessions, and tells every process: what was cached is forgotten, and streams that
 * were opened with them close. The signal {@link Doorkeeper#REVOKED} says {@code token ID}, {@code
 * session ID} or {@code user ID}.
 */
public final class Revoke {
  private final Kit kit;
  private final Doorkeeper doorkeeper;

  public Revoke(Kit kit, Doorkeeper doorkeeper) {
    this.kit = kit;
    this.doorkeeper = doorkeeper;
  }

  public void token(Tx tx, long id) {
    if (TokenQueries.revoke(tx.sql(), id, kit.now())) {
      tell(tx, "token " + id);
    }
  }

  /** Every token that {@code app} holds for {@code user}; whether there was one. */
  public boolean app(Tx tx, UserId user, long app) {
    List<Long> tokens = TokenQueries.revokeApp(tx.sql(), user, app, kit.now());
    tokens.forEach(token -> tell(tx, "token " + token));
    return !tokens.isEmpty();
  }

  /** Whether {@code user} had such a session. */
  public boolean session(Tx tx, UserId user, long id) {
    boolean ended = TokenQueries.endSession(tx.sql(), user, id);
    if (ended) {
      tell(tx, "session " + id);
    }
    return ended;
  }

  /**
   * All tokens, codes and sessions of {@code user}.
   *
   * @param keptSession the one from which this was asked; 0 for none
   */
  public void everything(Tx tx, UserId user, long keptSession) {
    TokenQueries.revokeAll(tx.sql(), user, kit.now());
    TokenQueries.endSessions(tx.sql(), user, keptSession);
    changed(tx, user);
  }

  /** Role, standing or language of {@code user} changed: what was cached of it is forgotten. */
  public void changed(Tx tx, UserId user) {
    tell(tx, "user " + user);
  }

  private void tell(Tx tx, String what) {
    kit.signals().send(tx, Doorkeeper.REVOKED, what);
    tx.afterCommit(() -> doorkeeper.forget(what));
  }
}
