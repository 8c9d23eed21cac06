package org.colloque.server.users;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.colloque.server.kit.Fault;

/** The name of a local account: Mastodon's grammar, compared without case. */
public final class Username {
  /** Mastodon's USERNAME_LENGTH_LIMIT. */
  public static final int MAX_LENGTH = 30;

  private static final Pattern GRAMMAR = Pattern.compile("[a-zA-Z0-9_]+");

  /** Names by which someone could pass for the people who run the instance, or for the program. */
  private static final Set<String> RESERVED =
      Set.of(
          "abuse",
          "account",
          "accounts",
          "actor",
          "admin",
          "administrateur",
          "administration",
          "administrator",
          "aide",
          "all",
          "anonymous",
          "api",
          "colloque",
          "contact",
          "dpo",
          "everyone",
          "fediverse",
          "help",
          "here",
          "host",
          "hostmaster",
          "info",
          "instance",
          "inbox",
          "legal",
          "mail",
          "mailer_daemon",
          "mastodon",
          "mod",
          "moderateur",
          "moderation",
          "moderator",
          "moderatrice",
          "mods",
          "nobody",
          "no_reply",
          "noreply",
          "null",
          "oauth",
          "official",
          "officiel",
          "operator",
          "owner",
          "postmaster",
          "press",
          "privacy",
          "proprietaire",
          "root",
          "security",
          "server",
          "service",
          "settings",
          "signup",
          "staff",
          "support",
          "sysadmin",
          "system",
          "team",
          "tous",
          "undefined",
          "webmaster",
          "www");

  private Username() {}

  /** What is wrong with it; whether it is taken is the database's word. */
  public static Optional<Fault> fault(String name) {
    return grammarFault(name)
        .or(() ->
            RESERVED.contains(name.toLowerCase(Locale.ROOT))
                ? Optional.of(Fault.RESERVED)
                : Optional.empty());
  }

  /** The same for those who run the instance: they may be called "admin". */
  static Optional<Fault> grammarFault(String name) {
    if (name.isEmpty()) {
      return Optional.of(Fault.BLANK);
    }
    if (!GRAMMAR.matcher(name).matches()) {
      return Optional.of(Fault.INVALID);
    }
    return name.length() > MAX_LENGTH ? Optional.of(Fault.TOO_LONG) : Optional.empty();
  }
}
