package org.colloque.server.pages.view;

import org.colloque.server.pages.words.Messages;

/**
 * Settings: second factor (RFC 6238). When off, the page offers a secret: fields {@code secret},
 * {@code code}, {@code current_password}. When on: {@code current_password} turns it off or makes
 * new recovery codes.
 *
 * @param uri the otpauth address of the offered secret, empty when the factor is on
 * @param secret the offered secret in base 32, to type by hand
 * @param email for the browser's password manager; hidden
 * @param recoveryCodesLeft of the factor that is on
 */
public record TwoFactorView(
    boolean enabled, String email, String uri, String secret, int recoveryCodesLeft, Form form)
    implements Screen {
  @Override
  public String template() {
    return "settings/twofactor.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("settings.twofactor"));
  }

  public QrView qr() {
    return QrView.of(uri);
  }

  /** The secret in groups of four, easier to type. */
  public String groupedSecret() {
    return secret.replaceAll("(.{4})(?=.)", "$1 ");
  }
}
