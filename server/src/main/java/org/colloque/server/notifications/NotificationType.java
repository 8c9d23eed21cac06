package org.colloque.server.notifications;

import java.util.Locale;
import java.util.Set;

/** Why a member is told (semantics.md, section 9). */
public enum NotificationType {
  MENTION,
  STATUS,
  REBLOG,
  FOLLOW,
  FOLLOW_REQUEST,
  FAVOURITE,
  POLL,
  UPDATE,
  /** Somebody quotes a status of the member's. */
  QUOTE,
  /** A status that the member quotes was edited. */
  QUOTED_UPDATE,
  /** Somebody wants to quote a status of the member's, who wants to be asked. */
  QUOTE_REQUEST,
  ADMIN_SIGN_UP,
  ADMIN_REPORT,
  /** Somebody asks the member into a private group. */
  GROUP_INVITATION,
  /** Somebody asks to join a group that the member organises. */
  GROUP_REQUEST,
  /** What the log of a group of theirs says. */
  GROUP_NEWS;

  /** What pages show and clients do not know: they are not told of it. */
  public static final Set<String> OF_PAGES =
      Set.of(
          GROUP_INVITATION.wire(), GROUP_REQUEST.wire(), GROUP_NEWS.wire(), QUOTE_REQUEST.wire());

  /** As the client API names it. */
  public String wire() {
    return switch (this) {
      case ADMIN_SIGN_UP -> "admin.sign_up";
      case ADMIN_REPORT -> "admin.report";
      case QUOTE_REQUEST -> "colloque.quote_request";
      case GROUP_INVITATION -> "colloque.group_invitation";
      case GROUP_REQUEST -> "colloque.group_request";
      case GROUP_NEWS -> "colloque.group_news";
      case MENTION,
          STATUS,
          REBLOG,
          FOLLOW,
          FOLLOW_REQUEST,
          FAVOURITE,
          POLL,
          UPDATE,
          QUOTE,
          QUOTED_UPDATE ->
          name().toLowerCase(Locale.ROOT);
    };
  }
}
