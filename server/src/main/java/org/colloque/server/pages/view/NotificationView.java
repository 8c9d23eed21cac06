package org.colloque.server.pages.view;

import java.time.Instant;
import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to the reader.
 *
 * @param status what it is about, null for a follow
 * @param news what is told of a group, null for anything else
 * @param emoji with which a post was favourited on another server, null for a mere favourite
 */
public record NotificationView(
    Kind kind,
    AccountView from,
    Instant at,
    @Nullable StatusView status,
    @Nullable String emoji,
    @Nullable News news,
    boolean unread) {
  /**
   * What is told of a private group.
   *
   * @param path where it leads
   */
  public record News(String sentence, String path) {}

  /** One about a private group. */
  public NotificationView(AccountView from, Instant at, News news, boolean unread) {
    this(Kind.GROUP, from, at, null, null, news, unread);
  }

  /** One without an emoji. */
  public NotificationView(
      Kind kind, AccountView from, Instant at, @Nullable StatusView status, boolean unread) {
    this(kind, from, at, status, null, null, unread);
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
    QUOTE,
    QUOTED_EDIT,
    QUOTE_REQUEST,
    POLL,
    REPORT,
    GROUP
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
      case QUOTE -> messages.get("notification.quote", who);
      case QUOTED_EDIT -> messages.get("notification.quoted", who);
      case QUOTE_REQUEST -> messages.get("notification.quoterequest", who);
      case POLL -> messages.get("notification.poll", who);
      case REPORT -> messages.get("notification.report", who);
      case GROUP -> news == null ? who : news.sentence();
    };
  }

  /** Where the sentence leads. */
  public String path() {
    return news == null ? from.path() : news.path();
  }

  public String icon() {
    return switch (kind) {
      case MENTION -> "reply";
      case FOLLOW, FOLLOW_REQUEST -> "person";
      case FAVOURITE -> "star";
      case REBLOG -> "reblog";
      case POST -> "bell";
      case EDIT, QUOTED_EDIT -> "pencil";
      case QUOTE, QUOTE_REQUEST -> "quote";
      case POLL -> "poll";
      case REPORT -> "shield";
      case GROUP -> "circle";
    };
  }
}
