package org.colloque.server.users;

import static org.colloque.migrations.Tables.ONE_TIME_TOKENS;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import org.colloque.server.accounts.UserId;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;
import org.colloque.server.kit.Secrets;
import org.jspecify.annotations.Nullable;

/**
 * Links that work once and for a time. Only a hash of what makes them is kept. Of one purpose a
 * user has one link: a new one ends the one before.
 */
final class OneTimeLinks {
  /** What a link is for, and how long it lives. */
  enum Purpose {
    CONFIRM_EMAIL(Duration.ofDays(2)),
    RESET_PASSWORD(Duration.ofMinutes(30)),
    SET_UP(Duration.ofDays(30));

    private final Duration life;

    Purpose(Duration life) {
      this.life = life;
    }

    Duration life() {
      return life;
    }

    private String column() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What a link stands for.
   *
   * @param user missing for the set-up
   * @param email the address that it was sent to
   */
  record Claim(@Nullable UserId user, String email) {
    UserId required() {
      if (user == null) {
        throw new IllegalStateException("a link without a user");
      }
      return user;
    }
  }

  private final Kit kit;

  OneTimeLinks(Kit kit) {
    this.kit = kit;
  }

  /** The token of a new link. */
  String make(Tx tx, Purpose purpose, @Nullable UserId user, String email) {
    forget(tx, purpose, user);
    String token = kit.secrets().newToken();
    tx.sql()
        .insertInto(ONE_TIME_TOKENS)
        .set(ONE_TIME_TOKENS.TOKEN_HASH, Secrets.hash(token))
        .set(ONE_TIME_TOKENS.PURPOSE, purpose.column())
        .set(ONE_TIME_TOKENS.USER_ID, user == null ? null : user.value())
        .set(ONE_TIME_TOKENS.EMAIL, email)
        .set(ONE_TIME_TOKENS.CREATED_AT, kit.now().atOffset(ZoneOffset.UTC))
        .set(ONE_TIME_TOKENS.EXPIRES_AT, kit.now().plus(purpose.life()).atOffset(ZoneOffset.UTC))
        .execute();
    return token;
  }

  /** Whether the link would work now. */
  boolean isAlive(Tx tx, Purpose purpose, String token) {
    return address(tx, purpose, token).isPresent();
  }

  /** The address that a link which would work now was sent to. */
  Optional<String> address(Tx tx, Purpose purpose, String token) {
    return tx.sql()
        .select(ONE_TIME_TOKENS.EMAIL)
        .from(ONE_TIME_TOKENS)
        .where(ONE_TIME_TOKENS.TOKEN_HASH.eq(Secrets.hash(token)))
        .and(ONE_TIME_TOKENS.PURPOSE.eq(purpose.column()))
        .and(ONE_TIME_TOKENS.USED_AT.isNull())
        .and(ONE_TIME_TOKENS.EXPIRES_AT.gt(kit.now().atOffset(ZoneOffset.UTC)))
        .fetchOptional(row -> row.value1() == null ? "" : row.value1());
  }

  /** Uses the link up; empty when it is used, too old or none. Of two at once one gets it. */
  Optional<Claim> use(Tx tx, Purpose purpose, String token) {
    var now = kit.now().atOffset(ZoneOffset.UTC);
    return tx.sql()
        .update(ONE_TIME_TOKENS)
        .set(ONE_TIME_TOKENS.USED_AT, now)
        .where(ONE_TIME_TOKENS.TOKEN_HASH.eq(Secrets.hash(token)))
        .and(ONE_TIME_TOKENS.PURPOSE.eq(purpose.column()))
        .and(ONE_TIME_TOKENS.USED_AT.isNull())
        .and(ONE_TIME_TOKENS.EXPIRES_AT.gt(now))
        .returning()
        .fetchOptional(row ->
            new Claim(
                row.getUserId() == null ? null : new UserId(row.getUserId()),
                row.getEmail() == null ? "" : row.getEmail()));
  }

  /** The address that waits for its confirmation, where one does. */
  Optional<String> waitingAddress(Tx tx, UserId user) {
    return tx.sql()
        .select(ONE_TIME_TOKENS.EMAIL)
        .from(ONE_TIME_TOKENS)
        .where(ONE_TIME_TOKENS.USER_ID.eq(user.value()))
        .and(ONE_TIME_TOKENS.PURPOSE.eq(Purpose.CONFIRM_EMAIL.column()))
        .and(ONE_TIME_TOKENS.USED_AT.isNull())
        .and(ONE_TIME_TOKENS.EXPIRES_AT.gt(kit.now().atOffset(ZoneOffset.UTC)))
        .fetchOptional(ONE_TIME_TOKENS.EMAIL);
  }

  /**
   * Ends every link of {@code user} by which somebody who knew the old password could come back: to
   * another password, or to another address that a thief had asked for. Who was never confirmed
   * keeps the link that confirms.
   */
  void forgetAll(Tx tx, User user) {
    forget(tx, Purpose.RESET_PASSWORD, user.id());
    if (user.confirmed()) {
      forget(tx, Purpose.CONFIRM_EMAIL, user.id());
    }
  }

  /** Ends the links of one purpose. */
  void forget(Tx tx, Purpose purpose, @Nullable UserId user) {
    tx.sql()
        .deleteFrom(ONE_TIME_TOKENS)
        .where(
            user == null
                ? ONE_TIME_TOKENS.USER_ID.isNull()
                : ONE_TIME_TOKENS.USER_ID.eq(user.value()))
        .and(ONE_TIME_TOKENS.PURPOSE.eq(purpose.column()))
        .execute();
  }
}
