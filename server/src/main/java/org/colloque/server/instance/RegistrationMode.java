package org.colloque.server.instance;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Who may open an account. */
public enum RegistrationMode {
  OPEN,
  APPROVAL,
  INVITATION,
  CLOSED;

  /** The name in forms, in the table of settings and on the command line. */
  public String formName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<RegistrationMode> parse(String name) {
    return Arrays.stream(values()).filter(mode -> mode.formName().equals(name)).findFirst();
  }
}
