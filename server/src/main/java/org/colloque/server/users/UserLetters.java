package org.colloque.server.users;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.colloque.server.accounts.UserId;
import org.colloque.server.database.Tx;
import org.colloque.server.instance.Settings;
import org.colloque.server.kit.Kit;
import org.colloque.server.mail.EmailAddress;
import org.colloque.server.mail.Letter;
import org.colloque.server.mail.PostOffice;

/** The letters that users get, with the links in them. */
final class UserLetters {
  private final Kit kit;
  private final Settings settings;
  private final PostOffice office;
  private final OneTimeLinks links;

  UserLetters(Kit kit, Settings settings, PostOffice office, OneTimeLinks links) {
    this.kit = kit;
    this.settings = settings;
    this.office = office;
    this.links = links;
  }

  /** Asks whether {@code address} is theirs. */
  void confirmation(Tx tx, UserId user, String username, EmailAddress address, String locale) {
    if (!office.isOpen()) {
      return;
    }
    String token = links.make(tx, OneTimeLinks.Purpose.CONFIRM_EMAIL, user, address.address());
    office.post(
        tx,
        Letter.CONFIRM_EMAIL,
        address,
        locale,
        Map.of(
            "username", username,
            "link", kit.urls().absolute("/confirm?token=" + token),
            "hours", Long.toString(OneTimeLinks.Purpose.CONFIRM_EMAIL.life().toHours())));
  }

  /** A link to choose a new password, to the address that we know, never to one that was typed. */
  void reset(Tx tx, User user) {
    String token = links.make(tx, OneTimeLinks.Purpose.RESET_PASSWORD, user.id(), user.email());
    post(
        tx,
        Letter.RESET_PASSWORD,
        user,
        Map.of(
            "link", kit.urls().absolute("/password/new?token=" + token),
            "minutes", Long.toString(OneTimeLinks.Purpose.RESET_PASSWORD.life().toMinutes())));
  }

  void passwordChanged(Tx tx, User user) {
    post(tx, Letter.PASSWORD_CHANGED, user, Map.of("contact", contact()));
  }

  void accountDeleted(Tx tx, User user) {
    post(tx, Letter.ACCOUNT_DELETED, user, Map.of("contact", contact()));
  }

  /** To the address that is no longer used. */
  void emailChanged(Tx tx, User before) {
    post(tx, Letter.EMAIL_CHANGED, before, Map.of("contact", contact()));
  }

  void approved(Tx tx, User user) {
    post(tx, Letter.APPROVED, user, Map.of("link", kit.urls().absolute("/sign-in")));
  }

  /** To everybody who decides on requests. */
  void waiting(Tx tx, List<User> staff, User applicant, String reason) {
    Map<String, String> values =
        Map.of(
            "email", applicant.email(),
            "reason", reason.isBlank() ? "—" : reason,
            "link", kit.urls().absolute("/admin/registrations"));
    for (User one : staff) {
      one.address()
          .ifPresent(address -> {
            Map<String, String> all = new HashMap<>(values);
            all.put("username", applicant.username());
            office.post(tx, Letter.REGISTRATION_WAITING, address, one.locale(), all);
          });
    }
  }

  private void post(Tx tx, Letter letter, User user, Map<String, String> values) {
    Map<String, String> all = new HashMap<>(values);
    all.put("username", user.username());
    user.address().ifPresent(address -> office.post(tx, letter, address, user.locale(), all));
  }

  private String contact() {
    String address = settings.current().contactEmail();
    return address.isEmpty() ? kit.urls().absolute("/about") : address;
  }
}
