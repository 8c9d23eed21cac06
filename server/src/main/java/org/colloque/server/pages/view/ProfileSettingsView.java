package org.colloque.server.pages.view;

import org.colloque.server.pages.words.Messages;

/**
 * Settings: profile. Fields: {@code display_name}, {@code profession}, {@code note}, {@code
 * avatar}, {@code header}, {@code field_name1} to 4 and {@code field_value1} to 4, {@code locked},
 * {@code bot}, {@code discoverable}, {@code indexable}. Multipart.
 */
public record ProfileSettingsView(
    Form form, String avatarUrl, String headerUrl, int fields, int noteLength, int nameLength)
    implements Screen {
  @Override
  public String template() {
    return "settings/profile.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("settings.profile"));
  }
}
