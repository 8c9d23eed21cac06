package org.colloque.server.oauth;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.GUESTS;
import static org.colloque.migrations.Tables.GUEST_SESSIONS;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.http.Caller;
import org.colloque.server.kit.Kit;
import org.colloque.server.kit.Secrets;
import org.jooq.DSLContext;

/**
 * Sessions of people of other instances. They are read from the database each time, so that they
 * end in the moment in which the account is suspended or deleted, or the last membership ends
 * (which PostgreSQL sees to).
 */
public final class GuestSessions {
  /** Then they sign in again, and their own instance says again that it is them. */
  public static final Duration LIFE = Duration.ofDays(7);

  private GuestSessions() {}

  /**
   * Opens one.
   *
   * @param account of another instance, which has just said that it is them
   * @return the cookie, shown to the browser only
   */
  public static String open(Kit kit, Tx tx, AccountId account) {
    String cookie = kit.secrets().newToken();
    var now = kit.now().atOffset(ZoneOffset.UTC);
    tx.sql()
        .insertInto(GUESTS)
        .set(GUESTS.ACCOUNT_ID, account.value())
        .set(GUESTS.SIGNED_IN_AT, now)
        .onConflict(GUESTS.ACCOUNT_ID)
        .doUpdate()
        .set(GUESTS.SIGNED_IN_AT, now)
        .execute();
    tx.sql()
        .insertInto(GUEST_SESSIONS)
        .set(GUEST_SESSIONS.ID, kit.ids().next())
        .set(GUEST_SESSIONS.TOKEN_HASH, Secrets.hash(cookie))
        .set(GUEST_SESSIONS.ACCOUNT_ID, account.value())
        .set(GUEST_SESSIONS.EXPIRES_AT, now.plus(LIFE))
        .execute();
    return cookie;
  }

  static Optional<Grant> find(DSLContext sql, byte[] hash, Instant now) {
    return sql.select(GUEST_SESSIONS.ID, GUEST_SESSIONS.ACCOUNT_ID)
        .from(GUEST_SESSIONS)
        .join(ACCOUNTS)
        .on(ACCOUNTS.ID.eq(GUEST_SESSIONS.ACCOUNT_ID))
        .where(GUEST_SESSIONS.TOKEN_HASH.eq(hash))
        .and(GUEST_SESSIONS.EXPIRES_AT.gt(now.atOffset(ZoneOffset.UTC)))
        .and(ACCOUNTS.SUSPENDED_AT.isNull())
        .and(ACCOUNTS.DELETED_AT.isNull())
        .fetchOptional(row ->
            new Grant(
                row.value1(),
                null,
                new Caller.Guest(new AccountId(row.value2()), false),
                new Caller.Token(0, 0, null, List.of()),
                Standing.GOOD,
                false,
                null));
  }

  /** Ends one. */
  public static void end(DSLContext sql, long session) {
    sql.deleteFrom(GUEST_SESSIONS).where(GUEST_SESSIONS.ID.eq(session)).execute();
  }

  /** Ends all: the instance has no guests any more. */
  public static void endAll(DSLContext sql) {
    sql.deleteFrom(GUEST_SESSIONS).execute();
  }
}
