package org.colloque.server.pages.view;

import java.util.List;
import org.colloque.server.pages.words.Messages;

/** In which lists of the reader somebody is, to be ticked. Field: {@code lists[]}. */
public record ListsOfAccountView(AccountView account, List<Choice> lists) implements Screen {
  /** A list, and whether the account is in it. */
  public record Choice(String id, String title, boolean chosen) {}

  @Override
  public String template() {
    return "lists/account.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("mylists.with", account.displayName()));
  }
}
