package org.colloque.server.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.colloque.server.kit.ProxyAddress;
import org.colloque.server.pages.view.SafeHtml;
import org.colloque.server.text.Escape;

/** Puts the pictures of emojis in the place of their names, in text and never within a tag. */
public final class EmojiHtml {
  private EmojiHtml() {}

  /**
   * @param emojis as the client API shows them
   */
  public static SafeHtml in(SafeHtml safe, JsonNode emojis) {
    Map<String, String> addresses = new HashMap<>();
    for (JsonNode emoji : emojis) {
      String url = emoji.path("static_url").asText("");
      if (url.startsWith("https://") || url.startsWith("http://")) {
        addresses.put(emoji.path("shortcode").asText(), url);
      }
    }
    return addresses.isEmpty() ? safe : new SafeHtml(replaced(safe.html(), addresses));
  }

  /** The same emoji, with pictures of other servers at addresses of ours. */
  public static JsonNode proxied(JsonNode emojis, ProxyAddress proxy) {
    for (JsonNode emoji : emojis) {
      if (emoji instanceof ObjectNode shown) {
        for (String field : List.of("url", "static_url")) {
          shown.put(field, proxy.of(shown.path(field).asText()));
        }
      }
    }
    return emojis;
  }

  private static String replaced(String html, Map<String, String> addresses) {
    StringBuilder out = new StringBuilder(html.length() + 256);
    int at = 0;
    while (at < html.length()) {
      char c = html.charAt(at);
      int end = c == '<' ? html.indexOf('>', at) : c == ':' ? html.indexOf(':', at + 1) : -1;
      String address = c == ':' && end > 0 ? addresses.get(html.substring(at + 1, end)) : null;
      if (c == '<' && end > 0) {
        out.append(html, at, end + 1);
        at = end + 1;
      } else if (address != null) {
        picture(out, html.substring(at + 1, end), address);
        at = end + 1;
      } else {
        out.append(c);
        at++;
      }
    }
    return out.toString();
  }

  private static void picture(StringBuilder out, String name, String address) {
    String shown = ":" + Escape.html(name) + ":";
    out.append("<img src=\"").append(Escape.html(address));
    out.append("\" alt=\"").append(shown).append("\" title=\"").append(shown);
    out.append("\" width=\"20\" height=\"20\" loading=\"lazy\">");
  }
}
