package org.colloque.server.pages.view;

import java.util.List;
import org.colloque.server.pages.words.Messages;

/**
 * What the people of one list wrote.
 *
 * @param people how many they are
 */
public record PeopleListView(
    String id, String title, int people, List<StatusView> statuses, PagerView pager)
    implements Screen {
  @Override
  public String template() {
    return "lists/timeline.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(title);
  }
}
