package org.colloque.server.users;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.colloque.server.accounts.UserId;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.colloque.server.moderation.AuditLog;
import org.colloque.server.oauth.Revoke;

/** Turns the second factor off, or gives new recovery codes. */
public final class DisableTotp {
  private final Kit kit;
  private final CheckPassword checkPassword;
  private final SecondFactor secondFactor;
  private final RecoveryCodes recoveryCodes;
  private final UserLetters letters;
  private final Revoke revoke;
  private final AuditLog audit;

  DisableTotp(
      Kit kit,
      CheckPassword checkPassword,
      RecoveryCodes recoveryCodes,
      UserLetters letters,
      Revoke revoke,
      AuditLog audit) {
    this.kit = kit;
    this.checkPassword = checkPassword;
    this.secondFactor = new SecondFactor(kit);
    this.recoveryCodes = recoveryCodes;
    this.letters = letters;
    this.revoke = revoke;
    this.audit = audit;
  }

  /** Whether the password was right; all other sessions and all tokens have ended then. */
  public boolean disable(UserId id, long session, String password) {
    Optional<User> user = checkPassword.check(id, password);
    user.ifPresent(found ->
        kit.db()
            .doAs(
                Viewer.stranger(),
                tx -> {
                  secondFactor.disable(tx, id);
                  recoveryCodes.forget(tx, id);
                  revoke.everything(tx, id, session);
                  letters.passwordChanged(tx, found);
                  audit.write(
                      tx, found.account(), "totp.disabled", Map.of("user", found.username()));
                }));
    return user.isPresent();
  }

  /** New recovery codes; those before end. Empty when the password is wrong or there is no need. */
  public Optional<List<String>> newCodes(UserId id, String password) {
    return checkPassword
        .check(id, password)
        .filter(User::secondFactor)
        .map(user ->
            kit.db()
                .as(
                    Viewer.stranger(),
                    tx -> {
                      audit.write(
                          tx,
                          user.account(),
                          "totp.recovery_codes",
                          Map.of("user", user.username()));
                      return recoveryCodes.make(tx, id);
                    }));
  }

  /** How many recovery codes can still be used. */
  public int codesLeft(UserId id) {
    return kit.db().as(Viewer.stranger(), tx -> recoveryCodes.left(tx, id));
  }
}
