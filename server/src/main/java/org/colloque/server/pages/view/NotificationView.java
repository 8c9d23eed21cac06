package org.colloque.server.pages.view;

import java.time.Instant;
import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to the reader.
 *
 * @param status what it is about, null for a follow
 * @param emoji with which a post was favourited on another server, null for a mere favourite
 */
public record NotificationView(
    Kind kind,
    AccountView from,
    Instant at,
    @Nullable StatusView status,
    @Nullable String emoji,
    boolean unread) {
  /** One without an emoji. */
  public NotificationView(
      Kind kind, AccountView from, Instant at, @Nullable StatusView status, boolean unread) {
    this(kind, from, at, status, null, unread);
  }

  /** What happened. */
  public enum Kind {
    MENTION,
    FOLLOW,
    FOLLOW_REQUEST,
    FAVOURITE,
    REBLOG,
    POST,
    EDIT,
    REPORT
  }

  public String sentence(Messages messages) {
    String who = from.displayName();
    return switch (kind) {
      case MENTION -> messages.get("notification.mention", who);
      case FOLLOW -> messages.get("notification.follow", who);
      case FOLLOW_REQUEST -> messages.get("notification.request", who);
      case FAVOURITE ->
          emoji == null
              ? messages.get("notification.favourite", who)
              : messages.get("notification.reaction", who, emoji);
      case REBLOG -> messages.get("notification.reblog", who);
      case POST -> messages.get("notification.post", who);
      case EDIT -> messages.get("notification.edit", who);
      case REPORT -> messages.get("notification.report", who);
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
      case REPORT -> "shield";
    };
  }
}
