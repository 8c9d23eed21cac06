package org.colloque.server.pages.view;

import org.colloque.server.pages.words.Messages;

/**
 * Asks whether letters of one kind shall end, or says that they did.
 *
 * @param path where the form leads
 * @param weekly the weekly letter, else those about what the member chose
 */
public record UnsubscribeView(String path, boolean weekly, boolean done) implements Screen {
  @Override
  public String template() {
    return "entry/unsubscribe.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("unsubscribe.title"));
  }

  @Override
  public Shape shape() {
    return Shape.CARD;
  }
}
