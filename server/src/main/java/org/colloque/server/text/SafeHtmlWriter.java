package org.colloque.server.text;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.owasp.html.HtmlStreamEventReceiver;

/** Writes the filtered stream of elements as HTML made only of parts named here. */
final class SafeHtmlWriter implements HtmlStreamEventReceiver {
  private static final Pattern LANGUAGE_TAG =
      Pattern.compile("[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8}){0,4}");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,6}");
  private static final int ALT_MAX = 1_500;
  private static final String LINK_TAIL = " rel=\"" + TextHtml.LINK_REL + "\" target=\"_blank\"";

  /** What to write when the element closes; the same order as the open elements. */
  private record Open(String name, String closing) {}

  private final StringBuilder out = new StringBuilder();
  private final Deque<Open> open = new ArrayDeque<>();
  private int linkDepth;
  private boolean breakPending;
  private boolean atBoundary = true;

  String html() {
    return out.toString();
  }

  @Override
  public void openDocument() {}

  @Override
  public void closeDocument() {
    while (!open.isEmpty()) {
      close(open.pop());
    }
  }

  @Override
  public void openTag(String name, List<String> attributes) {
    if (name.equals("br")) {
      out.append("<br />");
      atBoundary = true;
    } else if (name.equals("img")) {
      image(attributesOf(attributes));
    } else if (HtmlSanitizer.BREAKING.contains(name)) {
      requestBreak();
      push(name, "");
    } else if (HtmlSanitizer.HEADINGS.contains(name)) {
      block();
      out.append("<p><strong>");
      push(name, "</strong></p>");
    } else if (name.equals("a")) {
      link(attributesOf(attributes));
    } else if (HtmlSanitizer.KEPT.contains(name)) {
      kept(name, attributesOf(attributes));
    } else {
      space();
      push(name, "");
    }
  }

  @Override
  public void closeTag(String name) {
    // the reader balances its events; an end without its start is passed over all the same
    if (isOpen(name)) {
      Open element;
      do {
        element = open.pop();
        close(element);
      } while (!element.name().equals(name));
    }
  }

  private boolean isOpen(String name) {
    for (Open element : open) {
      if (element.name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void text(String text) {
    if (text.isBlank() && (atBoundary || breakPending)) {
      return;
    }
    inline();
    String clean = Unicode.clean(text);
    Escape.append(out, clean, 0, clean.length());
  }

  private void close(Open element) {
    if (isBlock(element.name())) {
      breakPending = false;
      atBoundary = true;
    } else if (HtmlSanitizer.BREAKING.contains(element.name())) {
      requestBreak();
    }
    if (element.name().equals("a")) {
      linkDepth--;
    }
    out.append(element.closing());
  }

  private void push(String name, String closing) {
    open.push(new Open(name, closing));
  }

  private void kept(String name, Map<String, String> attributes) {
    if (isBlock(name)) {
      block();
    } else {
      inline();
    }
    out.append('<').append(name);
    common(attributes);
    if (name.equals("ol")) {
      attribute("start", attributes.get("start"), NUMBER);
      if (attributes.containsKey("reversed")) {
        out.append(" reversed=\"reversed\"");
      }
    }
    if (name.equals("li")) {
      attribute("value", attributes.get("value"), NUMBER);
    }
    out.append('>');
    push(name, "</" + name + ">");
  }

  /** A link without an allowed address is only its text; a link inside a link does not exist. */
  private void link(Map<String, String> attributes) {
    inline();
    Optional<String> href =
        Optional.ofNullable(attributes.get("href")).flatMap(HtmlSanitizer::safeUrl);
    linkDepth++;
    if (href.isEmpty() || linkDepth > 1) {
      push("a", "");
      return;
    }
    out.append("<a href=\"").append(Escape.html(href.get())).append('"');
    common(attributes);
    out.append(LINK_TAIL).append('>');
    push("a", "</a>");
  }

  /** Images of others are not loaded by our pages: a link with the description stands for them. */
  private void image(Map<String, String> attributes) {
    Optional<String> source =
        Optional.ofNullable(attributes.get("src")).flatMap(HtmlSanitizer::safeImageUrl);
    String alt = attributes.getOrDefault("alt", "").strip();
    String shown =
        alt.isEmpty() ? source.orElse("") : alt.substring(0, Math.min(ALT_MAX, alt.length()));
    if (shown.isEmpty()) {
      return;
    }
    inline();
    String text = Escape.html(Unicode.clean(shown));
    if (source.isEmpty() || linkDepth > 0) {
      out.append(text);
    } else {
      out.append("<a href=\"").append(Escape.html(source.get())).append('"').append(LINK_TAIL);
      out.append('>').append(text).append("</a>");
    }
  }

  private void common(Map<String, String> attributes) {
    if (attributes.isEmpty()) {
      return;
    }
    String classes = HtmlSanitizer.safeClasses(attributes.getOrDefault("class", ""));
    if (!classes.isEmpty()) {
      out.append(" class=\"").append(Escape.html(classes)).append('"');
    }
    attribute("lang", attributes.get("lang"), LANGUAGE_TAG);
    if ("no".equalsIgnoreCase(attributes.get("translate"))) {
      out.append(" translate=\"no\"");
    }
  }

  private void attribute(String name, @Nullable String value, Pattern allowed) {
    if (value != null && allowed.matcher(value).matches()) {
      out.append(' ').append(name).append("=\"").append(value).append('"');
    }
  }

  private static Map<String, String> attributesOf(List<String> pairs) {
    if (pairs.isEmpty()) {
      return Map.of();
    }
    Map<String, String> attributes = new LinkedHashMap<>();
    for (int i = 0; i + 1 < pairs.size(); i += 2) {
      attributes.putIfAbsent(pairs.get(i).toLowerCase(Locale.ROOT), pairs.get(i + 1));
    }
    return attributes;
  }

  private static boolean isBlock(String name) {
    return switch (name) {
      case "p", "ul", "ol", "li", "blockquote", "pre" -> true;
      default -> HtmlSanitizer.HEADINGS.contains(name);
    };
  }

  private void requestBreak() {
    breakPending = !atBoundary;
  }

  private void block() {
    breakPending = false;
    atBoundary = true;
  }

  private void inline() {
    if (breakPending) {
      out.append("<br />");
      breakPending = false;
    }
    atBoundary = false;
  }

  private void space() {
    if (!atBoundary && !breakPending) {
      out.append(' ');
    }
  }
}
