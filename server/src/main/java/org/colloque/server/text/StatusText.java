package org.colloque.server.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.colloque.server.text.TextToken.Hashtag;
import org.colloque.server.text.TextToken.Link;
import org.colloque.server.text.TextToken.Mention;
import org.colloque.server.text.TextToken.Shortcode;

/**
 * A plain text as its author wrote it, with what was found in it. Made only by {@link #parse}.
 *
 * @param text the text, line ends unified, control characters removed, not trimmed
 * @param tokens in order, never overlapping
 */
public record StatusText(String text, List<TextToken> tokens) {
  public StatusText {
    tokens = List.copyOf(tokens);
  }

  /** Finds mentions, hashtags, addresses and emoji codes, in time linear in the text. */
  public static StatusText parse(String text) {
    String clean = Unicode.clean(text);
    return new StatusText(clean, TextScanner.scan(clean));
  }

  public List<Mention> mentions() {
    return only(Mention.class);
  }

  public List<Hashtag> hashtags() {
    return only(Hashtag.class);
  }

  public List<Link> links() {
    return only(Link.class);
  }

  public List<Shortcode> shortcodes() {
    return only(Shortcode.class);
  }

  /** Names of the tags as first spelled, each tag once, in order of appearance. */
  public List<String> tagNames() {
    Map<String, String> spelled = new LinkedHashMap<>();
    hashtags().forEach(tag -> spelled.putIfAbsent(tag.normalized(), tag.name()));
    return List.copyOf(spelled.values());
  }

  /** Emoji codes, each once. */
  public List<String> emojiCodes() {
    return shortcodes().stream().map(Shortcode::code).distinct().toList();
  }

  public boolean isBlank() {
    return text.codePoints().allMatch(Unicode::isSpace);
  }

  /**
   * HTML of a post in Mastodon's shapes (semantics.md section 12, federation.md quirk 44).
   *
   * @param mentions who a mention means; an unknown one stays plain text
   * @param tagUrl the address of a tag from its normalized name
   */
  public String format(MentionResolver mentions, UnaryOperator<String> tagUrl) {
    return TextHtml.post(this, mentions, tagUrl);
  }

  private <T extends TextToken> List<T> only(Class<T> kind) {
    return tokens.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
