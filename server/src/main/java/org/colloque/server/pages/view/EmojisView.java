package org.colloque.server.pages.view;

import java.util.List;
import org.colloque.server.pages.words.Messages;

/**
 * For those who run the instance: its emojis. Fields: {@code shortcode}, {@code category}, {@code
 * image}.
 */
public record EmojisView(List<Emoji> emojis, Form form) implements Screen {
  /** An emoji, and whether new posts cannot use it. */
  public record Emoji(String id, String shortcode, String url, String category, boolean disabled) {}

  @Override
  public String template() {
    return "admin/emojis.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("admin.emojis"));
  }
}
