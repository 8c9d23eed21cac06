package org.colloque.server.notifications;

import java.util.Optional;
import java.util.Set;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.UserId;
import org.jooq.DSLContext;

/** The figure beside the bell. */
public final class UnreadNotifications {
  /** Counting goes no further: the pages then write "99+". */
  public static final int MOST = 100;

  private UnreadNotifications() {}

  public static int count(DSLContext sql, AccountId account, UserId user) {
    return NotificationQueries.unread(
        sql,
        account,
        user,
        new NotificationQueries.Wanted(Set.of(), Set.of(), Optional.empty()),
        MOST,
        false);
  }
}
