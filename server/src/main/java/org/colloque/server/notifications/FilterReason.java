package org.colloque.server.notifications;

import static org.colloque.migrations.Tables.NOTIFICATION_POLICIES;

import java.util.Locale;
import org.colloque.migrations.tables.records.NotificationPoliciesRecord;
import org.jooq.TableField;

/** Why a member may not want to be told by somebody (Mastodon 4.6, NotificationPolicy). */
public enum FilterReason {
  NOT_FOLLOWING,
  NOT_FOLLOWERS,
  NEW_ACCOUNTS,
  PRIVATE_MENTIONS,
  LIMITED_ACCOUNTS,
  BOTS;

  /** As in the client API: {@code not_following}. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * What holds until the member chooses: whom a moderator limited waits, everybody else is heard. A
   * private mention is not filtered as Mastodon would: a colleague who writes is no stranger.
   */
  public FilterChoice otherwise() {
    return this == LIMITED_ACCOUNTS ? FilterChoice.FILTER : FilterChoice.ACCEPT;
  }

  TableField<NotificationPoliciesRecord, String> column() {
    return switch (this) {
      case NOT_FOLLOWING -> NOTIFICATION_POLICIES.FOR_NOT_FOLLOWING;
      case NOT_FOLLOWERS -> NOTIFICATION_POLICIES.FOR_NOT_FOLLOWERS;
      case NEW_ACCOUNTS -> NOTIFICATION_POLICIES.FOR_NEW_ACCOUNTS;
      case PRIVATE_MENTIONS -> NOTIFICATION_POLICIES.FOR_PRIVATE_MENTIONS;
      case LIMITED_ACCOUNTS -> NOTIFICATION_POLICIES.FOR_LIMITED_ACCOUNTS;
      case BOTS -> NOTIFICATION_POLICIES.FOR_BOTS;
    };
  }
}
