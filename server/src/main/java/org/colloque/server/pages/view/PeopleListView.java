package org.colloque.server.pages.view;

import java.util.List;
import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/**
 * What the people of one list wrote.
 *
 * @param people how many they are
 * @param news null where nothing new is looked for
 */
public record PeopleListView(
    String id,
    String title,
    int people,
    List<StatusView> statuses,
    PagerView pager,
    @Nullable NewsView news)
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
