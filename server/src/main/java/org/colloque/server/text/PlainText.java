package org.colloque.server.text;

import java.text.BreakIterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.owasp.html.HtmlStreamEventReceiver;

/** HTML read as plain text, for notifications, mail, page titles and link previews. */
public final class PlainText {
  private PlainText() {}

  /**
   * The text of {@code html}: paragraphs apart by an empty line, {@code br} as a line end, no
   * markup. It is text, not HTML: who puts it in a page escapes it.
   */
  public static String of(String html) {
    String cut = html.substring(0, Math.min(html.length(), HtmlSanitizer.INPUT_MAX));
    Reader reader = new Reader();
    // what the sanitizer wrote is well-formed, so reading it again cannot surprise
    HtmlSanitizer.read(HtmlSanitizer.sanitize(cut), reader);
    return reader.out.toString().strip();
  }

  /**
   * One line of at most {@code maximum} grapheme clusters for a title or a push message, cut at a
   * character as readers see it, with an ellipsis.
   */
  public static String line(String html, int maximum) {
    String text = of(html).replaceAll("\\s+", " ");
    return cut(text, maximum);
  }

  /** The text cut to {@code maximum} grapheme clusters, the last an ellipsis when cut. */
  public static String cut(String text, int maximum) {
    BreakIterator breaks = BreakIterator.getCharacterInstance(Locale.ROOT);
    breaks.setText(text);
    int keep = 0;
    for (int count = 0; count < maximum; count++) {
      int next = breaks.next();
      if (next == BreakIterator.DONE) {
        return text;
      }
      if (count < maximum - 1) {
        keep = next;
      }
    }
    return breaks.next() == BreakIterator.DONE ? text : text.substring(0, keep) + "…";
  }

  private static final class Reader implements HtmlStreamEventReceiver {
    private final StringBuilder out = new StringBuilder();
    private boolean afterBullet;

    @Override
    public void openDocument() {}

    @Override
    public void closeDocument() {}

    @Override
    public void openTag(String name, List<String> attributes) {
      switch (name) {
        case "br" -> out.append('\n');
        case "p", "blockquote", "pre", "ul", "ol" -> apart("\n\n");
        case "li" -> {
          apart("\n");
          out.append("- ");
          afterBullet = true;
        }
        default -> {}
      }
    }

    @Override
    public void closeTag(String name) {
      switch (name) {
        case "p", "blockquote", "pre", "ul", "ol" -> apart("\n\n");
        default -> {}
      }
    }

    @Override
    public void text(@Nullable String text) {
      if (text != null) {
        out.append(text);
        afterBullet &= text.isBlank();
      }
    }

    private void apart(String gap) {
      int end = out.length();
      while (end > 0 && Unicode.isSpace(out.charAt(end - 1))) {
        end--;
      }
      if (end > 0 && !afterBullet) {
        out.setLength(end);
        out.append(gap);
      }
    }
  }
}
