package org.colloque.server.pages.view;

import org.colloque.server.pages.words.Messages;

/**
 * Settings: the account is deleted for good. One field, {@code current_password}.
 *
 * @param onlyOwner it cannot be, for an instance has an owner
 */
public record DeletionView(boolean onlyOwner, Form form) implements Screen {
  @Override
  public String template() {
    return "settings/delete.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("settings.delete"));
  }
}
