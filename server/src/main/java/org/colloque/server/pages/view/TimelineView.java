package org.colloque.server.pages.view;

import java.util.List;
import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/**
 * A list of posts with a title: home (with a composer), local, federated, bookmarks, favourites.
 *
 * @param announcements what those who run the instance say; at home only
 * @param composer null where nothing can be written
 * @param news null where nothing new is looked for
 */
public record TimelineView(
    Kind kind,
    List<AnnouncementView> announcements,
    @Nullable ComposerView composer,
    List<StatusView> statuses,
    PagerView pager,
    @Nullable NewsView news)
    implements Screen {
  /** Which list it is. */
  public enum Kind {
    HOME,
    LOCAL,
    FEDERATED,
    BOOKMARKS,
    FAVOURITES
  }

  @Override
  public String template() {
    return "timeline.jte";
  }

  public String title(Messages messages) {
    return switch (kind) {
      case HOME -> messages.get("nav.home");
      case LOCAL -> messages.get("nav.local");
      case FEDERATED -> messages.get("nav.federated");
      case BOOKMARKS -> messages.get("nav.bookmarks");
      case FAVOURITES -> messages.get("nav.favourites");
    };
  }

  /** What this list is, and what to do when it is empty. */
  public String hint(Messages messages) {
    return switch (kind) {
      case HOME -> messages.get("empty.home");
      case LOCAL -> messages.get("empty.local");
      case FEDERATED -> messages.get("empty.federated");
      case BOOKMARKS -> messages.get("empty.bookmarks");
      case FAVOURITES -> messages.get("empty.favourites");
    };
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(title(messages));
  }
}
