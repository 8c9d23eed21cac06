package org.colloque.server.pages.view;

import org.colloque.server.pages.words.Messages;

/**
 * Asks to confirm an address by a button: programs that read mail open links, and must not confirm
 * for people. Field: {@code token}.
 */
public record ConfirmView(String token) implements Screen {
  @Override
  public String template() {
    return "entry/confirm.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("confirm.title"));
  }

  @Override
  public Shape shape() {
    return Shape.CARD;
  }
}
