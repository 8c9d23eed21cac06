package org.colloque.server.users;

import static org.colloque.migrations.Tables.EMAIL_DOMAIN_ATTEMPTS;
import static org.colloque.migrations.Tables.GUEST_SESSIONS;
import static org.colloque.migrations.Tables.MEMBER_DAYS;
import static org.colloque.migrations.Tables.OAUTH_APPS;
import static org.colloque.migrations.Tables.OAUTH_CODES;
import static org.colloque.migrations.Tables.OAUTH_TOKENS;
import static org.colloque.migrations.Tables.ONE_TIME_TOKENS;
import static org.colloque.migrations.Tables.SESSIONS;
import static org.colloque.migrations.Tables.THROTTLES;
import static org.colloque.migrations.Tables.USERS;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;

import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.colloque.server.database.Viewer;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;
import org.jooq.DSLContext;

/** Deletes what has ended: sessions, codes, links, counters, withdrawn tokens, unused apps. */
public final class UserRetention implements Worker {
  /** A used code is kept so long, to notice when it is played again. */
  static final Duration CODES = Duration.ofDays(1);

  static final Duration COUNTERS = Duration.ofDays(2);

  /** So long a client is told "revoked" rather than "invalid". */
  static final Duration REVOKED_TOKENS = Duration.ofDays(30);

  /** An app to which nobody has given anything. */
  static final Duration UNUSED_APPS = Duration.ofDays(7);

  /** On which days members were here: for the figures of a year and the one before. */
  static final Duration DAYS = Duration.ofDays(800);

  /** Who tried to join with an address that is barred. */
  static final Duration ATTEMPTS = Duration.ofDays(7);

  private final Kit kit;

  public UserRetention(Kit kit) {
    this.kit = kit;
  }

  @Override
  public String name() {
    return "user-retention";
  }

  @Override
  public Duration interval() {
    return Duration.ofHours(1);
  }

  @Override
  public boolean work() {
    kit.db().doAs(Viewer.stranger(), tx -> delete(tx.sql()));
    return false;
  }

  private void delete(DSLContext sql) {
    sql.deleteFrom(SESSIONS).where(SESSIONS.EXPIRES_AT.lt(before(Duration.ZERO))).execute();
    sql.deleteFrom(GUEST_SESSIONS)
        .where(GUEST_SESSIONS.EXPIRES_AT.lt(before(Duration.ZERO)))
        .execute();
    sql.deleteFrom(ONE_TIME_TOKENS)
        .where(ONE_TIME_TOKENS.EXPIRES_AT.lt(before(Duration.ZERO)))
        .execute();
    sql.deleteFrom(OAUTH_CODES).where(OAUTH_CODES.EXPIRES_AT.lt(before(CODES))).execute();
    sql.deleteFrom(MEMBER_DAYS).where(MEMBER_DAYS.DAY.lt(day(DAYS))).execute();
    sql.deleteFrom(EMAIL_DOMAIN_ATTEMPTS)
        .where(EMAIL_DOMAIN_ATTEMPTS.DAY.lt(day(ATTEMPTS)))
        .execute();
    sql.deleteFrom(THROTTLES).where(THROTTLES.WINDOW_START.lt(before(COUNTERS))).execute();
    sql.deleteFrom(OAUTH_TOKENS)
        .where(OAUTH_TOKENS.REVOKED_AT.lt(before(REVOKED_TOKENS)))
        .execute();
    sql.deleteFrom(OAUTH_APPS)
        .where(OAUTH_APPS.CREATED_AT.lt(before(UNUSED_APPS)))
        .and(notExists(selectOne().from(OAUTH_TOKENS).where(OAUTH_TOKENS.APP_ID.eq(OAUTH_APPS.ID))))
        .and(notExists(selectOne().from(OAUTH_CODES).where(OAUTH_CODES.APP_ID.eq(OAUTH_APPS.ID))))
        .and(notExists(selectOne().from(USERS).where(USERS.CREATED_BY_APP_ID.eq(OAUTH_APPS.ID))))
        .execute();
  }

  private LocalDate day(Duration age) {
    return before(age).toLocalDate();
  }

  private OffsetDateTime before(Duration age) {
    return kit.now().minus(age).atOffset(ZoneOffset.UTC);
  }
}
