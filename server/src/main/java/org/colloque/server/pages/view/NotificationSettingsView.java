package org.colloque.server.pages.view;

import java.util.List;
import org.colloque.server.pages.words.Messages;

/**
 * From whom a member wants to be told.
 *
 * @param form each of {@link #REASONS} with one of {@link #CHOICES}
 */
public record NotificationSettingsView(Form form) implements Screen {
  /** The words are {@code policy.} and the reason. */
  public static final List<String> REASONS =
      List.of(
          "not_following",
          "not_followers",
          "new_accounts",
          "private_mentions",
          "limited_accounts",
          "bots");

  /** The words are {@code policy.} and the choice. */
  public static final List<String> CHOICES = List.of("accept", "filter", "drop");

  @Override
  public String template() {
    return "settings/notifications.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("policy.title"));
  }
}
