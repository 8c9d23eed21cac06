package org.colloque.server.pages.view;

import java.util.List;
import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/**
 * The form of a group alone on a page.
 *
 * @param categories in which a topic may be begun
 * @param answered the post that is answered; null for others
 * @param back where the reader came from
 */
public record GroupWriteView(
    GroupHead group,
    Kind kind,
    List<CategoryView> categories,
    GroupComposerView composer,
    @Nullable StatusView answered,
    String back)
    implements Screen {
  /** What is written. */
  public enum Kind {
    TOPIC,
    REPLY,
    EDIT
  }

  public String title(Messages messages) {
    return switch (kind) {
      case TOPIC -> messages.get("board.new");
      case REPLY -> messages.get("composer.reply.title");
      case EDIT -> messages.get("board.edit");
    };
  }

  @Override
  public String template() {
    return "groups/write.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(title(messages) + " · " + group.name());
  }

  @Override
  public @Nullable String sheet() {
    return Screen.GROUPS;
  }
}
