package org.colloque.server.pages.view;

import org.colloque.server.pages.words.Messages;

/** The code to copy into an app that has no address to come back to. */
public record OutOfBandView(String app, String code) implements Screen {
  @Override
  public String template() {
    return "entry/outofband.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("oob.title"));
  }

  @Override
  public Shape shape() {
    return Shape.CARD;
  }
}
