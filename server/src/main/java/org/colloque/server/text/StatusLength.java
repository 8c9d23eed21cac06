package org.colloque.server.text;

import java.text.BreakIterator;
import java.util.Locale;
import org.colloque.server.text.TextToken.Hashtag;
import org.colloque.server.text.TextToken.Link;
import org.colloque.server.text.TextToken.Mention;
import org.colloque.server.text.TextToken.Shortcode;

/**
 * The length of a post as its author sees it (semantics.md section 7): in grapheme clusters, every
 * address 23, of a mention only {@code @user}, the content warning counted in.
 */
public final class StatusLength {
  /** Longest post, warning included, in counted characters. */
  public static final int MAX = 500;

  /** What an address counts, however long. */
  public static final int URL_LENGTH = 23;

  /** Longest text worth counting, in UTF-16 units: far above any setting of the limit. */
  static final int COUNTED_MAX = 200_000;

  private StatusLength() {}

  public static int of(StatusText text, String spoilerText) {
    if (text.text().length() + spoilerText.length() > COUNTED_MAX) {
      return Integer.MAX_VALUE;
    }
    return graphemes(spoilerText + withPlaceholders(text));
  }

  public static boolean isTooLong(StatusText text, String spoilerText) {
    return of(text, spoilerText) > MAX;
  }

  /** Grapheme clusters (Unicode Annex 29): what a reader takes for one character. */
  public static int graphemes(String text) {
    BreakIterator breaks = BreakIterator.getCharacterInstance(Locale.ROOT);
    breaks.setText(text);
    int count = 0;
    while (breaks.next() != BreakIterator.DONE) {
      count++;
    }
    return count;
  }

  private static String withPlaceholders(StatusText parsed) {
    StringBuilder counted = new StringBuilder(parsed.text().length());
    int position = 0;
    for (TextToken token : parsed.tokens()) {
      counted.append(parsed.text(), position, token.start());
      switch (token) {
        case Link link -> counted.append("x".repeat(URL_LENGTH));
        case Mention mention -> counted.append('@').append(mention.username());
        case Hashtag hashtag -> counted.append(parsed.text(), hashtag.start(), hashtag.end());
        case Shortcode shortcode ->
            counted.append(parsed.text(), shortcode.start(), shortcode.end());
      }
      position = token.end();
    }
    return counted.append(parsed.text(), position, parsed.text().length()).toString();
  }
}
