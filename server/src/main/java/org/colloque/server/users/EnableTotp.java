package org.colloque.server.users;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.colloque.server.accounts.UserId;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Fault;
import org.colloque.server.kit.Kit;
import org.colloque.server.moderation.AuditLog;
import org.colloque.server.oauth.Revoke;

/** Turns the second factor on, after a first code has shown that the phone has the secret. */
public final class EnableTotp {
  /** What came of it. */
  public sealed interface Outcome {
    /**
     * @param codes shown once
     */
    record Enabled(List<String> codes) implements Outcome {}

    record Faulty(Faults faults) implements Outcome {}
  }

  private final Kit kit;
  private final CheckPassword checkPassword;
  private final SecondFactor secondFactor;
  private final RecoveryCodes recoveryCodes;
  private final UserLetters letters;
  private final Revoke revoke;
  private final AuditLog audit;

  EnableTotp(
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

  /** A secret to offer, in base 32. */
  public String newSecret() {
    return Totp.base32(kit.secrets().randomBytes(Totp.SECRET_BYTES));
  }

  /** What the QR code of an offered secret says. */
  public String uri(String issuer, String username, String secret) {
    return Totp.uri(issuer, username, secret);
  }

  /**
   * All other sessions and all tokens end: they were won without the second factor.
   *
   * @param session the one from which this is asked
   */
  public Outcome enable(UserId id, long session, String password, String secret, String code) {
    byte[] bytes = Totp.secret(secret).orElse(null);
    if (bytes == null) {
      return new Outcome.Faulty(Faults.of("code", Fault.INVALID));
    }
    User user = checkPassword.check(id, password).orElse(null);
    if (user == null) {
      return new Outcome.Faulty(Faults.of("current_password", Fault.INVALID));
    }
    OptionalLong step = Totp.step(bytes, code.replaceAll("\\s", ""), kit.now(), 0);
    if (step.isEmpty() || user.secondFactor()) {
      return new Outcome.Faulty(Faults.of("code", Fault.INVALID));
    }
    List<String> codes =
        kit.db()
            .as(
                Viewer.stranger(),
                tx -> {
                  secondFactor.enable(tx, id, bytes, step.getAsLong());
                  revoke.everything(tx, id, session);
                  letters.passwordChanged(tx, user);
                  audit.write(tx, user.account(), "totp.enabled", Map.of("user", user.username()));
                  return recoveryCodes.make(tx, id);
                });
    return new Outcome.Enabled(codes);
  }
}
