package org.colloque.server.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** The corpus of hostile texts, and a judge that reads HTML the way a browser does. */
public final class HostileHtml {
  private static final Set<String> ELEMENTS =
      Set.of(
          "p",
          "span",
          "br",
          "a",
          "del",
          "pre",
          "code",
          "em",
          "strong",
          "b",
          "i",
          "u",
          "ul",
          "ol",
          "li",
          "blockquote",
          "s",
          "ruby",
          "rt",
          "rp",
          "sub",
          "sup");
  private static final Set<String> ATTRIBUTES =
      Set.of("href", "rel", "target", "class", "lang", "translate", "start", "reversed", "value");
  private static final Set<String> SCHEMES =
      Set.of("http", "https", "mailto", "gemini", "xmpp", "magnet");

  private HostileHtml() {}

  public static List<String> corpus() {
    try (InputStream in =
        Objects.requireNonNull(HostileHtml.class.getResourceAsStream("hostile-html.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .map(HostileHtml::unescape)
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String unescape(String line) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c != '\\' || i + 1 == line.length()) {
        out.append(c);
        continue;
      }
      char kind = line.charAt(++i);
      switch (kind) {
        case 'n' -> out.append('\n');
        case 't' -> out.append('\t');
        case 'r' -> out.append('\r');
        case '0' -> out.append('\0');
        case 'u' -> {
          out.append((char) Integer.parseInt(line.substring(i + 1, i + 5), 16));
          i += 4;
        }
        default -> out.append(kind);
      }
    }
    return out.toString();
  }

  /** The first thing in the HTML that must not be there, or an empty text. */
  static String fault(String html) {
    Document parsed = Jsoup.parseBodyFragment(html);
    for (Element element : parsed.body().getAllElements()) {
      if (element.equals(parsed.body())) {
        continue;
      }
      if (!ELEMENTS.contains(element.normalName())) {
        return "element " + element.normalName();
      }
      for (Attribute attribute : element.attributes()) {
        String fault = attributeFault(attribute);
        if (!fault.isEmpty()) {
          return fault;
        }
      }
    }
    boolean comment = parsed.body().outerHtml().contains("<!--");
    boolean head = !parsed.head().children().isEmpty();
    return comment ? "comment" : head ? "element in head" : "";
  }

  private static String attributeFault(Attribute attribute) {
    if (!ATTRIBUTES.contains(attribute.getKey())) {
      return "attribute " + attribute.getKey();
    }
    String value = attribute.getValue();
    if (attribute.getKey().equals("href")) {
      int colon = value.indexOf(':');
      boolean known =
          colon > 0 && SCHEMES.contains(value.substring(0, colon).toLowerCase(Locale.ROOT));
      return known ? "" : "href " + value;
    }
    return "";
  }
}
