package org.colloque.server.notifications;

import java.util.List;
import java.util.Map;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.pages.view.NotificationView;
import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/** Puts into words what members are told of their private groups; the room of groups does it. */
@FunctionalInterface
public interface GroupNews {
  /**
   * A notification about a group.
   *
   * @param type of {@link NotificationType#OF_PAGES}
   * @param seq the row of the group's log that it tells of
   */
  record Told(long id, String type, long from, long group, @Nullable Long seq) {}

  /** By the number of the notification; what the reader may no longer know of is left out. */
  Map<Long, NotificationView.News> of(Tx tx, AccountId reader, Messages messages, List<Told> told);
}
