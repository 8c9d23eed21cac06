package org.colloque.server.oauth;

import java.time.Duration;
import org.colloque.server.accounts.UserId;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;
import org.colloque.server.kit.Secrets;

/** Gives an app the code that it may exchange for a token, after the person has said yes. */
final class Authorize {
  /** How long a code waits to be exchanged (RFC 6749, section 4.1.2: ten minutes at most). */
  static final Duration CODE_LIFE = Duration.ofMinutes(10);

  private final Kit kit;

  Authorize(Kit kit) {
    this.kit = kit;
  }

  /** The code, of which only the hash is kept. */
  String allow(Tx tx, AuthorizationRequest request, UserId user) {
    String code = kit.secrets().newToken();
    CodeQueries.insert(tx.sql(), Secrets.hash(code), request, user, kit.now(), CODE_LIFE);
    return code;
  }
}
