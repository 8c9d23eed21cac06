package org.colloque.server.pages.view;

import org.colloque.server.pages.words.Messages;

/**
 * Settings: what the composer starts with, and the language of the pages. Fields: {@code
 * visibility}, {@code language}, {@code sensitive}, {@code locale}.
 */
public record PostingSettingsView(Form form) implements Screen {
  @Override
  public String template() {
    return "settings/posting.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("settings.posting"));
  }
}
