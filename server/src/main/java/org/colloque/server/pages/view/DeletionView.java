package org.colloque.server.pages.view;

import java.util.List;
import org.colloque.server.pages.words.Messages;

/**
 * Settings: the account is deleted for good. One field, {@code current_password}.
 *
 * @param onlyOwner it cannot be, for an instance has an owner
 * @param groups those that they alone organise
 */
public record DeletionView(boolean onlyOwner, List<Group> groups, Form form) implements Screen {
  /**
   * A group that loses its organiser.
   *
   * @param successor who organises it then; empty where nobody is left, and it is erased
   */
  public record Group(String id, String name, String successor) {}

  @Override
  public String template() {
    return "settings/delete.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("settings.delete"));
  }
}
