package org.colloque.server.users;

import static org.colloque.migrations.Tables.USERS;

import java.time.ZoneOffset;
import java.util.OptionalLong;
import org.colloque.server.accounts.UserId;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;
import org.jspecify.annotations.Nullable;

/** The second factor of one user in the database: its secret is encrypted, a code works once. */
final class SecondFactor {
  /** What the secrets are encrypted for. */
  private static final String PURPOSE = "second factor";

  private final Kit kit;

  SecondFactor(Kit kit) {
    this.kit = kit;
  }

  /** Whether {@code code} is right now and was not used; it is used up then. */
  boolean use(Tx tx, UserId user, String code) {
    var row =
        tx.sql()
            .select(USERS.TOTP_SECRET_ENCRYPTED, USERS.TOTP_LAST_STEP)
            .from(USERS)
            .where(USERS.ID.eq(user.value()))
            .and(USERS.TOTP_ENABLED_AT.isNotNull())
            .forUpdate()
            .fetchOptional();
    if (row.isEmpty()) {
      return false;
    }
    Long last = row.get().value2();
    OptionalLong step =
        Totp.step(
            kit.secrets().decrypt(PURPOSE, row.get().value1()),
            code.replaceAll("\\s", ""),
            kit.now(),
            last == null ? 0 : last);
    if (step.isEmpty()) {
      return false;
    }
    tx.sql()
        .update(USERS)
        .set(USERS.TOTP_LAST_STEP, step.getAsLong())
        .where(USERS.ID.eq(user.value()))
        .execute();
    return true;
  }

  /**
   * @param step the one of the code with which it was proven: that code is used up
   */
  void enable(Tx tx, UserId user, byte[] secret, long step) {
    set(tx, user, kit.secrets().encrypt(PURPOSE, secret), step);
  }

  void disable(Tx tx, UserId user) {
    set(tx, user, null, null);
  }

  private void set(Tx tx, UserId user, byte @Nullable [] sealed, @Nullable Long step) {
    tx.sql()
        .update(USERS)
        .set(USERS.TOTP_SECRET_ENCRYPTED, sealed)
        .set(USERS.TOTP_LAST_STEP, step)
        .set(USERS.TOTP_ENABLED_AT, sealed == null ? null : kit.now().atOffset(ZoneOffset.UTC))
        .where(USERS.ID.eq(user.value()))
        .execute();
  }
}
