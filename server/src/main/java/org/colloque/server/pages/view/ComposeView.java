package org.colloque.server.pages.view;

import org.colloque.server.pages.words.Messages;

/** The composer alone on a page: an answer, or a post refused because of an error. */
public record ComposeView(ComposerView composer) implements Screen {
  @Override
  public String template() {
    return "compose.jte";
  }

  @Override
  public Head head(Messages messages) {
    if (composer.quoted() != null) {
      return Head.titled(messages.get("composer.quote.title"));
    }
    return Head.titled(
        composer.replyTo() == null
            ? messages.get("composer.title")
            : messages.get("composer.reply.title"));
  }
}
