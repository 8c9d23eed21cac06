package org.colloque.server.text;

import java.util.function.UnaryOperator;

/** What people write about themselves, as HTML. */
public final class ProfileText {
  private ProfileText() {}

  /** A bio: formatted like a post. */
  public static String bio(String text, MentionResolver mentions, UnaryOperator<String> tagUrl) {
    return TextHtml.post(StatusText.parse(text), mentions, tagUrl);
  }

  /**
   * The value of a profile field: one line without a paragraph; its links carry {@code rel="me"} so
   * that the page they lead to can confirm them, and mentions show their domain.
   */
  public static String field(String value, MentionResolver mentions, UnaryOperator<String> tagUrl) {
    return TextHtml.field(StatusText.parse(value.strip()), mentions, tagUrl);
  }
}
