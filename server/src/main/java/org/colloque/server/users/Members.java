package org.colloque.server.users;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.colloque.federation.signature.PemKeyPair;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.CreateLocalAccount;
import org.colloque.server.accounts.UserId;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.instance.Settings;
import org.colloque.server.kit.Fault;
import org.colloque.server.kit.Kit;
import org.colloque.server.mail.EmailAddress;
import org.colloque.server.moderation.AuditLog;
import org.colloque.server.moderation.FederationPolicy;
import org.colloque.server.oauth.Doorkeeper;
import org.colloque.server.oauth.Revoke;
import org.colloque.server.oauth.Throttle;
import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/**
 * What the owner of the machine can do about people: the verbs of the command line. Whatever is
 * wrong comes back as an {@link IllegalArgumentException} with a sentence. A server that runs on
 * the same database hears of every change.
 */
public final class Members implements AutoCloseable {
  private static final int PASSWORD_LENGTH = 20;

  private final Kit kit;
  private final Messages words;
  private final Settings settings;
  private final Passwords passwords;
  private final Revoke revoke;
  private final UserVerbs verbs;
  private final AuditLog audit;

  public Members(Kit kit) {
    this(kit, Messages.of(Locale.ENGLISH));
  }

  /**
   * @param words the language in which it says what is wrong
   */
  public Members(Kit kit, Messages words) {
    this.kit = kit;
    this.words = words;
    passwords = new Passwords(kit.cryptography().passwords());
    settings = new Settings(kit, new FederationPolicy(kit));
    revoke = new Revoke(kit, new Doorkeeper(kit));
    verbs = UserVerbs.of(kit, settings, passwords, new Throttle(kit), revoke);
    audit = new AuditLog(kit);
  }

  /**
   * Creates an account, confirmed and approved.
   *
   * @param password null to have one made
   * @param role one of {@link SetRole#ROLES}
   * @return the password
   */
  public String create(
      String username, String email, @Nullable String password, String role, String locale) {
    String secret = password == null ? newPassword() : password;
    Optional<EmailAddress> address = EmailAddress.parse(email);
    Faults faults =
        Faults.NONE
            .and("username", Username.grammarFault(username))
            .and("email", SignUp.emailFault(email, address.orElse(null)))
            .and("password", PasswordRules.fault(secret, username, email))
            .and(
                "role",
                SetRole.ROLES.contains(role) ? Optional.empty() : Optional.of(Fault.INCLUSION));
    refuse(kit.db().as(Viewer.stranger(), tx -> taken(tx, faults, username, address)));
    String hash = passwords.hash(secret);
    PemKeyPair keys = kit.cryptography().actorKeys().get();
    kit.db()
        .doAs(
            Viewer.stranger(),
            tx -> {
              AccountId account = new CreateLocalAccount(kit).create(tx, username, "", keys);
              UserQueries.insert(
                  tx.sql(),
                  new UserQueries.NewRow(
                      new UserId(kit.ids().next()),
                      account,
                      address.orElseThrow(),
                      hash,
                      role,
                      locale.startsWith("fr") ? "fr" : "en",
                      true,
                      true,
                      "",
                      null,
                      null),
                  kit.now());
              audit.write(tx, null, "user.created", Map.of("user", username, "role", role));
            });
    return secret;
  }

  private static Faults taken(
      Tx tx, Faults faults, String username, Optional<EmailAddress> address) {
    boolean email = address.isPresent() && UserQueries.emailTaken(tx.sql(), address.get());
    return faults
        .and(
            "username",
            UserQueries.usernameTaken(tx.sql(), username)
                ? Optional.of(Fault.TAKEN)
                : Optional.empty())
        .and("email", email ? Optional.of(Fault.TAKEN) : Optional.empty());
  }

  /** Gives a member another role, as "owner". */
  public void setRole(String username, String role) {
    SetRole.Outcome outcome =
        kit.db().as(Viewer.stranger(), tx -> verbs.setRole().set(tx, null, username, role));
    switch (outcome) {
      case CHANGED -> {}
      case NO_SUCH_USER -> throw noSuch(username);
      case NO_SUCH_ROLE -> throw refusal("command.role", role);
      case LAST_OWNER -> throw refusal("command.owner.last", username);
    }
  }

  /** Sets a new password, which is returned; all sessions and tokens end. */
  public String resetPassword(String username) {
    String secret = newPassword();
    String hash = passwords.hash(secret);
    change(
        username,
        (tx, user) -> {
          UserQueries.setPassword(tx.sql(), user.id(), hash);
          new OneTimeLinks(kit).forgetAll(tx, user);
          revoke.everything(tx, user.id(), 0);
          audit.write(tx, null, "password.reset", Map.of("user", user.username()));
          return true;
        });
    return secret;
  }

  /** Turns the second factor off, for somebody who lost phone and recovery codes. */
  public void removeSecondFactor(String username) {
    change(
        username,
        (tx, user) -> {
          new SecondFactor(kit).disable(tx, user.id());
          new RecoveryCodes(kit).forget(tx, user.id());
          revoke.everything(tx, user.id(), 0);
          audit.write(tx, null, "totp.disabled", Map.of("user", user.username()));
          return true;
        });
  }

  /** Vouches for the address; whether that was needed. */
  public boolean confirm(String username) {
    return change(username, (tx, user) -> verbs.confirmEmail().confirmByHand(tx, null, user.id()));
  }

  /** Says yes to a request to join; whether there was one. */
  public boolean approve(String username) {
    return change(username, (tx, user) -> verbs.approveUser().approve(tx, null, user.id()));
  }

  /** The settings of the instance by name. */
  public Map<String, String> settings() {
    return settings.current().texts();
  }

  /** Changes one setting of the instance. */
  public void changeSetting(String name, String text) {
    Map<String, Fault> faults =
        kit.db().as(Viewer.stranger(), tx -> settings.change(tx, Map.of(name, text)));
    refuse(new Faults(faults));
  }

  private boolean change(String username, BiFunction<Tx, User, Boolean> what) {
    return kit.db()
        .as(
            Viewer.stranger(),
            tx ->
                what.apply(
                    tx,
                    UserQueries.byUsername(tx.sql(), username)
                        .orElseThrow(() -> noSuch(username))));
  }

  private String newPassword() {
    return kit.secrets().newToken().substring(0, PASSWORD_LENGTH);
  }

  private void refuse(Faults faults) {
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(
          faults.byField().entrySet().stream()
              .map(fault -> FaultWords.ofField(fault.getKey(), fault.getValue(), words))
              .collect(Collectors.joining("\n")));
    }
  }

  private IllegalArgumentException noSuch(String username) {
    return refusal("command.nobody", username);
  }

  private IllegalArgumentException refusal(String key, String name) {
    return new IllegalArgumentException(words.get(key, name));
  }

  @Override
  public void close() {
    passwords.close();
  }
}
