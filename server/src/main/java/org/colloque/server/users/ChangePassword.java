package org.colloque.server.users;

import java.util.Map;
import java.util.Optional;
import org.colloque.server.accounts.UserId;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Fault;
import org.colloque.server.kit.Kit;
import org.colloque.server.moderation.AuditLog;
import org.colloque.server.oauth.Revoke;

/** A new password; all other sessions, and all tokens, end. */
public final class ChangePassword {
  private final Kit kit;
  private final CheckPassword checkPassword;
  private final Passwords passwords;
  private final OneTimeLinks links;
  private final UserLetters letters;
  private final Revoke revoke;
  private final AuditLog audit;

  ChangePassword(
      Kit kit,
      CheckPassword checkPassword,
      Passwords passwords,
      OneTimeLinks links,
      UserLetters letters,
      Revoke revoke,
      AuditLog audit) {
    this.kit = kit;
    this.checkPassword = checkPassword;
    this.passwords = passwords;
    this.links = links;
    this.letters = letters;
    this.revoke = revoke;
    this.audit = audit;
  }

  /**
   * @param session the one from which this is asked, which stays
   * @return what is wrong; nothing was changed unless it is empty
   */
  public Faults change(UserId id, long session, String current, String wanted) {
    User user = checkPassword.check(id, current).orElse(null);
    if (user == null) {
      return Faults.of("current_password", Fault.INVALID);
    }
    Optional<Fault> fault = PasswordRules.fault(wanted, user.username(), user.email());
    if (fault.isPresent()) {
      return Faults.of("new_password", fault.get());
    }
    String hash = passwords.hash(wanted);
    kit.db()
        .doAs(
            Viewer.stranger(),
            tx -> {
              UserQueries.setPassword(tx.sql(), id, hash);
              links.forgetAll(tx, user);
              revoke.everything(tx, id, session);
              letters.passwordChanged(tx, user);
              audit.write(tx, user.account(), "password.changed", Map.of("user", user.username()));
            });
    return Faults.NONE;
  }
}
