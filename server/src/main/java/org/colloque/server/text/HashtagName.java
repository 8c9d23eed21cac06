package org.colloque.server.text;

import java.text.Normalizer;
import java.util.Locale;

/** The name of a hashtag: which are allowed, and which two are the same. */
public final class HashtagName {
  private HashtagName() {}

  /**
   * The name under which a tag is stored: compatibility forms unified, lower case, Latin letters
   * without their accents, so that {@code #Été}, {@code #été} and {@code #ete} are one tag, as in
   * Mastodon's hashtag normalizer. Other scripts keep their marks, which carry meaning there.
   */
  public static String normalize(String name) {
    String lower = Normalizer.normalize(name, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    String decomposed = Normalizer.normalize(lower, Normalizer.Form.NFD);
    StringBuilder folded = new StringBuilder(decomposed.length());
    boolean afterLatin = false;
    for (int i = 0; i < decomposed.length(); ) {
      int c = decomposed.codePointAt(i);
      i += Character.charCount(c);
      boolean mark = Character.getType(c) == Character.NON_SPACING_MARK;
      if (!(mark && afterLatin)) {
        folded.append(foldLatin(c));
      }
      afterLatin = mark ? afterLatin : isLatin(c);
    }
    return Normalizer.normalize(folded, Normalizer.Form.NFC);
  }

  /** Whether the whole of {@code name} (without the sign) is a hashtag. */
  public static boolean isValid(String name) {
    return !name.isEmpty() && end(name, 0) == name.length();
  }

  /**
   * The end of the hashtag whose name starts at {@code start}, or {@code start} if there is none.
   * The grammar is Mastodon's: letters, marks, digits and connectors, with middle dots and joiners
   * only inside, and not digits alone.
   */
  static int end(String text, int start) {
    int position = start;
    int wordEnd = start;
    boolean letter = false;
    boolean separatorInside = false;
    int pendingSeparator = -1;
    while (position < text.length()) {
      int c = text.codePointAt(position);
      boolean word = Unicode.isWord(c);
      if (!word && (position == start || !isSeparator(c))) {
        break;
      }
      if (word) {
        separatorInside |= pendingSeparator > start;
        wordEnd = position + Character.charCount(c);
        letter |= Character.isAlphabetic(c);
      }
      if (isSeparator(c)) {
        pendingSeparator = position;
      }
      position += Character.charCount(c);
    }
    return letter || separatorInside ? wordEnd : start;
  }

  private static boolean isSeparator(int c) {
    return c == '_' || c == 0xB7 || c == 0x30FB || c == 0x200C;
  }

  private static boolean isLatin(int c) {
    return Character.UnicodeScript.of(c) == Character.UnicodeScript.LATIN;
  }

  private static String foldLatin(int c) {
    return switch (c) {
      case 'æ' -> "ae";
      case 'œ' -> "oe";
      case 'ß' -> "ss";
      case 'ø' -> "o";
      case 'ł' -> "l";
      case 'đ' -> "d";
      default -> Character.toString(c);
    };
  }
}
