package org.colloque.server.cards;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.colloque.federation.handle.Hosts;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * What a page says of itself (Open Graph, https://ogp.me, and plain HTML). Everything in it was
 * written by somebody else: texts are cut, addresses are of the web, and no HTML is kept.
 *
 * @param image the address of a picture; empty for none
 * @param oEmbed the address of more in JSON (https://oembed.com); empty for none
 */
record CardPage(
    String title,
    String description,
    String image,
    String imageDescription,
    String author,
    String provider,
    String language,
    @Nullable Instant publishedAt,
    String oEmbed) {
  static final int MAX_TITLE = 300;
  static final int MAX_DESCRIPTION = 1_000;
  static final int MAX_NAME = 120;
  static final int MAX_ADDRESS = 2_000;

  /** Empty when the page says nothing that could be shown. */
  static Optional<CardPage> read(String html, String url) {
    Document page = Jsoup.parse(html, url);
    String title = first(page, "og:title", "twitter:title");
    CardPage card =
        new CardPage(
            cut(title.isEmpty() ? page.title() : title, MAX_TITLE),
            cut(first(page, "og:description", "description"), MAX_DESCRIPTION),
            address(first(page, "og:image", "og:image:url", "twitter:image"), url),
            cut(first(page, "og:image:alt", "twitter:image:alt"), MAX_DESCRIPTION),
            cut(first(page, "author"), MAX_NAME),
            cut(first(page, "og:site_name"), MAX_NAME),
            language(page),
            moment(first(page, "article:published_time")),
            oEmbed(page, url));
    return card.title().isEmpty() ? Optional.empty() : Optional.of(card);
  }

  private static String first(Document page, String... names) {
    for (String name : names) {
      for (Element meta : page.select("meta[property], meta[name]")) {
        boolean named =
            meta.attr("property").equalsIgnoreCase(name)
                || meta.attr("name").equalsIgnoreCase(name);
        if (named && !meta.attr("content").isBlank()) {
          return meta.attr("content");
        }
      }
    }
    return "";
  }

  /** One line without control characters. */
  static String cut(String text, int most) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.codePointCount(0, line.length()) <= most
        ? line
        : line.substring(0, line.offsetByCodePoints(0, most - 1)) + "…";
  }

  /** An address of the web, made whole; empty for anything else. */
  static String address(String given, String base) {
    if (given.isBlank() || given.length() > MAX_ADDRESS) {
      return "";
    }
    try {
      URI whole = URI.create(base).resolve(given.strip());
      boolean web =
          ("https".equals(whole.getScheme()) || "http".equals(whole.getScheme()))
              && whole.getHost() != null
              && whole.getUserInfo() == null
              && Hosts.canonical(whole.getHost()).isPresent();
      return web ? whole.toString() : "";
    } catch (IllegalArgumentException malformed) {
      return "";
    }
  }

  private static String language(Document page) {
    Element root = page.selectFirst("html[lang]");
    String given = root == null ? "" : root.attr("lang").strip().split("[-_]", 2)[0];
    return given.matches("[a-zA-Z]{2,3}") ? given.toLowerCase(java.util.Locale.ROOT) : "";
  }

  private static @Nullable Instant moment(String given) {
    try {
      return given.isEmpty() ? null : OffsetDateTime.parse(given).toInstant();
    } catch (DateTimeException notAMoment) {
      return null;
    }
  }

  private static String oEmbed(Document page, String url) {
    List<Element> links = page.select("link[type=application/json+oembed][href]");
    return links.isEmpty() ? "" : address(links.getFirst().attr("href"), url);
  }
}
