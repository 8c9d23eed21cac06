package org.colloque.server.pages.view;

import java.util.Locale;
import org.colloque.server.pages.words.Messages;

/** Who may open an account. */
public enum RegistrationMode {
  OPEN,
  APPROVAL,
  INVITATION,
  CLOSED;

  /** The value of the form field. */
  public String formName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** In words, for the owner who chooses. */
  public String label(Messages messages) {
    return switch (this) {
      case OPEN -> messages.get("registration.open");
      case APPROVAL -> messages.get("registration.approval");
      case INVITATION -> messages.get("registration.invitation");
      case CLOSED -> messages.get("registration.closed");
    };
  }
}
