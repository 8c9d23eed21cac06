package org.colloque.server.groups;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Who may make groups on an instance. */
public enum Founders {
  /** Everybody who has an account here. */
  MEMBERS,
  /** The owner and the admins. */
  STAFF;

  /** The name of the setting. */
  public static final String SETTING = "group_founders";

  /** The name in forms, in the table of settings and on the command line. */
  public String formName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Founders> parse(String name) {
    return Arrays.stream(values()).filter(one -> one.formName().equals(name)).findFirst();
  }
}
