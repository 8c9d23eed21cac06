package org.colloque.server.pages.view;

import java.util.List;
import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/**
 * A topic with its answers.
 *
 * @param title empty when the first post was taken back
 * @param composer null where nothing can be answered
 * @param page which one, from 1
 * @param usual emojis that are offered
 */
public record TopicView(
    GroupHead group,
    String id,
    String title,
    CategoryView category,
    boolean pinned,
    boolean locked,
    int replies,
    List<PostView> posts,
    @Nullable GroupComposerView composer,
    int page,
    int pages,
    Rights rights,
    List<String> usual)
    implements Screen {
  /** What the reader may do there beside reading. */
  public record Rights(boolean writes, boolean moderates) {}

  @Override
  public String template() {
    return "groups/topic.jte";
  }

  public String name(Messages messages) {
    return title.isEmpty() ? messages.get("board.topic.gone") : title;
  }

  /** Its page with this number. */
  public String at(int number) {
    return Paths.topic(group.id(), id) + (number > 1 ? "?page=" + number : "");
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(name(messages) + " · " + group.name());
  }

  @Override
  public @Nullable String sheet() {
    return Screen.GROUPS;
  }
}
