package org.colloque.server.users;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.USERS;

import java.util.List;
import org.colloque.server.accounts.UserId;
import org.jooq.DSLContext;

/** Reads requests to join. */
final class RegistrationQueries {
  private RegistrationQueries() {}

  /** The oldest first. */
  static List<Registration> pending(DSLContext sql, int limit) {
    return sql.select(
            USERS.ID,
            ACCOUNTS.USERNAME,
            USERS.EMAIL,
            ACCOUNTS.PROFESSION,
            USERS.SIGN_UP_REASON,
            USERS.CREATED_AT,
            USERS.CONFIRMED_AT,
            USERS.APPROVED_AT)
        .from(USERS)
        .join(ACCOUNTS)
        .on(ACCOUNTS.ID.eq(USERS.ACCOUNT_ID))
        .where(USERS.CONFIRMED_AT.isNull().or(USERS.APPROVED_AT.isNull()))
        .and(USERS.DISABLED_AT.isNull())
        .orderBy(USERS.ID)
        .limit(limit)
        .fetch(row ->
            new Registration(
                new UserId(row.value1()),
                row.value2(),
                row.value3(),
                row.value4(),
                row.value5(),
                row.value6().toInstant(),
                row.value7() != null,
                row.value8() != null));
  }

  static String reason(DSLContext sql, UserId user) {
    return sql.select(USERS.SIGN_UP_REASON)
        .from(USERS)
        .where(USERS.ID.eq(user.value()))
        .fetchOptional(USERS.SIGN_UP_REASON)
        .orElse("");
  }
}
