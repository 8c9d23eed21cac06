package org.colloque.server.digest;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.USERS;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.UserId;
import org.colloque.server.mail.EmailAddress;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.OrderField;
import org.jooq.impl.DSL;

/**
 * A member who may be written to.
 *
 * @param since when the last letter of the kind was written, else when they joined
 * @param mailedUntil the last notification that a letter told of
 * @param groups what letters say of their private groups
 */
record Reader(
    UserId user,
    AccountId account,
    String username,
    String email,
    String locale,
    Instant since,
    long mailedUntil,
    List<String> kinds,
    String groups) {
  Optional<EmailAddress> address() {
    return EmailAddress.parse(email);
  }

  /** Locks them, so that another process does not write the same letter. */
  static List<Reader> due(
      DSLContext sql, Condition which, OrderField<?> order, boolean weekly, int limit) {
    var since = weekly ? USERS.DIGEST_AT : USERS.MAILED_AT;
    return sql.select(USERS.ID, USERS.ACCOUNT_ID, ACCOUNTS.USERNAME, USERS.EMAIL, USERS.LOCALE)
        .select(since, USERS.CREATED_AT, USERS.MAILED_UNTIL, USERS.MAIL_KINDS, USERS.MAIL_GROUPS)
        .from(USERS)
        .join(ACCOUNTS)
        .on(ACCOUNTS.ID.eq(USERS.ACCOUNT_ID))
        .where(which)
        .and(USERS.CONFIRMED_AT.isNotNull())
        .and(USERS.APPROVED_AT.isNotNull())
        .and(USERS.DISABLED_AT.isNull())
        .and(ACCOUNTS.SUSPENDED_AT.isNull())
        .orderBy(order)
        .limit(DSL.inline(limit))
        .forNoKeyUpdate()
        .of(USERS)
        .skipLocked()
        .fetch(row -> {
          var last = row.get(since);
          return new Reader(
              new UserId(row.get(USERS.ID)),
              new AccountId(row.get(USERS.ACCOUNT_ID)),
              row.get(ACCOUNTS.USERNAME),
              row.get(USERS.EMAIL),
              row.get(USERS.LOCALE),
              (last == null ? row.get(USERS.CREATED_AT) : last).toInstant(),
              row.get(USERS.MAILED_UNTIL),
              List.of(row.get(USERS.MAIL_KINDS)),
              row.get(USERS.MAIL_GROUPS));
        });
  }
}
