package org.colloque.server.pages.view;

import java.time.Instant;
import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to the reader.
 *
 * @param status what it is about, null for a follow
 */
public record NotificationView(
    Kind kind, AccountView from, Instant at, @Nullable StatusView status, boolean unread) {
  /** What happened. */
  public enum Kind {
    MENTION,
    FOLLOW,
    FOLLOW_REQUEST,
    FAVOURITE,
    REBLOG,
    POST,
    EDIT
  }

  public String sentence(Messages messages) {
    String who = from.displayName();
    return switch (kind) {
      case MENTION -> messages.get("notification.mention", who);
      case FOLLOW -> messages.get("notification.follow", who);
      case FOLLOW_REQUEST -> messages.get("notification.request", who);
      case FAVOURITE -> messages.get("notification.favourite", who);
      case REBLOG -> messages.get("notification.reblog", who);
      case POST -> messages.get("notification.post", who);
      case EDIT -> messages.get("notification.edit", who);
    };
  }

  public String icon() {
    return switch (kind) {
      case MENTION -> "reply";
      case FOLLOW, FOLLOW_REQUEST -> "person";
      case FAVOURITE -> "star";
      case REBLOG -> "reblog";
      case POST -> "bell";
      case EDIT -> "pencil";
    };
  }
}
