package org.colloque.server.text;

import java.util.Locale;

/** The parts of {@code @user@domain}, as Mastodon reads them. */
final class MentionGrammar {
  private static final int DOMAIN_MAX = 253;
  private static final int PORT_DIGITS_MAX = 5;

  private MentionGrammar() {}

  /** End of {@code [a-z0-9_]+([.-]+[a-z0-9_]+)*} in either case, or {@code start} if none. */
  static int usernameEnd(String text, int start) {
    int end = start;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '_' || Unicode.isAsciiAlphanumeric(c)) {
        end = i + 1;
      } else if ((c != '.' && c != '-') || end == start) {
        break;
      }
    }
    return end;
  }

  /** End of an {@code @domain} that follows the name, or {@code nameEnd} if none does. */
  static int domainEnd(String text, int nameEnd) {
    if (Unicode.at(text, nameEnd) != '@') {
      return nameEnd;
    }
    int start = nameEnd + 1;
    int end = start;
    for (int i = start; i < text.length() && i - start < DOMAIN_MAX; ) {
      int c = text.codePointAt(i);
      if (Unicode.isWord(c)) {
        end = i + Character.charCount(c);
      } else if ((c != '.' && c != '-') || end == start) {
        break;
      }
      i += Character.charCount(c);
    }
    return end == start ? nameEnd : portEnd(text, start, end);
  }

  /** A port belongs to the name only on this machine, where two servers differ by nothing else. */
  private static int portEnd(String text, int start, int end) {
    String domain = text.substring(start, end).toLowerCase(Locale.ROOT);
    if (!domain.equals("localhost") && !domain.endsWith(".localhost")) {
      return end;
    }
    int digits = UrlGrammar.digitsEnd(text, end + 1);
    boolean port = Unicode.at(text, end) == ':' && digits > end + 1;
    return port && digits - end - 1 <= PORT_DIGITS_MAX ? digits : end;
  }
}
