package org.colloque.server.pages.view;

import java.time.Instant;
import java.util.List;
import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/**
 * For those who run the instance: what they say to all members. Fields: {@code text}, {@code
 * ends_in} in days, blank for no end.
 */
public record AnnouncementsView(List<Row> announcements, Form form) implements Screen {
  /**
   * An announcement.
   *
   * @param over whether its time has passed
   */
  public record Row(String id, SafeHtml html, Instant at, @Nullable Instant endsAt, boolean over) {}

  @Override
  public String template() {
    return "admin/announcements.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("admin.announcements"));
  }
}
