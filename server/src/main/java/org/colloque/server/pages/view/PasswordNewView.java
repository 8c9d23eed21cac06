package org.colloque.server.pages.view;

import org.colloque.server.pages.words.Messages;

/**
 * Sets a new password by the link that was sent. Fields: {@code token}, {@code password}.
 *
 * @param email for the browser's password manager; hidden
 */
public record PasswordNewView(Form form, String token, String email, int passwordLength)
    implements Screen {
  @Override
  public String template() {
    return "entry/newpassword.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("newpassword.title"));
  }

  @Override
  public Shape shape() {
    return Shape.CARD;
  }
}
