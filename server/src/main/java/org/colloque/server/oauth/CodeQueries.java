package org.colloque.server.oauth;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.OAUTH_CODES;
import static org.colloque.migrations.Tables.USERS;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.colloque.server.accounts.UserId;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Reads and writes authorization codes. */
final class CodeQueries {
  private CodeQueries() {}

  /**
   * A code that was given to an app.
   *
   * @param tokenId the token that it was exchanged for
   */
  record Code(
      long appId,
      UserId user,
      String redirectUri,
      List<String> scopes,
      @Nullable String challenge,
      Instant expiresAt,
      boolean used,
      @Nullable Long tokenId) {}

  static void insert(
      DSLContext sql,
      byte[] hash,
      AuthorizationRequest request,
      UserId user,
      Instant now,
      Duration life) {
    sql.insertInto(OAUTH_CODES)
        .set(OAUTH_CODES.CODE_HASH, hash)
        .set(OAUTH_CODES.APP_ID, request.app().id())
        .set(OAUTH_CODES.USER_ID, user.value())
        .set(OAUTH_CODES.REDIRECT_URI, request.redirectUri())
        .set(OAUTH_CODES.SCOPES, request.scopes().toArray(String[]::new))
        .set(OAUTH_CODES.CODE_CHALLENGE, request.codeChallenge())
        .set(OAUTH_CODES.CREATED_AT, now.atOffset(ZoneOffset.UTC))
        .set(OAUTH_CODES.EXPIRES_AT, now.plus(life).atOffset(ZoneOffset.UTC))
        .execute();
  }

  /** The code, locked until the transaction ends: of two exchanges at once the second waits. */
  static Optional<Code> lock(DSLContext sql, byte[] hash) {
    return sql.selectFrom(OAUTH_CODES)
        .where(OAUTH_CODES.CODE_HASH.eq(hash))
        .forUpdate()
        .fetchOptional(row ->
            new Code(
                row.getAppId(),
                new UserId(row.getUserId()),
                row.getRedirectUri(),
                List.of(row.getScopes()),
                row.getCodeChallenge(),
                row.getExpiresAt().toInstant(),
                row.getUsedAt() != null,
                row.getTokenId()));
  }

  static void use(DSLContext sql, byte[] hash, long token, Instant now) {
    sql.update(OAUTH_CODES)
        .set(OAUTH_CODES.USED_AT, now.atOffset(ZoneOffset.UTC))
        .set(OAUTH_CODES.TOKEN_ID, token)
        .where(OAUTH_CODES.CODE_HASH.eq(hash))
        .execute();
  }

  /** The app that a code of {@code user} was made for. */
  static Optional<Long> appOf(DSLContext sql, byte[] hash, UserId user) {
    return sql.select(OAUTH_CODES.APP_ID)
        .from(OAUTH_CODES)
        .where(OAUTH_CODES.CODE_HASH.eq(hash))
        .and(OAUTH_CODES.USER_ID.eq(user.value()))
        .and(OAUTH_CODES.USED_AT.isNull())
        .fetchOptional(OAUTH_CODES.APP_ID);
  }

  /** Whether this user may act at this moment. */
  static boolean mayAct(DSLContext sql, UserId user) {
    return sql.fetchExists(
        sql.selectOne()
            .from(USERS)
            .join(ACCOUNTS)
            .on(ACCOUNTS.ID.eq(USERS.ACCOUNT_ID))
            .where(USERS.ID.eq(user.value()))
            .and(USERS.DISABLED_AT.isNull())
            .and(USERS.CONFIRMED_AT.isNotNull())
            .and(USERS.APPROVED_AT.isNotNull())
            .and(ACCOUNTS.SUSPENDED_AT.isNull())
            .and(ACCOUNTS.DELETED_AT.isNull()));
  }
}
