package org.colloque.server.pages.view;

import org.colloque.server.pages.words.Messages;

/** Sign-in with one's own instance. Fields: {@code address}, {@code return_to}. */
public record GuestSignInView(Form form, String returnTo) implements Screen {
  @Override
  public String template() {
    return "entry/guest.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("guest.signin.title"));
  }

  @Override
  public Shape shape() {
    return Shape.CARD;
  }
}
