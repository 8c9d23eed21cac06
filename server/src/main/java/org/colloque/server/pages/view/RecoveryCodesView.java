package org.colloque.server.pages.view;

import java.util.List;
import org.colloque.server.pages.words.Messages;

/** The recovery codes, shown once. */
public record RecoveryCodesView(List<String> codes) implements Screen {
  @Override
  public String template() {
    return "settings/recoverycodes.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("recovery.title"));
  }
}
