package org.colloque.server.pages.view;

import org.colloque.server.pages.words.Messages;

/**
 * The second step of sign-in. Fields: {@code code} (six digits, or a recovery code), {@code
 * challenge}, {@code return_to}.
 *
 * @param challenge what ties this step to the first one
 */
public record SignInCodeView(Form form, String challenge, String returnTo) implements Screen {
  @Override
  public String template() {
    return "entry/code.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("code.title"));
  }

  @Override
  public Shape shape() {
    return Shape.CARD;
  }
}
