package org.colloque.server.board;

import org.colloque.server.text.Escape;
import org.colloque.server.text.PlainText;
import org.colloque.server.text.StatusLength;

/**
 * The first line of a topic. Apps show it as bold first line of the post, and edit it as first line
 * of the text, so it is kept as that.
 */
public final class Titles {
  /** Longest title, in grapheme clusters. */
  public static final int MAX = 120;

  private Titles() {}

  /** A text whose first line is a title. */
  record Split(String title, String body) {}

  /** One line without spaces at its ends. */
  public static String clean(String title) {
    return title.replaceAll("\\s+", " ").strip();
  }

  public static boolean isTooLong(String title) {
    return StatusLength.graphemes(title) > MAX;
  }

  /** Takes a text apart; a first line that is too long stays whole in the text. */
  static Split split(String text) {
    String stripped = text.strip();
    int end = stripped.indexOf('\n');
    String first = clean(end < 0 ? stripped : stripped.substring(0, end));
    String rest = end < 0 ? "" : stripped.substring(end).strip();
    return isTooLong(first)
        ? new Split(PlainText.cut(first, MAX), stripped)
        : new Split(first, rest);
  }

  static String join(String title, String body) {
    return body.isBlank() ? title : title + "\n\n" + body;
  }

  /** What stands before the rest of a topic in the HTML that apps get. */
  public static String html(String title) {
    return "<p><strong>" + Escape.html(title) + "</strong></p>";
  }

  /** The rest, for pages that show the title by themselves. */
  public static String withoutTitle(String html, String title) {
    String first = html(title);
    return html.startsWith(first) ? html.substring(first.length()) : html;
  }
}
