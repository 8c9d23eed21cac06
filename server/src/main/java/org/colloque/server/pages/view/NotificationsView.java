package org.colloque.server.pages.view;

import java.util.List;
import org.colloque.server.pages.words.Messages;

/** The notifications, newest first. */
public record NotificationsView(List<NotificationView> notifications, PagerView pager)
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
