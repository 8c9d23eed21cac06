package org.colloque.server.pages.view;

import java.util.Locale;
import org.colloque.server.groups.GroupWords;
import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/**
 * A part of the board of a group.
 *
 * @param slug of one of the usual ones; null for one of the group's own
 * @param name of one of the group's own
 * @param closed nothing new is written in it
 * @param choice what the reader wants to hear of it
 */
public record CategoryView(
    String id, @Nullable String slug, @Nullable String name, boolean closed, Choice choice) {
  /** What a member wants to hear of a category. */
  public enum Choice {
    NORMAL,
    MUTED,
    FOLLOWED;

    /** As it is named in addresses. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** What it means for them. */
    public String meaning(Messages messages) {
      return switch (this) {
        case NORMAL -> messages.get("board.hear.normal");
        case MUTED -> messages.get("board.hear.muted");
        case FOLLOWED -> messages.get("board.hear.followed");
      };
    }

    /** The button that chooses it. */
    public String label(Messages messages) {
      return switch (this) {
        case NORMAL -> messages.get("board.choose.normal");
        case MUTED -> messages.get("board.choose.muted");
        case FOLLOWED -> messages.get("board.choose.followed");
      };
    }
  }

  /** Posts in it have no author: they are written on a page of their own. */
  public boolean anonymous() {
    return "anonyme".equals(slug);
  }

  public String label(Messages messages) {
    return GroupWords.category(messages, slug, name);
  }
}
