package org.colloque.server.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
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

  /** Elements inside which a browser reads by other rules: where one parser fools another. */
  private static final List<String> SETTINGS =
      List.of(
          "svg",
          "math",
          "math><mtext",
          "svg><foreignObject",
          "template",
          "noscript",
          "style",
          "title",
          "textarea",
          "xmp",
          "iframe",
          "select",
          "table",
          "math><annotation-xml");

  private static final List<String> PAYLOADS =
      List.of(
          "<img src=x onerror=alert(1)>",
          "<script>alert(1)</script>",
          "<a href=\"jav&#x61;script:alert(1)\">x</a>",
          "<a href=\"&#1;javascript&colon;alert(1)\" target=_top>x</a>",
          "<style>*{background:url(https://evil.example/css)}</style>",
          "<form action=https://evil.example/><button formaction=javascript:alert(1)>x",
          "<meta http-equiv=refresh content=\"0;url=https://evil.example/\">",
          "<base href=https://evil.example/>",
          "<object data=\"data:text/html,<script>alert(1)</script>\"></object>",
          "<p id=\"</style><img src=x onerror=alert(1)>\">x</p>");

  private HostileHtml() {}

  /** The collected texts, and each payload inside of and behind each setting. */
  public static List<String> corpus() {
    return Stream.concat(collected().stream(), combined()).toList();
  }

  private static Stream<String> combined() {
    return SETTINGS.stream()
        .flatMap(setting ->
            PAYLOADS.stream()
                .flatMap(payload -> {
                  String inner = setting.substring(setting.indexOf('<') + 1);
                  return Stream.of(
                      "<" + setting + ">" + payload + "</" + inner + ">",
                      "<" + setting + "><!--</" + inner + ">" + payload + "-->");
                }));
  }

  public static List<String> collected() {
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
