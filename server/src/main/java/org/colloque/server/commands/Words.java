package org.colloque.server.commands;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.colloque.server.pages.words.Messages;

/** The language of whoever sits at the terminal: French or English, as the environment says. */
enum Words {
  ENGLISH(Locale.ENGLISH),
  FRENCH(Locale.FRENCH);

  /** The one that is set first decides (POSIX, section 8.2). */
  private static final List<String> VARIABLES = List.of("LC_ALL", "LC_MESSAGES", "LANG");

  private final Locale locale;

  Words(Locale locale) {
    this.locale = locale;
  }

  static Words of(Map<String, String> environment) {
    return VARIABLES.stream()
        .map(name -> environment.getOrDefault(name, ""))
        .filter(text -> !text.isEmpty())
        .findFirst()
        .filter(text -> text.startsWith("fr"))
        .map(_ -> FRENCH)
        .orElse(ENGLISH);
  }

  /** What the commands themselves say; read when something is said, which most starts do not. */
  Messages messages() {
    return Messages.of(locale);
  }
}
