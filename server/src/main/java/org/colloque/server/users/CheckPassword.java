package org.colloque.server.users;

import java.time.Duration;
import java.util.Optional;
import org.colloque.server.accounts.UserId;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.colloque.server.oauth.Throttle;

/**
 * Asks somebody who is signed in for the password again, before anything that decides about the
 * account: whoever finds an open browser must not be able to try passwords there.
 */
final class CheckPassword {
  static final Throttle.Limit ATTEMPTS = new Throttle.Limit("password", 10, Duration.ofMinutes(5));

  private final Kit kit;
  private final Throttle throttle;
  private final Passwords passwords;

  CheckPassword(Kit kit, Throttle throttle, Passwords passwords) {
    this.kit = kit;
    this.throttle = throttle;
    this.passwords = passwords;
  }

  /**
   * The user, when the password is theirs.
   *
   * @throws org.colloque.server.http.ProblemException 429 after too many wrong ones
   */
  Optional<User> check(UserId id, String password) {
    Throttle.Ticket ticket = throttle.spend(ATTEMPTS, id.toString());
    User user = kit.db().as(Viewer.stranger(), tx -> UserQueries.byId(tx.sql(), id)).orElseThrow();
    if (!passwords.matches(password, user.passwordHash())) {
      return Optional.empty();
    }
    throttle.refund(ticket);
    return Optional.of(user);
  }
}
