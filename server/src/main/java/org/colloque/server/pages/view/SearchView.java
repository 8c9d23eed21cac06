package org.colloque.server.pages.view;

import java.util.List;
import org.colloque.server.pages.words.Messages;

/**
 * Search, with what was found.
 *
 * @param query empty before the first search
 */
public record SearchView(
    String query, List<AccountView> accounts, List<String> tags, List<StatusView> statuses)
    implements Screen {
  @Override
  public String template() {
    return "search.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("nav.search"));
  }

  public boolean nothing() {
    return accounts.isEmpty() && tags.isEmpty() && statuses.isEmpty();
  }
}
