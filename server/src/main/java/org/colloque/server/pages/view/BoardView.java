package org.colloque.server.pages.view;

import java.time.Instant;
import java.util.List;
import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/**
 * The topics of a group.
 *
 * @param chosen the category whose topics are shown; null for all
 * @param writes whether the reader may begin a topic
 */
public record BoardView(
    GroupHead group,
    List<CategoryView> categories,
    @Nullable CategoryView chosen,
    List<Topic> topics,
    PagerView pager,
    boolean writes)
    implements Screen {
  /**
   * A topic in the list.
   *
   * @param title empty when the first post was taken back
   * @param author null when they are gone
   * @param lastAuthor who wrote last
   * @param unread posts that the reader has not seen; none where the category is muted
   */
  public record Topic(
      String path,
      String title,
      CategoryView category,
      boolean pinned,
      boolean locked,
      int replies,
      @Nullable AccountView author,
      @Nullable AccountView lastAuthor,
      Instant lastAt,
      int unread) {}

  @Override
  public String template() {
    return "groups/board.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(
        chosen == null ? group.name() : chosen.label(messages) + " · " + group.name());
  }

  @Override
  public @Nullable String sheet() {
    return Screen.GROUPS;
  }
}
