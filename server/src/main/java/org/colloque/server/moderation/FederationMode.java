package org.colloque.server.moderation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** With whom the instance speaks. */
public enum FederationMode {
  /** With everybody but those whom a rule suspends. */
  OPEN,
  /** With those who are named, and nobody else. */
  ALLOW_LIST,
  /** With nobody: no inbox, no actors, nothing is sent or fetched. */
  CLOSED;

  /** The name of the setting. */
  public static final String SETTING = "federation";

  /** The name in forms, in the table of settings and on the command line. */
  public String formName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Optional<FederationMode> parse(String name) {
    return Arrays.stream(values()).filter(mode -> mode.formName().equals(name)).findFirst();
  }
}
