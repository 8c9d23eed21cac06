package org.colloque.server.users;

import java.util.Map;
import java.util.Optional;
import org.colloque.federation.signature.PemKeyPair;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.CreateLocalAccount;
import org.colloque.server.accounts.UserId;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.instance.InstanceSettings;
import org.colloque.server.instance.Settings;
import org.colloque.server.kit.Cached;
import org.colloque.server.kit.Fault;
import org.colloque.server.kit.Kit;
import org.colloque.server.mail.EmailAddress;
import org.colloque.server.moderation.AuditLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first visit of an instance without people: whoever can read the log gets a link that works
 * once, names the instance and makes its owner.
 */
public final class SetUpOwner {
  /** What came of it. */
  public sealed interface Outcome {
    record Done(User owner) implements Outcome {}

    record Faulty(Faults faults) implements Outcome {}

    record DeadLink() implements Outcome {}
  }

  private static final Logger LOG = LoggerFactory.getLogger(SetUpOwner.class);

  private final Kit kit;
  private final Settings settings;
  private final Passwords passwords;
  private final OneTimeLinks links;
  private final AuditLog audit;
  private final Cached<Boolean> needed;

  SetUpOwner(Kit kit, Settings settings, Passwords passwords, OneTimeLinks links, AuditLog audit) {
    this.kit = kit;
    this.settings = settings;
    this.passwords = passwords;
    this.links = links;
    this.audit = audit;
    // once there are people it never changes back, so only "yes" is asked again
    this.needed =
        new Cached<>(() -> kit.db().as(Viewer.stranger(), tx -> !UserQueries.exists(tx.sql())));
  }

  /** Whether nobody has an account here yet. */
  public boolean isNeeded() {
    boolean now = needed.get();
    if (now) {
      needed.forget();
    }
    return now;
  }

  /** Prints the link in the log when it is needed: called once at start. */
  public void announce() {
    if (isNeeded()) {
      LOG.info(
          "This instance has no owner yet. Open this link once to set it up: {}",
          kit.urls().absolute(link()));
    }
  }

  /** The path of a new link; the one before ends. */
  public String link() {
    return "/setup/"
        + kit.db()
            .as(Viewer.stranger(), tx -> links.make(tx, OneTimeLinks.Purpose.SET_UP, null, ""));
  }

  public boolean isAlive(String token) {
    return isNeeded()
        && kit.db()
            .as(Viewer.stranger(), tx -> links.isAlive(tx, OneTimeLinks.Purpose.SET_UP, token));
  }

  /**
   * @param texts settings of the instance by name
   */
  public Outcome setUp(
      String token,
      String username,
      String email,
      String password,
      String locale,
      Map<String, String> texts) {
    if (!isAlive(token)) {
      return new Outcome.DeadLink();
    }
    Faults faults = faults(username, email, password, texts);
    if (!faults.isEmpty()) {
      return new Outcome.Faulty(faults);
    }
    String hash = passwords.hash(password);
    PemKeyPair keys = kit.cryptography().actorKeys().get();
    return kit.db()
        .as(
            Viewer.stranger(),
            tx -> {
              if (links.use(tx, OneTimeLinks.Purpose.SET_UP, token).isEmpty()
                  || UserQueries.exists(tx.sql())) {
                return new Outcome.DeadLink();
              }
              User owner = owner(tx, username, email, hash, locale, keys);
              settings.change(tx, texts);
              audit.write(tx, owner.account(), "instance.set_up", Map.of("user", username));
              return new Outcome.Done(owner);
            });
  }

  private Faults faults(String username, String email, String password, Map<String, String> texts) {
    Faults faults = Faults.NONE;
    for (Map.Entry<String, Fault> fault : InstanceSettings.faults(texts).entrySet()) {
      faults = faults.and(fault.getKey(), Optional.of(fault.getValue()));
    }
    boolean taken =
        kit.db().as(Viewer.stranger(), tx -> UserQueries.usernameTaken(tx.sql(), username));
    return faults
        .and("username", Username.grammarFault(username))
        .and("username", taken ? Optional.of(Fault.TAKEN) : Optional.empty())
        .and("email", SignUp.emailFault(email, EmailAddress.parse(email).orElse(null)))
        .and(
            "password",
            PasswordRules.fault(password, username, email, texts.getOrDefault("title", "")));
  }

  private User owner(
      Tx tx, String username, String email, String hash, String locale, PemKeyPair keys) {
    AccountId account = new CreateLocalAccount(kit).create(tx, username, "", keys);
    UserId id = new UserId(kit.ids().next());
    UserQueries.insert(
        tx.sql(),
        new UserQueries.NewRow(
            id,
            account,
            EmailAddress.parse(email).orElseThrow(),
            hash,
            "owner",
            locale.startsWith("fr") ? "fr" : "en",
            true,
            true,
            "",
            null,
            null),
        kit.now());
    return UserQueries.byId(tx.sql(), id).orElseThrow();
  }
}
