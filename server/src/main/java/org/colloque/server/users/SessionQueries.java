package org.colloque.server.users;

import static org.colloque.migrations.Tables.SESSIONS;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.colloque.server.accounts.UserId;
import org.colloque.server.kit.Secrets;
import org.colloque.server.oauth.MemberDays;
import org.colloque.server.oauth.Sessions;
import org.jooq.DSLContext;

/** Reads and writes the sessions of browsers. */
final class SessionQueries {
  /** The name that a browser gives itself is kept up to here. */
  private static final int MAX_USER_AGENT = 300;

  private SessionQueries() {}

  static void insert(
      DSLContext sql, long id, String cookie, UserId user, SignIn.Browser browser, Instant now) {
    String agent = browser.userAgent();
    sql.insertInto(SESSIONS)
        .set(SESSIONS.ID, id)
        .set(SESSIONS.TOKEN_HASH, Secrets.hash(cookie))
        .set(SESSIONS.USER_ID, user.value())
        .set(SESSIONS.USER_AGENT, agent.substring(0, Math.min(agent.length(), MAX_USER_AGENT)))
        .set(SESSIONS.IP, browser.address())
        .set(SESSIONS.CREATED_AT, now.atOffset(ZoneOffset.UTC))
        .set(SESSIONS.LAST_USED_AT, now.atOffset(ZoneOffset.UTC))
        .set(SESSIONS.EXPIRES_AT, now.plus(Sessions.IDLE).atOffset(ZoneOffset.UTC))
        .execute();
    MemberDays.note(sql, user, now);
  }

  /** The open ones, the last used first. */
  static List<OpenSession> open(DSLContext sql, UserId user, Instant now, int limit) {
    return sql.select(
            SESSIONS.ID,
            SESSIONS.USER_AGENT,
            SESSIONS.IP,
            SESSIONS.CREATED_AT,
            SESSIONS.LAST_USED_AT)
        .from(SESSIONS)
        .where(SESSIONS.USER_ID.eq(user.value()))
        .and(SESSIONS.EXPIRES_AT.gt(now.atOffset(ZoneOffset.UTC)))
        .orderBy(SESSIONS.LAST_USED_AT.desc(), SESSIONS.ID.desc())
        .limit(limit)
        .fetch(row ->
            new OpenSession(
                row.value1(),
                row.value2(),
                row.value3(),
                row.value4().toInstant(),
                row.value5().toInstant()));
  }
}
