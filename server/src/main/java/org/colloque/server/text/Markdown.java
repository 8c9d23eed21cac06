package org.colloque.server.text;

import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * CommonMark as other servers write it (PeerTube, federation.md quirk 64). What comes out is HTML
 * of a stranger's like any other: {@link HtmlSanitizer} has still to see it.
 */
public final class Markdown {
  /** Longest text that is read as Markdown, in UTF-16 units; a longer one is shown as written. */
  public static final int MAX = 50_000;

  /** Deeper nesting is text: lists in lists by the thousand take more time than they are worth. */
  private static final int DEEPEST = 20;

  private static final Parser PARSER = Parser.builder().maxOpenBlockParsers(DEEPEST).build();

  /** A line break is shown where one was written, and HTML within the text is text. */
  private static final HtmlRenderer RENDERER =
      HtmlRenderer.builder().escapeHtml(true).softbreak("<br>").build();

  private Markdown() {}

  /** HTML that nobody has looked at yet. */
  public static String html(String text) {
    return text.length() > MAX
        ? "<p>" + Escape.html(text).replace("\n", "<br>") + "</p>"
        : RENDERER.render(PARSER.parse(text));
  }
}
