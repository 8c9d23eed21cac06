package org.colloque.server.pages.view;

import org.colloque.server.pages.words.Messages;

/**
 * Settings: profile. Fields: {@code display_name}, {@code profession}, {@code note}, {@code
 * avatar}, {@code header}, {@code avatar_remove}, {@code header_remove}, {@code field_name1} to 4
 * and {@code field_value1} to 4, {@code featured_tags}, {@code locked}, {@code bot}, {@code
 * discoverable}, {@code indexable}, {@code hide_collections}. Multipart.
 */
public record ProfileSettingsView(
    Form form, Picture avatar, Picture header, int fields, int noteLength, int tags)
    implements Screen {
  /**
   * A picture of the profile.
   *
   * @param own false for the one that everybody has who chose none
   */
  public record Picture(String url, boolean own) {}

  @Override
  public String template() {
    return "settings/profile.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("settings.profile"));
  }
}
