package org.colloque.server.pages.view;

import java.util.List;
import org.colloque.server.pages.words.Messages;

/**
 * The lists of a member, and the form for a new one. Fields: {@code title}, {@code replies_policy},
 * {@code exclusive}.
 */
public record PeopleListsView(List<Row> lists, Form form) implements Screen {
  /** A list and how many people are in it. */
  public record Row(String id, String title, int people, boolean exclusive) {}

  @Override
  public String template() {
    return "lists/index.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("nav.lists"));
  }
}
