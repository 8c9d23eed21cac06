package org.colloque.server.notifications;

import static org.colloque.migrations.Tables.MARKERS;

import java.util.Optional;
import java.util.Set;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.UserId;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** The figure beside the bell. */
public final class UnreadNotifications {
  /** Counting goes no further: the pages then write "99+". */
  public static final int MOST = 100;

  private UnreadNotifications() {}

  /** The newest that {@code user} has read, on whichever device; 0 for none. */
  public static Field<Long> lastRead(UserId user) {
    return DSL.coalesce(
        DSL.field(
            DSL.select(MARKERS.LAST_READ_ID)
                .from(MARKERS)
                .where(MARKERS.USER_ID.eq(user.value()))
                .and(MARKERS.TIMELINE.eq("notifications"))),
        0L);
  }

  public static int count(DSLContext sql, AccountId account, UserId user) {
    return count(sql, account, user, Set.of());
  }

  /** How many of them ask the reader into a group. */
  public static int invitations(DSLContext sql, AccountId account, UserId user) {
    return count(sql, account, user, Set.of(NotificationType.GROUP_INVITATION.wire()));
  }

  private static int count(DSLContext sql, AccountId account, UserId user, Set<String> types) {
    var wanted = new NotificationQueries.Wanted(types, Set.of(), Optional.empty(), false);
    return NotificationQueries.unread(sql, account, user, wanted, MOST, false);
  }
}
