package org.colloque.server.pages.view;

import org.colloque.server.pages.words.Messages;

/** Stands in for every page while there is no connection; what is written there is kept. */
public record OfflineView() implements Screen {
  @Override
  public String template() {
    return "offline.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("offline.title"));
  }

  @Override
  public Shape shape() {
    return Shape.CARD;
  }
}
