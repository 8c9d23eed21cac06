package org.colloque.server.moderation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** To whom the rules about other servers are shown, with their public reasons. */
public enum BlocksShown {
  DISABLED,
  /** Members. */
  USERS,
  ALL;

  /** The name of the setting. */
  public static final String SETTING = "show_domain_blocks";

  /** The name in forms, in the table of settings and on the command line. */
  public String formName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<BlocksShown> parse(String name) {
    return Arrays.stream(values()).filter(one -> one.formName().equals(name)).findFirst();
  }
}
