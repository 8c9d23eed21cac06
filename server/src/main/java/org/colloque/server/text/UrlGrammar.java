package org.colloque.server.text;

/**
 * Where an http or https address written in a text ends: before white space and quotes, without the
 * punctuation of the sentence around it, with balanced parentheses (an article's name often has
 * some).
 */
final class UrlGrammar {
  /** Longest address that becomes a link, in UTF-16 units; what follows stays text. */
  static final int URL_MAX = 2_048;

  private static final int HOST_MAX = 253;
  private static final String STOPS = "<>\"«»“”「」\u2066\u2067\u2068\u2069\u202A\u202B\u202D\u202E";
  private static final String PATH_TRAILING = "?!*'’;:=,.$%[]~&|@…‹›{}^`\\(";
  private static final String QUERY_TRAILING = "?!*'’;:,.$%[]~|@…‹›{}^`\\(";

  private UrlGrammar() {}

  /** The end of the address starting at {@code start}, or {@code start} if there is none. */
  static int end(String text, int start) {
    int host = schemeEnd(text, start);
    int hostEnd = host == start ? start : hostEnd(text, host);
    if (hostEnd == start || hostEnd == host || Unicode.at(text, hostEnd) == '@') {
      return start;
    }
    int end = hostEnd;
    if (Unicode.at(text, end) == ':') {
      int port = digitsEnd(text, end + 1);
      if (Unicode.at(text, port) == '@') {
        return start;
      }
      end = port > end + 1 && port - end <= 6 ? port : end;
    }
    int next = Unicode.at(text, end);
    if (next != '/' && next != '?' && next != '#') {
      return end;
    }
    return trimmed(text, end, restEnd(text, start, end));
  }

  static int digitsEnd(String text, int start) {
    int end = start;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  private static int schemeEnd(String text, int start) {
    if (text.regionMatches(true, start, "https://", 0, 8)) {
      return start + 8;
    }
    return text.regionMatches(true, start, "http://", 0, 7) ? start + 7 : start;
  }

  /**
   * A name with a dot, localhost or an IP address in digits; the dot that ends a sentence stays.
   */
  private static int hostEnd(String text, int start) {
    int end = start;
    boolean dot = false;
    for (int i = start; i < text.length() && i - start < HOST_MAX; ) {
      int c = text.codePointAt(i);
      if (Unicode.isWord(c)) {
        dot |= end > start && text.charAt(i - 1) == '.';
        end = i + Character.charCount(c);
      } else if ((c != '.' && c != '-') || end == start || text.startsWith("..", i)) {
        break;
      }
      i += Character.charCount(c);
    }
    boolean localhost = end - start == 9 && text.regionMatches(true, start, "localhost", 0, 9);
    return dot || localhost ? end : start;
  }

  /** Up to white space, a quote, or a parenthesis that has no partner inside the address. */
  private static int restEnd(String text, int start, int from) {
    int limit = Math.min(text.length(), start + URL_MAX);
    int depth = 0;
    int firstOpen = limit;
    int i = from;
    while (i < limit) {
      int c = text.codePointAt(i);
      if (Unicode.isSpace(c) || STOPS.indexOf(c) >= 0 || (c == ')' && depth == 0)) {
        break;
      }
      if (c == '(' && depth++ == 0) {
        firstOpen = i;
      } else if (c == ')') {
        depth--;
      }
      i += Character.charCount(c);
    }
    return depth > 0 ? firstOpen : Math.min(i, text.length());
  }

  private static int trimmed(String text, int from, int to) {
    boolean query = false;
    for (int i = from; i < to && !query; i++) {
      query = text.charAt(i) == '?' && i + 1 < to;
    }
    String trailing = query ? QUERY_TRAILING : PATH_TRAILING;
    int end = to;
    while (end > from && trailing.indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return end;
  }
}
