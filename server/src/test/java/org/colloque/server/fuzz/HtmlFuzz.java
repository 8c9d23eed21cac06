package org.colloque.server.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.colloque.server.text.HtmlSanitizer;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Element;

/** HTML of another server. What comes out runs nothing, and stays as it is when cleaned again. */
public final class HtmlFuzz {
  private HtmlFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    String clean = HtmlSanitizer.sanitize(new String(data, StandardCharsets.UTF_8));
    for (Element element : Jsoup.parseBodyFragment(clean).body().select("body *")) {
      check(element, clean);
    }
    if (!HtmlSanitizer.sanitize(clean).equals(clean)) {
      throw new AssertionError("not the same when cleaned again: " + clean);
    }
  }

  private static void check(Element element, String clean) {
    boolean runs =
        switch (element.normalName()) {
          case "script",
              "style",
              "iframe",
              "object",
              "embed",
              "svg",
              "math",
              "form",
              "input",
              "template",
              "link",
              "meta",
              "base",
              "img",
              "video",
              "audio",
              "textarea",
              "noscript" ->
              true;
          default -> false;
        };
    for (Attribute attribute : element.attributes()) {
      String name = attribute.getKey().toLowerCase(Locale.ROOT);
      String value = attribute.getValue().strip().toLowerCase(Locale.ROOT);
      runs |= name.startsWith("on") || name.equals("style") || name.equals("srcdoc");
      runs |= name.equals("href") && !value.matches("(https?|mailto):.*|/.*|#.*");
    }
    if (runs) {
      throw new AssertionError("it could run: " + clean);
    }
  }
}
