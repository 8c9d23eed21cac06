package org.colloque.server.text;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.colloque.server.text.MentionResolver.Target;
import org.colloque.server.text.TextToken.Hashtag;
import org.colloque.server.text.TextToken.Link;
import org.colloque.server.text.TextToken.Mention;
import org.colloque.server.text.TextToken.Shortcode;

/** Writes a parsed text as HTML in Mastodon's shapes. Everything that is not ours is escaped. */
final class TextHtml {
  static final String LINK_REL = "nofollow noopener";
  static final String FIELD_REL = "me nofollow noopener noreferrer";

  private static final int SHOWN_MAX = 30;
  private static final Pattern PARAGRAPH = Pattern.compile("\n\n+");

  private final StatusText parsed;
  private final Map<Mention, Target> targets = new HashMap<>();
  private final Set<String> ambiguousNames = new HashSet<>();
  private final UnaryOperator<String> tagUrl;
  private final String rel;
  private final boolean withDomains;

  private TextHtml(
      StatusText parsed,
      MentionResolver mentions,
      UnaryOperator<String> tagUrl,
      String rel,
      boolean withDomains) {
    this.parsed = parsed;
    this.tagUrl = tagUrl;
    this.rel = rel;
    this.withDomains = withDomains;
    Map<String, String> acctOfName = new HashMap<>();
    for (Mention mention : parsed.mentions()) {
      Optional<Target> target = mentions.resolve(mention);
      target.ifPresent(found -> targets.put(mention, found));
      target.ifPresent(found -> {
        String name = found.username().toLowerCase(Locale.ROOT);
        String other = acctOfName.putIfAbsent(name, found.acct());
        if (other != null && !other.equalsIgnoreCase(found.acct())) {
          ambiguousNames.add(name);
        }
      });
    }
  }

  static String post(StatusText parsed, MentionResolver mentions, UnaryOperator<String> tagUrl) {
    return paragraphs(new TextHtml(parsed, mentions, tagUrl, LINK_REL, false).inline());
  }

  static String field(StatusText parsed, MentionResolver mentions, UnaryOperator<String> tagUrl) {
    return new TextHtml(parsed, mentions, tagUrl, FIELD_REL, true).inline().replace('\n', ' ');
  }

  private static String paragraphs(String inline) {
    String text = inline.strip();
    if (text.isEmpty()) {
      return "";
    }
    StringBuilder html = new StringBuilder(text.length() + 16);
    for (String paragraph : PARAGRAPH.splitAsStream(text).toList()) {
      html.append("<p>").append(paragraph.strip().replace("\n", "<br />")).append("</p>");
    }
    return html.toString();
  }

  private String inline() {
    StringBuilder html = new StringBuilder(parsed.text().length() * 2);
    int position = 0;
    for (TextToken token : parsed.tokens()) {
      Escape.append(html, parsed.text(), position, token.start());
      switch (token) {
        case Mention mention -> mention(html, mention);
        case Hashtag hashtag -> hashtag(html, hashtag);
        case Link link -> link(html, link.url());
        case Shortcode shortcode ->
            Escape.append(html, parsed.text(), shortcode.start(), shortcode.end());
      }
      position = token.end();
    }
    Escape.append(html, parsed.text(), position, parsed.text().length());
    return html.toString();
  }

  private void mention(StringBuilder html, Mention mention) {
    Target target = targets.get(mention);
    if (target == null) {
      Escape.append(html, parsed.text(), mention.start(), mention.end());
      return;
    }
    boolean ambiguous = ambiguousNames.contains(target.username().toLowerCase(Locale.ROOT));
    String shown = withDomains || ambiguous ? target.acct() : target.username();
    html.append("<span class=\"h-card\" translate=\"no\"><a href=\"")
        .append(Escape.html(target.url()))
        .append("\" class=\"u-url mention\">@<span>")
        .append(Escape.html(shown))
        .append("</span></a></span>");
  }

  private void hashtag(StringBuilder html, Hashtag hashtag) {
    html.append("<a href=\"")
        .append(Escape.html(tagUrl.apply(hashtag.normalized())))
        .append("\" class=\"mention hashtag\" rel=\"tag\">#<span>")
        .append(Escape.html(hashtag.name()))
        .append("</span></a>");
  }

  private void link(StringBuilder html, String url) {
    int scheme = url.indexOf("://") + 3;
    int prefix = url.startsWith("www.", scheme) ? scheme + 4 : scheme;
    boolean cut = url.codePointCount(prefix, url.length()) > SHOWN_MAX;
    int shown = cut ? url.offsetByCodePoints(prefix, SHOWN_MAX) : url.length();
    html.append("<a href=\"")
        .append(Escape.html(url))
        .append("\" target=\"_blank\" rel=\"")
        .append(rel)
        .append("\" translate=\"no\"><span class=\"invisible\">")
        .append(Escape.html(url.substring(0, prefix)))
        .append("</span><span class=\"")
        .append(cut ? "ellipsis" : "")
        .append("\">")
        .append(Escape.html(url.substring(prefix, shown)))
        .append("</span><span class=\"invisible\">")
        .append(Escape.html(url.substring(shown)))
        .append("</span></a>");
  }
}
