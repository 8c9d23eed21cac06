package org.colloque.server.pages.view;

import java.time.Instant;
import java.util.List;
import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/** What a post of a group said, the newest version first. */
public record PostHistoryView(
    GroupHead group, AccountView author, List<Version> versions, String back) implements Screen {
  /** One state of it. */
  public record Version(Instant at, SafeHtml content) {}

  @Override
  public String template() {
    return "groups/history.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("board.history") + " · " + group.name());
  }

  @Override
  public @Nullable String sheet() {
    return Screen.GROUPS;
  }
}
