package org.colloque.server.pages.view;

import org.colloque.server.pages.words.Messages;

/** Asks for the address to send a link to. Field: {@code email}. */
public record PasswordResetView(Form form) implements Screen {
  @Override
  public String template() {
    return "entry/reset.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("reset.title"));
  }

  @Override
  public Shape shape() {
    return Shape.CARD;
  }
}
