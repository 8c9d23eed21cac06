package org.colloque.server.pages.view;

import java.util.List;
import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/** Posts of a group that hold some words. */
public record GroupSearchView(
    GroupHead group, String asked, List<StatusView> found, PagerView pager) implements Screen {
  @Override
  public String template() {
    return "groups/search.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("board.search") + " · " + group.name());
  }

  @Override
  public @Nullable String sheet() {
    return Screen.GROUPS;
  }
}
