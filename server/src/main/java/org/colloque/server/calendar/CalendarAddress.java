package org.colloque.server.calendar;

import static org.colloque.migrations.Tables.USERS;

import org.colloque.server.accounts.UserId;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;
import org.colloque.server.kit.Secrets;

/** The secret address of a member's calendar: kept as a hash, shown once, replaced at will. */
public final class CalendarAddress {
  private final Kit kit;

  public CalendarAddress(Kit kit) {
    this.kit = kit;
  }

  /** A new address; the one of before ends. */
  public String renew(Tx tx, UserId user) {
    String secret = kit.secrets().newToken();
    tx.sql()
        .update(USERS)
        .set(USERS.CALENDAR_HASH, Secrets.hash(secret))
        .where(USERS.ID.eq(user.value()))
        .execute();
    return kit.urls().absolute(CalendarApi.ROOT + "/" + secret + ".ics");
  }

  public void forget(Tx tx, UserId user) {
    tx.sql().update(USERS).setNull(USERS.CALENDAR_HASH).where(USERS.ID.eq(user.value())).execute();
  }
}
