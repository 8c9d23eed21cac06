package org.colloque.server.pages.view;

import org.colloque.server.pages.words.Messages;

/**
 * One filter.
 *
 * @param form fields {@code title}, {@code words} (one in a line), {@code whole_word}, {@code
 *     context-home} and the other contexts, {@code filter_action}, {@code expires_in}
 * @param posts how many posts it names beside its words
 */
public record FilterView(String id, String title, Form form, int posts) implements Screen {
  @Override
  public String template() {
    return "filters/edit.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("filters.one", title));
  }
}
