package org.colloque.server.pages.view;

import java.util.List;
import org.colloque.server.pages.words.Messages;

/**
 * The notifications, newest first.
 *
 * @param filtered how many people there are whose notifications wait
 */
public record NotificationsView(List<NotificationView> notifications, PagerView pager, int filtered)
    implements Screen {
  @Override
  public String template() {
    return "notifications.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("nav.notifications"));
  }
}
