package org.colloque.server.users;

import static org.colloque.migrations.Tables.INVITES;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.colloque.migrations.tables.records.InvitesRecord;
import org.colloque.server.accounts.AccountId;
import org.jooq.Condition;
import org.jooq.DSLContext;

/** Reads and writes invitations. */
final class InviteQueries {
  private InviteQueries() {}

  static void insert(DSLContext sql, Invitation made, byte[] hash, Instant now) {
    AccountId by = made.by();
    Instant expires = made.expiresAt();
    sql.insertInto(INVITES)
        .set(INVITES.ID, made.id())
        .set(INVITES.CODE_HASH, hash)
        .set(INVITES.CREATED_BY, by == null ? null : by.value())
        .set(INVITES.COMMENT, made.comment())
        .set(INVITES.MAX_USES, made.maxUses())
        .set(INVITES.EXPIRES_AT, expires == null ? null : expires.atOffset(ZoneOffset.UTC))
        .set(INVITES.CREATED_AT, now.atOffset(ZoneOffset.UTC))
        .execute();
  }

  static boolean revoke(DSLContext sql, long id, Instant now) {
    return sql.update(INVITES)
            .set(INVITES.REVOKED_AT, now.atOffset(ZoneOffset.UTC))
            .where(INVITES.ID.eq(id))
            .and(INVITES.REVOKED_AT.isNull())
            .execute()
        > 0;
  }

  /** One statement: two people at the last place wait for each other, and one of them gets it. */
  static Optional<Long> use(DSLContext sql, byte[] hash, Instant now) {
    return sql.update(INVITES)
        .set(INVITES.USES, INVITES.USES.plus(1))
        .where(INVITES.CODE_HASH.eq(hash))
        .and(usable(now))
        .returning(INVITES.ID)
        .fetchOptional(INVITES.ID);
  }

  static List<Invitation> list(DSLContext sql, int limit, Instant now, LongFunction<String> code) {
    return sql.selectFrom(INVITES)
        .orderBy(INVITES.ID.desc())
        .limit(limit)
        .fetch(row -> invitation(row, now, code));
  }

  static Optional<Invitation> byHash(
      DSLContext sql, byte[] hash, Instant now, LongFunction<String> code) {
    return sql.selectFrom(INVITES)
        .where(INVITES.CODE_HASH.eq(hash))
        .fetchOptional(row -> invitation(row, now, code));
  }

  private static Condition usable(Instant now) {
    return INVITES
        .REVOKED_AT
        .isNull()
        .and(INVITES.EXPIRES_AT.isNull().or(INVITES.EXPIRES_AT.gt(now.atOffset(ZoneOffset.UTC))))
        .and(INVITES.MAX_USES.isNull().or(INVITES.USES.lt(INVITES.MAX_USES)));
  }

  private static Invitation invitation(InvitesRecord row, Instant now, LongFunction<String> code) {
    Instant expires = row.getExpiresAt() == null ? null : row.getExpiresAt().toInstant();
    Integer max = row.getMaxUses();
    boolean usable =
        row.getRevokedAt() == null
            && (expires == null || expires.isAfter(now))
            && (max == null || row.getUses() < max);
    Long by = row.getCreatedBy();
    return new Invitation(
        row.getId(),
        code.apply(row.getId()),
        by == null ? null : new AccountId(by),
        row.getComment(),
        row.getUses(),
        max,
        expires,
        usable);
  }
}
