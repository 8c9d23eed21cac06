package org.colloque.server.users;

import java.util.Map;
import java.util.Optional;
import org.colloque.server.accounts.UserId;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.colloque.server.mail.EmailAddress;
import org.colloque.server.moderation.AuditLog;
import org.colloque.server.oauth.Revoke;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** An address answers: the link that was sent there was opened, or the owner vouches for it. */
public final class ConfirmEmail {
  /** What came of it. */
  public enum Outcome {
    /** The person may sign in. */
    CONFIRMED,
    /** Somebody still has to say yes. */
    AWAITS_APPROVAL,
    /** The link was used, is too old, or never was one; or the address is another's by now. */
    DEAD_LINK
  }

  private final Kit kit;
  private final OneTimeLinks links;
  private final UserLetters letters;
  private final Revoke revoke;
  private final AuditLog audit;

  ConfirmEmail(Kit kit, OneTimeLinks links, UserLetters letters, Revoke revoke, AuditLog audit) {
    this.kit = kit;
    this.links = links;
    this.letters = letters;
    this.revoke = revoke;
    this.audit = audit;
  }

  public Outcome confirm(String token) {
    try {
      return kit.db().as(Viewer.stranger(), tx -> confirm(tx, token));
    } catch (IntegrityConstraintViolationException takenMeanwhile) {
      return Outcome.DEAD_LINK;
    }
  }

  /** Whether the link would work; opening a page confirms nothing, for programs read mail too. */
  public boolean isAlive(String token) {
    return kit.db()
        .as(Viewer.stranger(), tx -> links.isAlive(tx, OneTimeLinks.Purpose.CONFIRM_EMAIL, token));
  }

  private Outcome confirm(Tx tx, String token) {
    OneTimeLinks.@Nullable Claim claim =
        links.use(tx, OneTimeLinks.Purpose.CONFIRM_EMAIL, token).orElse(null);
    Optional<EmailAddress> address =
        claim == null ? Optional.empty() : EmailAddress.parse(claim.email());
    if (claim == null || address.isEmpty()) {
      return Outcome.DEAD_LINK;
    }
    User user = UserQueries.lock(tx.sql(), claim.required()).orElseThrow();
    if (!user.email().equals(address.get().address())) {
      if (UserQueries.emailTaken(tx.sql(), address.get())
          && !EmailAddress.parse(user.email())
              .map(EmailAddress::canonical)
              .equals(Optional.of(address.get().canonical()))) {
        return Outcome.DEAD_LINK;
      }
      UserQueries.setEmail(tx.sql(), user.id(), address.get());
      // a link that went to the old address must not open the account any more
      links.forget(tx, OneTimeLinks.Purpose.RESET_PASSWORD, user.id());
      letters.emailChanged(tx, user);
      audit.write(tx, user.account(), "user.email_changed", Map.of("user", user.username()));
    }
    return confirmed(tx, user);
  }

  /** The owner vouches: for an instance without SMTP, and for lost letters. */
  public boolean confirmByHand(
      Tx tx, org.colloque.server.accounts.@Nullable AccountId actor, UserId id) {
    Optional<User> user = UserQueries.lock(tx.sql(), id).filter(found -> !found.confirmed());
    user.ifPresent(found -> {
      links.forget(tx, OneTimeLinks.Purpose.CONFIRM_EMAIL, id);
      audit.write(tx, actor, "user.confirmed", Map.of("user", found.username()));
      confirmed(tx, found);
    });
    return user.isPresent();
  }

  private Outcome confirmed(Tx tx, User user) {
    if (!user.confirmed()) {
      UserQueries.confirm(tx.sql(), user.id(), kit.now());
      if (!user.approved()) {
        letters.waiting(
            tx, UserQueries.staff(tx.sql()), user, RegistrationQueries.reason(tx.sql(), user.id()));
      }
    }
    revoke.changed(tx, user.id());
    return user.approved() ? Outcome.CONFIRMED : Outcome.AWAITS_APPROVAL;
  }
}
