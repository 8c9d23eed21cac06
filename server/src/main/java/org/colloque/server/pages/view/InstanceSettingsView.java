package org.colloque.server.pages.view;

import org.colloque.server.pages.words.Messages;

/**
 * For the owner: the instance. Fields: {@code title}, {@code short_description}, {@code
 * description}, {@code rules} (one a line), {@code registrations}, {@code contact_email}, {@code
 * contact_account}.
 */
public record InstanceSettingsView(Form form) implements Screen {
  @Override
  public String template() {
    return "admin/settings.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("admin.settings"));
  }
}
