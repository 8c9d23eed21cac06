package org.colloque.server.users;

import java.util.Optional;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.UserId;
import org.colloque.server.mail.EmailAddress;
import org.colloque.server.oauth.Standing;

/**
 * Someone who signs in.
 *
 * @param locale a language tag
 * @param passwordHash empty when no password was ever set
 * @param secondFactor whether codes are asked for
 * @param createdByApp the app with which the person signed up; 0 for none
 */
public record User(
    UserId id,
    AccountId account,
    String username,
    String email,
    String locale,
    String role,
    String passwordHash,
    boolean confirmed,
    boolean approved,
    boolean disabled,
    boolean secondFactor,
    long createdByApp) {
  public Standing standing() {
    if (disabled) {
      return Standing.DISABLED;
    }
    if (!confirmed) {
      return Standing.UNCONFIRMED;
    }
    return approved ? Standing.GOOD : Standing.PENDING;
  }

  /** The address for letters; empty where it was stored without being one. */
  Optional<EmailAddress> address() {
    return EmailAddress.parse(email);
  }

  /** Nothing of the password. */
  @Override
  public String toString() {
    return "User[" + username + "]";
  }
}
