package org.colloque.server.logging;

import java.util.regex.Pattern;

/**
 * Makes text harmless for a log: secrets are taken out, and characters that could begin a line,
 * move the cursor or turn the direction of writing are shown as escapes (CWE-117, CWE-532).
 */
final class SafeText {
  private static final String HIDDEN = "[hidden]";

  /** A name that promises a secret, and what follows it up to the next separator. */
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)((?:token|secret|password|passwd|otp|[?&]code|cookie|signature)[\"']?\\s*[=:]\\s*[\"']?)"
              + "[^\\s\"'&,;}]+");

  private static final Pattern AUTHORIZATION =
      Pattern.compile("(?i)\\b(Bearer|Basic)\\s+[A-Za-z0-9._~+/=-]{8,}");

  private SafeText() {}

  /** One line, without secrets. */
  static String of(String text) {
    return escape(hideSecrets(text));
  }

  static String hideSecrets(String text) {
    String hidden = AUTHORIZATION.matcher(text).replaceAll("$1 " + HIDDEN);
    return NAMED.matcher(hidden).replaceAll("$1" + HIDDEN);
  }

  private static String escape(String text) {
    if (text.chars().noneMatch(SafeText::isHarmful)) {
      return text;
    }
    StringBuilder safe = new StringBuilder(text.length() + 16);
    text.chars()
        .forEach(character -> {
          if (character == '\n') {
            safe.append("\\n");
          } else if (isHarmful(character)) {
            safe.append(String.format("\\u%04x", character));
          } else {
            safe.append((char) character);
          }
        });
    return safe.toString();
  }

  /** Control characters, line and paragraph separators, and marks of direction (CVE-2021-42574). */
  private static boolean isHarmful(int character) {
    return Character.isISOControl(character)
        || (character >= 0x2028 && character <= 0x202e)
        || (character >= 0x2066 && character <= 0x2069);
  }
}
