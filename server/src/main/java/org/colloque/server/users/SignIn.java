package org.colloque.server.users;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.colloque.server.accounts.UserId;
import org.colloque.server.database.Decimal;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.colloque.server.mail.EmailAddress;
import org.colloque.server.moderation.AuditLog;
import org.colloque.server.oauth.Standing;
import org.colloque.server.oauth.Throttle;
import org.jspecify.annotations.Nullable;

/**
 * Password, then the second factor where there is one, then a session. An unknown address takes the
 * same time and gets the same answer as a wrong password.
 */
public final class SignIn {
  /** Wrong passwords for one account (reliability.md, C58). */
  public static final Throttle.Limit PER_ACCOUNT =
      new Throttle.Limit("sign-in", 10, Duration.ofMinutes(5));

  /** Wrong passwords or codes from one place; a hospital shares one address. */
  public static final Throttle.Limit PER_PLACE =
      new Throttle.Limit("sign-in-place", 30, Duration.ofMinutes(5));

  /** Wrong codes for one account. */
  public static final Throttle.Limit CODES = new Throttle.Limit("code", 10, Duration.ofMinutes(5));

  /** Six digits can be guessed in the long run: so a day has an end too. */
  public static final Throttle.Limit CODES_A_DAY =
      new Throttle.Limit("code-day", 50, Duration.ofDays(1));

  /** How long the second step may take. */
  static final Duration CHALLENGE_LIFE = Duration.ofMinutes(10);

  /** Where somebody is. */
  public record Browser(String address, String userAgent) {
    String place() {
      return Throttle.place(address);
    }
  }

  /** What came of it. */
  public sealed interface Outcome {
    /**
     * @param cookie the session, shown to the browser only
     */
    record SignedIn(User user, String cookie) implements Outcome {
      @Override
      public String toString() {
        return "SignedIn[" + user + "]";
      }
    }

    /**
     * @param challenge what proves that the password was right
     */
    record CodeNeeded(String challenge) implements Outcome {}

    record Wrong() implements Outcome {}

    /** The password is right, but the account cannot be used (yet). */
    record NotYet(Standing standing) implements Outcome {}
  }

  private final Kit kit;
  private final Throttle throttle;
  private final Passwords passwords;
  private final SecondFactor secondFactor;
  private final RecoveryCodes recoveryCodes;
  private final AuditLog audit;

  SignIn(
      Kit kit,
      Throttle throttle,
      Passwords passwords,
      RecoveryCodes recoveryCodes,
      AuditLog audit) {
    this.kit = kit;
    this.throttle = throttle;
    this.passwords = passwords;
    this.secondFactor = new SecondFactor(kit);
    this.recoveryCodes = recoveryCodes;
    this.audit = audit;
  }

  /**
   * The first step.
   *
   * @throws org.colloque.server.http.ProblemException 429 after too many wrong attempts
   */
  public Outcome password(String email, String password, Browser browser) {
    @Nullable EmailAddress address = EmailAddress.parse(email).orElse(null);
    Throttle.Ticket place = throttle.spend(PER_PLACE, browser.place());
    Throttle.Ticket account =
        throttle.spend(PER_ACCOUNT, address == null ? "" : address.canonical());
    @Nullable User user =
        address == null
            ? null
            : kit.db()
                .as(Viewer.stranger(), tx -> UserQueries.byEmail(tx.sql(), address).orElse(null));
    boolean right = passwords.matches(password, user == null ? "" : user.passwordHash());
    if (user == null || !right) {
      return new Outcome.Wrong();
    }
    throttle.refund(place);
    throttle.refund(account);
    if (user.standing() != Standing.GOOD) {
      return new Outcome.NotYet(user.standing());
    }
    if (user.secondFactor()) {
      return new Outcome.CodeNeeded(challenge(user));
    }
    return kit.db().as(Viewer.stranger(), tx -> open(tx, user, browser, "password"));
  }

  /**
   * The second step.
   *
   * @param code of the phone, or a recovery code
   */
  public Outcome code(String challenge, String code, Browser browser) {
    @Nullable User user = challenged(challenge).orElse(null);
    if (user == null || user.standing() != Standing.GOOD) {
      return new Outcome.Wrong();
    }
    Throttle.Ticket place = throttle.spend(PER_PLACE, browser.place());
    Throttle.Ticket account = throttle.spend(CODES, user.id().toString());
    Throttle.Ticket day = throttle.spend(CODES_A_DAY, user.id().toString());
    Outcome outcome =
        kit.db()
            .as(
                Viewer.stranger(),
                tx -> {
                  if (secondFactor.use(tx, user.id(), code)) {
                    return open(tx, user, browser, "code");
                  }
                  return recoveryCodes.use(tx, user.id(), code)
                      ? open(tx, user, browser, "recovery code")
                      : new Outcome.Wrong();
                });
    if (outcome instanceof Outcome.SignedIn) {
      throttle.refund(place);
      throttle.refund(account);
      throttle.refund(day);
    }
    return outcome;
  }

  /** A session for somebody who has just proven who they are in another way. */
  public Outcome.SignedIn welcome(User user, Browser browser) {
    return kit.db().as(Viewer.stranger(), tx -> open(tx, user, browser, "set-up"));
  }

  private Outcome.SignedIn open(Tx tx, User user, Browser browser, String how) {
    String cookie = kit.secrets().newToken();
    SessionQueries.insert(tx.sql(), kit.ids().next(), cookie, user.id(), browser, kit.now());
    UserQueries.signedIn(tx.sql(), user.id(), kit.now());
    audit.write(
        tx,
        user.account(),
        "sign_in",
        Map.of("user", user.username(), "address", browser.address(), "how", how));
    return new Outcome.SignedIn(user, cookie);
  }

  /** Ends with a changed password too. */
  private String challenge(User user) {
    String text = user.id() + "." + kit.now().plus(CHALLENGE_LIFE).getEpochSecond();
    return text + "." + kit.secrets().sign("challenge", text + " " + user.passwordHash());
  }

  private Optional<User> challenged(String challenge) {
    String[] parts = challenge.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    Optional<Long> until = Decimal.parse(parts[1]);
    if (until.isEmpty() || until.get() < kit.now().getEpochSecond()) {
      return Optional.empty();
    }
    return UserId.parse(parts[0])
        .flatMap(id -> kit.db().as(Viewer.stranger(), tx -> UserQueries.byId(tx.sql(), id)))
        .filter(user ->
            kit.secrets()
                .verify(
                    "challenge", parts[0] + "." + parts[1] + " " + user.passwordHash(), parts[2]));
  }
}
