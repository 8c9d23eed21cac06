package org.colloque.server.oauth;

import static org.colloque.migrations.Tables.OAUTH_APPS;
import static org.colloque.migrations.Tables.OAUTH_CODES;
import static org.colloque.migrations.Tables.OAUTH_TOKENS;
import static org.colloque.migrations.Tables.SESSIONS;
import static org.jooq.impl.DSL.arrayAgg;
import static org.jooq.impl.DSL.arrayToString;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.colloque.server.accounts.UserId;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Reads and writes tokens and the codes that they are exchanged for. */
final class TokenQueries {
  private TokenQueries() {}

  static void insert(
      DSLContext sql, IssueToken.Issued token, byte[] hash, long app, @Nullable UserId user) {
    sql.insertInto(OAUTH_TOKENS)
        .set(OAUTH_TOKENS.ID, token.id())
        .set(OAUTH_TOKENS.TOKEN_HASH, hash)
        .set(OAUTH_TOKENS.APP_ID, app)
        .set(OAUTH_TOKENS.USER_ID, user == null ? null : user.value())
        .set(OAUTH_TOKENS.SCOPES, token.scopes().toArray(String[]::new))
        .set(OAUTH_TOKENS.CREATED_AT, token.createdAt().atOffset(ZoneOffset.UTC))
        .execute();
  }

  /** A token by its hash: its id and the app that holds it. */
  record Held(long id, long appId) {}

  static Optional<Held> held(DSLContext sql, byte[] hash) {
    return sql.select(OAUTH_TOKENS.ID, OAUTH_TOKENS.APP_ID)
        .from(OAUTH_TOKENS)
        .where(OAUTH_TOKENS.TOKEN_HASH.eq(hash))
        .fetchOptional(row -> new Held(row.value1(), row.value2()));
  }

  static boolean revoke(DSLContext sql, long id, Instant now) {
    return sql.update(OAUTH_TOKENS)
            .set(OAUTH_TOKENS.REVOKED_AT, now.atOffset(ZoneOffset.UTC))
            .where(OAUTH_TOKENS.ID.eq(id))
            .and(OAUTH_TOKENS.REVOKED_AT.isNull())
            .execute()
        > 0;
  }

  /** Withdraws every token that {@code app} holds for {@code user}; their ids. */
  static List<Long> revokeApp(DSLContext sql, UserId user, long app, Instant now) {
    sql.deleteFrom(OAUTH_CODES)
        .where(OAUTH_CODES.USER_ID.eq(user.value()))
        .and(OAUTH_CODES.APP_ID.eq(app))
        .execute();
    return sql.update(OAUTH_TOKENS)
        .set(OAUTH_TOKENS.REVOKED_AT, now.atOffset(ZoneOffset.UTC))
        .where(OAUTH_TOKENS.USER_ID.eq(user.value()))
        .and(OAUTH_TOKENS.APP_ID.eq(app))
        .and(OAUTH_TOKENS.REVOKED_AT.isNull())
        .returning(OAUTH_TOKENS.ID)
        .fetch(OAUTH_TOKENS.ID);
  }

  /** Withdraws every token and pending code of {@code user}. */
  static void revokeAll(DSLContext sql, UserId user, Instant now) {
    sql.deleteFrom(OAUTH_CODES).where(OAUTH_CODES.USER_ID.eq(user.value())).execute();
    sql.update(OAUTH_TOKENS)
        .set(OAUTH_TOKENS.REVOKED_AT, now.atOffset(ZoneOffset.UTC))
        .where(OAUTH_TOKENS.USER_ID.eq(user.value()))
        .and(OAUTH_TOKENS.REVOKED_AT.isNull())
        .execute();
  }

  static boolean endSession(DSLContext sql, UserId user, long id) {
    return sql.deleteFrom(SESSIONS)
            .where(SESSIONS.ID.eq(id))
            .and(SESSIONS.USER_ID.eq(user.value()))
            .execute()
        > 0;
  }

  /**
   * @param kept the session that stays; 0 for none
   */
  static void endSessions(DSLContext sql, UserId user, long kept) {
    sql.deleteFrom(SESSIONS)
        .where(SESSIONS.USER_ID.eq(user.value()))
        .and(SESSIONS.ID.ne(kept))
        .execute();
  }

  /**
   * The apps that may act for {@code user}, the latest first; scopes of all its tokens together.
   */
  static List<AuthorizedApp> apps(DSLContext sql, UserId user) {
    return sql.select(
            OAUTH_APPS.ID,
            OAUTH_APPS.NAME,
            OAUTH_APPS.WEBSITE,
            arrayAgg(arrayToString(OAUTH_TOKENS.SCOPES, inline(" "))),
            min(OAUTH_TOKENS.CREATED_AT),
            max(OAUTH_TOKENS.LAST_USED_AT))
        .from(OAUTH_TOKENS)
        .join(OAUTH_APPS)
        .on(OAUTH_APPS.ID.eq(OAUTH_TOKENS.APP_ID))
        .where(OAUTH_TOKENS.USER_ID.eq(user.value()))
        .and(OAUTH_TOKENS.REVOKED_AT.isNull())
        .groupBy(OAUTH_APPS.ID, OAUTH_APPS.NAME, OAUTH_APPS.WEBSITE)
        .orderBy(min(OAUTH_TOKENS.CREATED_AT).desc())
        .fetch(row ->
            new AuthorizedApp(
                row.value1(),
                row.value2(),
                row.value3(),
                Arrays.stream(row.value4())
                    .flatMap(scopes -> Arrays.stream(scopes.split(" ")))
                    .filter(scope -> !scope.isEmpty())
                    .distinct()
                    .toList(),
                row.value5().toInstant(),
                instant(row.value6())));
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime moment) {
    return moment == null ? null : moment.toInstant();
  }
}
