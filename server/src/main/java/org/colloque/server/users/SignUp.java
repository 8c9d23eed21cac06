package org.colloque.server.users;

import static org.colloque.migrations.Tables.ACCOUNTS;

import java.util.Optional;
import java.util.function.BiConsumer;
import org.colloque.federation.signature.PemKeyPair;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.CreateLocalAccount;
import org.colloque.server.accounts.ProfileRules;
import org.colloque.server.accounts.UserId;
import org.colloque.server.barriers.Barriers;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.instance.RegistrationMode;
import org.colloque.server.instance.Settings;
import org.colloque.server.kit.Fault;
import org.colloque.server.kit.Kit;
import org.colloque.server.mail.EmailAddress;
import org.jooq.DSLContext;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** Someone joins: open, by approval, or by invitation, as the owner decided. */
public final class SignUp {
  /** What came of it. */
  public sealed interface Outcome {
    /**
     * @param approved whether nobody has to say yes any more
     */
    record Joined(UserId user, AccountId account, boolean approved) implements Outcome {}

    record Faulty(Faults faults) implements Outcome {}

    /** Nobody may join, or not without an invitation. */
    record Closed() implements Outcome {}
  }

  private final Kit kit;
  private final Settings settings;
  private final Passwords passwords;
  private final Invite invite;
  private final UserLetters letters;
  private final SetUpOwner setUp;
  private final CreateLocalAccount createAccount;
  private final Barriers barriers;

  SignUp(
      Kit kit,
      Settings settings,
      Passwords passwords,
      Invite invite,
      UserLetters letters,
      SetUpOwner setUp) {
    this.kit = kit;
    this.settings = settings;
    this.passwords = passwords;
    this.invite = invite;
    this.letters = letters;
    this.setUp = setUp;
    this.createAccount = new CreateLocalAccount(kit);
    this.barriers = new Barriers(kit);
  }

  public Outcome signUp(NewUser asked) {
    return signUp(asked, (_, _) -> {});
  }

  /**
   * @param also what else happens in the same transaction
   */
  public Outcome signUp(NewUser asked, BiConsumer<Tx, UserId> also) {
    Barriers.Answer place =
        kit.db().as(Viewer.stranger(), tx -> barriers.ofPlace(tx.sql(), asked.address()));
    if (isClosed(asked) || place == Barriers.Answer.STAY_OUT) {
      return new Outcome.Closed();
    }
    Faults faults = faults(asked);
    if (!faults.isEmpty()) {
      return new Outcome.Faulty(faults);
    }
    String hash = passwords.hash(asked.password());
    PemKeyPair keys = kit.cryptography().actorKeys().get();
    try {
      return kit.db().as(Viewer.stranger(), tx -> join(tx, asked, place, hash, keys, also));
    } catch (IntegrityConstraintViolationException lostRace) {
      Faults now = faults(asked);
      if (now.isEmpty()) {
        throw lostRace;
      }
      return new Outcome.Faulty(now);
    }
  }

  /** Nobody joins before the owner has set the instance up. */
  private boolean isClosed(NewUser asked) {
    return setUp.isNeeded()
        || switch (settings.current().registrations()) {
          case OPEN, APPROVAL -> false;
          case INVITATION -> asked.invitation() == null;
          case CLOSED -> true;
        };
  }

  private Outcome join(
      Tx tx,
      NewUser asked,
      Barriers.Answer place,
      String hash,
      PemKeyPair keys,
      BiConsumer<Tx, UserId> also) {
    Long invitation = null;
    String code = asked.invitation();
    if (code != null) {
      invitation = invite.use(tx, code).orElse(null);
      if (invitation == null) {
        return new Outcome.Faulty(Faults.of("invite_code", Fault.INVALID));
      }
    }
    EmailAddress email = EmailAddress.parse(asked.email()).orElseThrow();
    boolean approved =
        (invitation != null || settings.current().registrations() == RegistrationMode.OPEN)
            && place == Barriers.Answer.COME
            && barriers.ofEmail(tx.sql(), email) == Barriers.Answer.COME;
    AccountId account = createAccount.create(tx, asked.username(), "", keys);
    setProfession(tx.sql(), account, asked.profession());
    UserId user = new UserId(kit.ids().next());
    String locale = asked.locale().startsWith("fr") ? "fr" : "en";
    UserQueries.insert(
        tx.sql(),
        new UserQueries.NewRow(
            user,
            account,
            email,
            hash,
            "member",
            locale,
            false,
            approved,
            asked.reason().strip(),
            invitation,
            asked.app()),
        kit.now());
    letters.confirmation(tx, user, asked.username(), email, locale);
    also.accept(tx, user);
    return new Outcome.Joined(user, account, approved);
  }

  private static void setProfession(DSLContext sql, AccountId account, String profession) {
    if (!profession.isBlank()) {
      sql.update(ACCOUNTS)
          .set(ACCOUNTS.PROFESSION, profession.strip())
          .where(ACCOUNTS.ID.eq(account.value()))
          .execute();
    }
  }

  private Faults faults(NewUser asked) {
    @Nullable EmailAddress email = EmailAddress.parse(asked.email()).orElse(null);
    boolean asksReason =
        settings.current().registrations() == RegistrationMode.APPROVAL
            && asked.invitation() == null;
    Faults faults =
        Faults.NONE
            .and("username", Username.fault(asked.username()))
            .and("email", emailFault(asked.email(), email))
            .and(
                "password",
                PasswordRules.fault(
                    asked.password(), asked.username(), asked.email(), settings.current().title()))
            .and("agreement", fault(!asked.agreement(), Fault.ACCEPTED))
            .and("reason", fault(asksReason && asked.reason().isBlank(), Fault.BLANK))
            .and("reason", tooLong(asked.reason(), NewUser.MAX_REASON))
            .and("profession", tooLong(asked.profession(), ProfileRules.MAX_PROFESSION));
    return kit.db()
        .as(
            Viewer.stranger(),
            tx -> barred(tx, taken(tx.sql(), faults, asked, email), asked, email));
  }

  private Faults barred(Tx tx, Faults faults, NewUser asked, @Nullable EmailAddress email) {
    if (email == null || barriers.ofEmail(tx.sql(), email) != Barriers.Answer.STAY_OUT) {
      return faults;
    }
    barriers.tried(tx, email, asked.address());
    return faults.and("email", Optional.of(Fault.DISALLOWED));
  }

  private static Faults taken(
      DSLContext sql, Faults faults, NewUser asked, @Nullable EmailAddress email) {
    return faults
        .and("username", fault(UserQueries.usernameTaken(sql, asked.username()), Fault.TAKEN))
        .and("email", fault(email != null && UserQueries.emailTaken(sql, email), Fault.TAKEN));
  }

  static Optional<Fault> emailFault(String text, @Nullable EmailAddress parsed) {
    return text.isBlank() ? Optional.of(Fault.BLANK) : fault(parsed == null, Fault.INVALID);
  }

  private static Optional<Fault> tooLong(String text, int largest) {
    return fault(text.codePointCount(0, text.length()) > largest, Fault.TOO_LONG);
  }

  private static Optional<Fault> fault(boolean wrong, Fault fault) {
    return wrong ? Optional.of(fault) : Optional.empty();
  }
}
