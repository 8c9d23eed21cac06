package org.colloque.server.statuses;

import java.util.Optional;
import java.util.regex.Pattern;
import org.colloque.server.text.StatusText;

/**
 * The line before the text of a quote that leads to what is quoted, for whoever does not show
 * quotes; who does hides it by its class (FEP-044f).
 */
final class QuoteHtml {
  private static final Pattern LINE =
      Pattern.compile("<(p|span) class=\"quote-inline\">(?:(?!</\\1>).)*+</\\1>", Pattern.DOTALL);

  private static final String OPEN = "<p class=\"quote-inline\">RE: ";

  private QuoteHtml() {}

  /** Nothing is added to what leads there already. */
  static String before(String link, String html) {
    String shown = StatusText.parse(link).format(_ -> Optional.empty(), tag -> tag);
    String address = shown.replaceFirst("^<p>", "").replaceFirst("</p>$", "");
    return html.contains(address) ? html : OPEN + address + "</p>" + html;
  }

  /** The text without the line, of whatever server, for where what is quoted is shown. */
  static String without(String html) {
    return LINE.matcher(html).replaceAll("");
  }

  /** The line alone; empty when there is none. */
  static String line(String html) {
    int end = html.indexOf("</p>");
    return html.startsWith(OPEN) && end > 0 ? html.substring(0, end + "</p>".length()) : "";
  }
}
