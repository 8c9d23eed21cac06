package org.colloque.server.pages.view;

import org.colloque.server.pages.words.Messages;

/** Sign-in. Fields: {@code email}, {@code password}, {@code return_to}. */
public record SignInView(Form form, String returnTo) implements Screen {
  @Override
  public String template() {
    return "entry/signin.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("signin.title"));
  }

  @Override
  public Shape shape() {
    return Shape.CARD;
  }
}
