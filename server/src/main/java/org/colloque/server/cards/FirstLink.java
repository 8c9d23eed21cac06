package org.colloque.server.cards;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/** The link of a post that it is about: the first that is neither a person nor a hashtag. */
final class FirstLink {
  private static final Set<String> NOT_THESE =
      Set.of("mention", "hashtag", "u-url", "quote-inline");

  private FirstLink() {}

  /** The address without what stands behind {@code #}. */
  static Optional<String> of(String html) {
    if (!html.contains("<a ")) {
      return Optional.empty();
    }
    for (Element link : Jsoup.parseBodyFragment(html).select("a[href]")) {
      boolean other =
          link.classNames().stream()
                  .noneMatch(name -> NOT_THESE.contains(name.toLowerCase(Locale.ROOT)))
              && !link.attr("rel").contains("tag")
              && link.closest(".quote-inline") == null;
      String address = CardPage.address(link.attr("href"), "https://invalid.invalid/");
      if (other && link.attr("href").startsWith("http") && !address.isEmpty()) {
        return Optional.of(address.split("#", 2)[0]);
      }
    }
    return Optional.empty();
  }
}
