package org.colloque.server.pages.view;

import org.colloque.server.pages.words.Messages;

/**
 * The first visit, by the one-time link: makes the owner and names the instance. Fields: {@code
 * token}, {@code title}, {@code short_description}, {@code registrations}, {@code username}, {@code
 * email}, {@code password}.
 */
public record SetupView(String token, int passwordLength, Form form) implements Screen {
  @Override
  public String template() {
    return "entry/setup.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("setup.title"));
  }

  @Override
  public Shape shape() {
    return Shape.CARD;
  }
}
