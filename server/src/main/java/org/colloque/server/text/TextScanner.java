package org.colloque.server.text;

import java.util.ArrayList;
import java.util.List;
import org.colloque.server.text.TextToken.Hashtag;
import org.colloque.server.text.TextToken.Link;
import org.colloque.server.text.TextToken.Mention;
import org.colloque.server.text.TextToken.Shortcode;
import org.jspecify.annotations.Nullable;

/**
 * Walks once through a text. Written by hand instead of with regular expressions so that no text
 * makes it slow: a character is looked at a bounded number of times.
 */
final class TextScanner {
  private static final int SHORTCODE_MIN = 2;
  private static final int SHORTCODE_MAX = 128;

  private final String text;

  private TextScanner(String text) {
    this.text = text;
  }

  static List<TextToken> scan(String text) {
    TextScanner scanner = new TextScanner(text);
    List<TextToken> tokens = new ArrayList<>();
    int position = 0;
    while (position < text.length()) {
      TextToken token = scanner.tokenAt(position);
      if (token == null) {
        position++;
      } else {
        tokens.add(token);
        position = token.end();
      }
    }
    return tokens;
  }

  private @Nullable TextToken tokenAt(int index) {
    return switch (text.charAt(index)) {
      case '@' -> mention(index);
      case '#' -> hashtag(index);
      case ':' -> shortcode(index);
      case 'h', 'H' -> link(index);
      default -> null;
    };
  }

  private @Nullable Mention mention(int at) {
    int before = Unicode.before(text, at);
    if (before == '=' || before == '/' || Unicode.isWord(before)) {
      return null;
    }
    int nameEnd = MentionGrammar.usernameEnd(text, at + 1);
    if (nameEnd == at + 1) {
      return null;
    }
    int end = MentionGrammar.domainEnd(text, nameEnd);
    int after = Unicode.at(text, end);
    if (after == '@' || after == 0xFF20 || text.startsWith("://", end) || isLatinAccent(after)) {
      return null;
    }
    String domain = end == nameEnd ? null : text.substring(nameEnd + 1, end);
    return new Mention(text.substring(at + 1, nameEnd), domain, at, end);
  }

  /** {@code @andré} is nobody, rather than {@code @andr}. */
  private static boolean isLatinAccent(int c) {
    return c >= 0xC0 && c <= 0x24F && Character.isLetter(c);
  }

  private @Nullable Hashtag hashtag(int at) {
    int before = Unicode.before(text, at);
    if (before == '=' || before == '/' || before == ')' || Character.isLetterOrDigit(before)) {
      return null;
    }
    int end = HashtagName.end(text, at + 1);
    if (text.startsWith("://", end)) {
      end = withoutScheme(at + 1, end);
    }
    return end <= at + 1 ? null : new Hashtag(text.substring(at + 1, end), at, end);
  }

  /** {@code #taghttps://…}: the tag ends where the address starts. */
  private int withoutScheme(int start, int end) {
    for (String scheme : List.of("https", "http")) {
      int schemeStart = end - scheme.length();
      if (schemeStart > start
          && text.regionMatches(true, schemeStart, scheme, 0, scheme.length())) {
        return HashtagName.end(text.substring(0, schemeStart), start);
      }
    }
    return end;
  }

  private @Nullable Shortcode shortcode(int at) {
    int before = Unicode.before(text, at);
    if (before == ':' || Character.isLetterOrDigit(before)) {
      return null;
    }
    int end = at + 1;
    while (end < text.length() && end - at <= SHORTCODE_MAX && isShortcodeCharacter(end)) {
      end++;
    }
    int after = Unicode.at(text, end + 1);
    if (end - at - 1 < SHORTCODE_MIN
        || Unicode.at(text, end) != ':'
        || after == ':'
        || Character.isLetterOrDigit(after)) {
      return null;
    }
    return new Shortcode(text.substring(at + 1, end), at, end + 1);
  }

  private boolean isShortcodeCharacter(int index) {
    char c = text.charAt(index);
    return c == '_' || Unicode.isAsciiAlphanumeric(c);
  }

  private @Nullable Link link(int at) {
    int before = Unicode.before(text, at);
    if (before == '@' || before == '$' || before == '#' || Unicode.isAsciiAlphanumeric(before)) {
      return null;
    }
    int end = UrlGrammar.end(text, at);
    return end == at ? null : new Link(text.substring(at, end), at, end);
  }
}
