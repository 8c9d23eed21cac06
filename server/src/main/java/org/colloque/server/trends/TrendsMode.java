package org.colloque.server.trends;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Whether trends are shown. */
public enum TrendsMode {
  /** To nobody. */
  OFF,
  /** What a moderator has approved. */
  REVIEWED,
  /** All but what a moderator has rejected. */
  OPEN;

  /** The name of the setting. */
  public static final String SETTING = "trends";

  /** The name in forms, in the table of settings and on the command line. */
  public String formName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<TrendsMode> parse(String name) {
    return Arrays.stream(values()).filter(mode -> mode.formName().equals(name)).findFirst();
  }
}
