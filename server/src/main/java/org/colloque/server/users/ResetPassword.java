package org.colloque.server.users;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.colloque.server.accounts.UserId;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Fault;
import org.colloque.server.kit.Kit;
import org.colloque.server.mail.EmailAddress;
import org.colloque.server.moderation.AuditLog;
import org.colloque.server.oauth.Revoke;
import org.colloque.server.oauth.Throttle;

/** A forgotten password: a link by mail, then a new one. */
public final class ResetPassword {
  /** Requests from one place. */
  public static final Throttle.Limit PER_PLACE =
      new Throttle.Limit("reset-place", 10, Duration.ofMinutes(30));

  /** Letters to one address: nobody's mailbox is filled. */
  public static final Throttle.Limit PER_ADDRESS =
      new Throttle.Limit("reset", 3, Duration.ofHours(1));

  /** What came of a new password. */
  public sealed interface Outcome {
    record Done() implements Outcome {}

    record Faulty(Faults faults) implements Outcome {}

    record DeadLink() implements Outcome {}
  }

  private final Kit kit;
  private final Throttle throttle;
  private final Passwords passwords;
  private final OneTimeLinks links;
  private final UserLetters letters;
  private final Revoke revoke;
  private final AuditLog audit;

  ResetPassword(
      Kit kit,
      Throttle throttle,
      Passwords passwords,
      OneTimeLinks links,
      UserLetters letters,
      Revoke revoke,
      AuditLog audit) {
    this.kit = kit;
    this.throttle = throttle;
    this.passwords = passwords;
    this.links = links;
    this.letters = letters;
    this.revoke = revoke;
    this.audit = audit;
  }

  /**
   * Sends a link when the address belongs to an account. Who asks does not learn whether it does.
   *
   * @param place where the request comes from
   * @throws ProblemException 429 after too many requests from there
   */
  public void request(String email, String place) {
    throttle.spend(PER_PLACE, place);
    EmailAddress address = EmailAddress.parse(email).orElse(null);
    if (address == null) {
      return;
    }
    try {
      throttle.spend(PER_ADDRESS, address.canonical());
    } catch (ProblemException enough) {
      return;
    }
    kit.db()
        .doAs(
            Viewer.stranger(),
            tx ->
                UserQueries.byEmail(tx.sql(), address)
                    .filter(user -> !user.disabled())
                    .ifPresent(user -> letters.reset(tx, user)));
  }

  public boolean isAlive(String token) {
    return kit.db()
        .as(Viewer.stranger(), tx -> links.isAlive(tx, OneTimeLinks.Purpose.RESET_PASSWORD, token));
  }

  /** The address that a link which would work was sent to. */
  public Optional<String> address(String token) {
    return kit.db()
        .as(Viewer.stranger(), tx -> links.address(tx, OneTimeLinks.Purpose.RESET_PASSWORD, token));
  }

  /** Sets the password; every session and token ends, the second factor stays. */
  public Outcome set(String token, String password) {
    if (!isAlive(token)) {
      return new Outcome.DeadLink();
    }
    Optional<Fault> fault = PasswordRules.fault(password);
    if (fault.isPresent()) {
      return new Outcome.Faulty(Faults.of("password", fault.get()));
    }
    String hash = passwords.hash(password);
    return kit.db().as(Viewer.stranger(), tx -> set(tx, token, hash));
  }

  private Outcome set(Tx tx, String token, String hash) {
    OneTimeLinks.Claim claim =
        links.use(tx, OneTimeLinks.Purpose.RESET_PASSWORD, token).orElse(null);
    if (claim == null) {
      return new Outcome.DeadLink();
    }
    UserId id = claim.required();
    User user = UserQueries.lock(tx.sql(), id).orElseThrow();
    UserQueries.setPassword(tx.sql(), id, hash);
    links.forgetAll(tx, user);
    revoke.everything(tx, id, 0);
    letters.passwordChanged(tx, user);
    audit.write(tx, user.account(), "password.reset", Map.of("user", user.username()));
    return new Outcome.Done();
  }
}
