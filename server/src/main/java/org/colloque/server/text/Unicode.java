package org.colloque.server.text;

/** Character classes as Mastodon's regular expressions (Onigmo) define them, and clean text. */
final class Unicode {
  private static final int REPLACEMENT = 0xFFFD;

  private Unicode() {}

  /** Letter, mark, decimal digit or connector: {@code [[:word:]]}. */
  static boolean isWord(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.DECIMAL_DIGIT_NUMBER,
          Character.CONNECTOR_PUNCTUATION ->
          true;
      default -> Character.isLetter(c);
    };
  }

  /** Any white space, with the no-break spaces of French typography. */
  static boolean isSpace(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  static boolean isAsciiAlphanumeric(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  /**
   * The text with one kind of line end, without control characters (PostgreSQL refuses NUL, and no
   * reader needs the others) and without halves of surrogate pairs.
   */
  static String clean(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (c == '\r') {
        if (i >= text.length() || text.charAt(i) != '\n') {
          out.append('\n');
        }
      } else if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
        out.appendCodePoint(REPLACEMENT);
      } else if (c == '\n' || c == '\t' || !Character.isISOControl(c)) {
        out.appendCodePoint(c);
      }
    }
    return out.toString();
  }

  /** The code point before {@code index}, or -1 at the start. */
  static int before(String text, int index) {
    return index == 0 ? -1 : text.codePointBefore(index);
  }

  /** The code point at {@code index}, or -1 at the end. */
  static int at(String text, int index) {
    return index >= text.length() ? -1 : text.codePointAt(index);
  }
}
