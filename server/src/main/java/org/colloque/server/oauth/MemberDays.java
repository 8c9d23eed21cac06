package org.colloque.server.oauth;

import static org.colloque.migrations.Tables.MEMBER_DAYS;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.colloque.server.accounts.UserId;
import org.jooq.DSLContext;

/** On which days a member was here: a day, and nothing more exact. */
public final class MemberDays {
  private MemberDays() {}

  /** The member is here now. */
  public static void note(DSLContext sql, UserId member, Instant now) {
    sql.insertInto(MEMBER_DAYS)
        .set(MEMBER_DAYS.DAY, LocalDate.ofInstant(now, ZoneOffset.UTC))
        .set(MEMBER_DAYS.USER_ID, member.value())
        .onConflictDoNothing()
        .execute();
  }
}
