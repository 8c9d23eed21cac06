package org.colloque.server.oauth;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.OAUTH_TOKENS;
import static org.colloque.migrations.Tables.SESSIONS;
import static org.colloque.migrations.Tables.USERS;
import static org.jooq.impl.DSL.least;
import static org.jooq.impl.DSL.val;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.UserId;
import org.colloque.server.http.Caller;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jooq.types.DayToSecond;
import org.jspecify.annotations.Nullable;

/** Reads what tokens and sessions stand for. */
final class GrantQueries {
  private GrantQueries() {}

  /** How exact "last used" is: not every request writes. */
  static final Duration USE_GRAIN = Duration.ofHours(1);

  static Optional<Grant> byToken(DSLContext sql, byte[] hash, Instant now) {
    boolean first =
        0
            < sql.update(OAUTH_TOKENS)
                .set(OAUTH_TOKENS.LAST_USED_AT, now.atOffset(ZoneOffset.UTC))
                .where(OAUTH_TOKENS.TOKEN_HASH.eq(hash))
                .and(
                    OAUTH_TOKENS
                        .LAST_USED_AT
                        .isNull()
                        .or(
                            OAUTH_TOKENS.LAST_USED_AT.lt(
                                now.minus(USE_GRAIN).atOffset(ZoneOffset.UTC))))
                .execute();
    Optional<Grant> found =
        sql.select(OAUTH_TOKENS.fields())
            .select(USERS.fields())
            .select(ACCOUNTS.USERNAME, ACCOUNTS.SUSPENDED_AT, ACCOUNTS.DELETED_AT)
            .from(OAUTH_TOKENS)
            .leftJoin(USERS)
            .on(USERS.ID.eq(OAUTH_TOKENS.USER_ID))
            .leftJoin(ACCOUNTS)
            .on(ACCOUNTS.ID.eq(USERS.ACCOUNT_ID))
            .where(OAUTH_TOKENS.TOKEN_HASH.eq(hash))
            .fetchOptional(row ->
                grant(
                    row,
                    row.get(OAUTH_TOKENS.ID),
                    new Caller.Token(
                        row.get(OAUTH_TOKENS.ID),
                        row.get(OAUTH_TOKENS.APP_ID),
                        userId(row),
                        List.of(row.get(OAUTH_TOKENS.SCOPES))),
                    row.get(OAUTH_TOKENS.REVOKED_AT) != null));
    if (first) {
      found.ifPresent(grant -> isHere(sql, grant, now));
    }
    return found;
  }

  private static void isHere(DSLContext sql, Grant grant, Instant now) {
    Caller.Member member = grant.member();
    if (member != null && grant.standing() == Standing.GOOD) {
      MemberDays.note(sql, member.user(), now);
    }
  }

  static Optional<Grant> bySession(DSLContext sql, byte[] hash, Instant now) {
    boolean first =
        0
            < sql.update(SESSIONS)
                .set(SESSIONS.LAST_USED_AT, now.atOffset(ZoneOffset.UTC))
                .set(
                    SESSIONS.EXPIRES_AT,
                    least(
                        val(now.plus(Sessions.IDLE).atOffset(ZoneOffset.UTC)),
                        SESSIONS.CREATED_AT.plus(DayToSecond.valueOf(Sessions.LIFE))))
                .where(SESSIONS.TOKEN_HASH.eq(hash))
                .and(SESSIONS.LAST_USED_AT.lt(now.minus(USE_GRAIN).atOffset(ZoneOffset.UTC)))
                .and(SESSIONS.EXPIRES_AT.gt(now.atOffset(ZoneOffset.UTC)))
                .execute();
    Optional<Grant> found =
        sql.select(SESSIONS.ID, SESSIONS.EXPIRES_AT)
            .select(USERS.fields())
            .select(ACCOUNTS.USERNAME, ACCOUNTS.SUSPENDED_AT, ACCOUNTS.DELETED_AT)
            .from(SESSIONS)
            .join(USERS)
            .on(USERS.ID.eq(SESSIONS.USER_ID))
            .join(ACCOUNTS)
            .on(ACCOUNTS.ID.eq(USERS.ACCOUNT_ID))
            .where(SESSIONS.TOKEN_HASH.eq(hash))
            .and(SESSIONS.EXPIRES_AT.gt(now.atOffset(ZoneOffset.UTC)))
            .fetchOptional(row ->
                grant(
                    row,
                    row.get(SESSIONS.ID),
                    new Caller.Token(0, 0, userId(row), List.of()),
                    false))
            .filter(grant -> grant.standing() == Standing.GOOD);
    if (first) {
      found.ifPresent(grant -> isHere(sql, grant, now));
    }
    return found;
  }

  /** Those tokens and sessions that are of a person, have not ended, and may be used now. */
  static Set<Long> good(DSLContext sql, Collection<Long> grants, Instant now) {
    Long[] ids = grants.toArray(Long[]::new);
    var good =
        sql.select(OAUTH_TOKENS.ID, OAUTH_TOKENS.USER_ID)
            .from(OAUTH_TOKENS)
            .where(OAUTH_TOKENS.ID.eq(DSL.any(ids)))
            .and(OAUTH_TOKENS.REVOKED_AT.isNull())
            .unionAll(
                DSL.select(SESSIONS.ID, SESSIONS.USER_ID)
                    .from(SESSIONS)
                    .where(SESSIONS.ID.eq(DSL.any(ids)))
                    .and(SESSIONS.EXPIRES_AT.gt(now.atOffset(ZoneOffset.UTC))))
            .asTable("good");
    Field<Long> id = good.field(OAUTH_TOKENS.ID);
    return sql
        .select(id, USERS.DISABLED_AT, USERS.CONFIRMED_AT, USERS.APPROVED_AT)
        .select(ACCOUNTS.SUSPENDED_AT, ACCOUNTS.DELETED_AT)
        .from(good)
        .join(USERS)
        .on(USERS.ID.eq(good.field(OAUTH_TOKENS.USER_ID)))
        .join(ACCOUNTS)
        .on(ACCOUNTS.ID.eq(USERS.ACCOUNT_ID))
        .fetch()
        .stream()
        .filter(row -> standing(row) == Standing.GOOD)
        .map(row -> row.get(id))
        .collect(Collectors.toSet());
  }

  private static Grant grant(Record row, long id, Caller.Token token, boolean revoked) {
    UserId user = userId(row);
    Caller.Member member =
        user == null
            ? null
            : new Caller.Member(
                user,
                new AccountId(row.get(USERS.ACCOUNT_ID)),
                row.get(ACCOUNTS.USERNAME),
                row.get(USERS.ROLE));
    return new Grant(
        id,
        member,
        null,
        token,
        user == null ? Standing.GOOD : standing(row),
        revoked,
        user == null ? null : row.get(USERS.LOCALE));
  }

  private static Standing standing(Record row) {
    if (row.get(USERS.DISABLED_AT) != null
        || row.get(ACCOUNTS.SUSPENDED_AT) != null
        || row.get(ACCOUNTS.DELETED_AT) != null) {
      return Standing.DISABLED;
    }
    if (row.get(USERS.CONFIRMED_AT) == null) {
      return Standing.UNCONFIRMED;
    }
    return row.get(USERS.APPROVED_AT) == null ? Standing.PENDING : Standing.GOOD;
  }

  private static @Nullable UserId userId(Record row) {
    Long id = row.get(USERS.ID);
    return id == null ? null : new UserId(id);
  }
}
