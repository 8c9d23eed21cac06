package org.colloque.server.users;

import java.time.Duration;
import java.util.Optional;
import org.colloque.server.accounts.UserId;
import org.colloque.server.barriers.Barriers;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Fault;
import org.colloque.server.kit.Kit;
import org.colloque.server.mail.EmailAddress;
import org.colloque.server.mail.PostOffice;
import org.colloque.server.oauth.Throttle;
import org.jspecify.annotations.Nullable;

/** Another address, or the letter to the present one again. It counts once it has answered. */
public final class ChangeEmail {
  /** Letters that one user may cause. */
  public static final Throttle.Limit LETTERS =
      new Throttle.Limit("confirmation", 5, Duration.ofHours(1));

  private final Kit kit;
  private final Throttle throttle;
  private final CheckPassword checkPassword;
  private final PostOffice office;
  private final OneTimeLinks links;
  private final UserLetters letters;
  private final Barriers barriers;

  ChangeEmail(
      Kit kit,
      Throttle throttle,
      CheckPassword checkPassword,
      PostOffice office,
      OneTimeLinks links,
      UserLetters letters) {
    this.kit = kit;
    this.throttle = throttle;
    this.checkPassword = checkPassword;
    this.office = office;
    this.links = links;
    this.letters = letters;
    this.barriers = new Barriers(kit);
  }

  /** Whether letters leave at all: without them no address can be proven. */
  public boolean isPossible() {
    return office.isOpen();
  }

  /**
   * Sends a link to the new address; until it is opened the present one counts.
   *
   * @return what is wrong; nothing was sent unless it is empty
   * @throws org.colloque.server.http.ProblemException 429 after too many letters
   */
  public Faults request(UserId id, String password, String email) {
    User user = checkPassword.check(id, password).orElse(null);
    if (user == null) {
      return Faults.of("current_password", Fault.INVALID);
    }
    @Nullable EmailAddress address = EmailAddress.parse(email).orElse(null);
    Faults faults = faults(email, address);
    if (faults.isEmpty() && address != null) {
      throttle.spend(LETTERS, id.toString());
      kit.db()
          .doAs(
              Viewer.stranger(),
              tx -> letters.confirmation(tx, id, user.username(), address, user.locale()));
    }
    return faults;
  }

  /** The letter once more, for somebody who is not confirmed yet, to another address if given. */
  Faults again(User user, @Nullable String email) {
    String wanted = email == null ? user.email() : email;
    @Nullable EmailAddress address = EmailAddress.parse(wanted).orElse(null);
    Faults faults = wanted.equals(user.email()) ? Faults.NONE : faults(wanted, address);
    if (faults.isEmpty() && address != null) {
      throttle.spend(LETTERS, user.id().toString());
      kit.db().doAs(Viewer.stranger(), tx -> again(tx, user, address));
    }
    return faults;
  }

  /** Of somebody who was never confirmed the address itself is changed. */
  private void again(Tx tx, User user, EmailAddress address) {
    if (!user.confirmed()) {
      UserQueries.setEmail(tx.sql(), user.id(), address);
      links.forget(tx, OneTimeLinks.Purpose.RESET_PASSWORD, user.id());
      links.forget(tx, OneTimeLinks.Purpose.CONFIRM_EMAIL, user.id());
    }
    letters.confirmation(tx, user.id(), user.username(), address, user.locale());
  }

  /** The address that waits to be confirmed, where it is not the present one. */
  public Optional<String> waiting(User user) {
    return kit.db()
        .as(Viewer.stranger(), tx -> links.waitingAddress(tx, user.id()))
        .filter(address -> !address.equals(user.email()));
  }

  private Faults faults(String email, @Nullable EmailAddress address) {
    Faults faults = Faults.NONE.and("email", SignUp.emailFault(email, address));
    if (address == null) {
      return faults;
    }
    return kit.db()
        .as(
            Viewer.stranger(),
            tx -> {
              if (UserQueries.emailTaken(tx.sql(), address)) {
                return faults.and("email", Optional.of(Fault.TAKEN));
              }
              boolean barred = barriers.ofEmail(tx.sql(), address) == Barriers.Answer.STAY_OUT;
              return faults.and("email", barred ? Optional.of(Fault.DISALLOWED) : Optional.empty());
            });
  }
}
