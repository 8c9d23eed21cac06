package org.colloque.server.pages.view;

import java.util.List;
import org.colloque.server.pages.words.Messages;

/**
 * Name, rules and people of one list.
 *
 * @param form fields {@code title}, {@code replies_policy}, {@code exclusive}
 * @param adding field {@code handle}
 */
public record PeopleListSettingsView(
    String id, String title, Form form, Form adding, List<AccountView> people) implements Screen {
  @Override
  public String template() {
    return "lists/settings.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("mylists.settings", title));
  }
}
