package org.colloque.server.notifications;

import java.util.Locale;

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
  ADMIN_SIGN_UP,
  ADMIN_REPORT;

  /** As the client API names it. */
  public String wire() {
    return switch (this) {
      case ADMIN_SIGN_UP -> "admin.sign_up";
      case ADMIN_REPORT -> "admin.report";
      case MENTION, STATUS, REBLOG, FOLLOW, FOLLOW_REQUEST, FAVOURITE, POLL, UPDATE ->
          name().toLowerCase(Locale.ROOT);
    };
  }
}
