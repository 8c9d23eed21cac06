package org.colloque.server.pages.view;

import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/**
 * Settings: e-mail and password. Two forms: {@code email} with {@code current_password}; {@code
 * new_password} with {@code current_password}.
 *
 * @param pendingEmail an address that waits for its confirmation, null when none does
 * @param emailChangeable whether letters leave, without which no new address can be proven
 */
public record AccountSettingsView(
    String email,
    @Nullable String pendingEmail,
    boolean emailChangeable,
    Form emailForm,
    Form passwordForm,
    int passwordLength)
    implements Screen {
  @Override
  public String template() {
    return "settings/account.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("settings.account"));
  }
}
