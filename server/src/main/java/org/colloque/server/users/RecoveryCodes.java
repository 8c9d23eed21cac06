package org.colloque.server.users;

import static org.colloque.migrations.Tables.RECOVERY_CODES;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.colloque.server.accounts.UserId;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;
import org.colloque.server.kit.Secrets;

/**
 * Codes on paper that each replace the phone once. 80 random bits each, kept as a hash that cannot
 * be tried out without the instance's secret.
 */
public final class RecoveryCodes {
  public static final int COUNT = 10;

  private static final int BYTES = 10;
  private static final int GROUP = 4;

  private final Kit kit;

  RecoveryCodes(Kit kit) {
    this.kit = kit;
  }

  /** New codes, as {@code abcd-efgh-ijkl-mnop}; those before end. */
  List<String> make(Tx tx, UserId user) {
    forget(tx, user);
    List<String> codes = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      String code = Totp.base32(kit.secrets().randomBytes(BYTES)).toLowerCase(Locale.ROOT);
      codes.add(code.replaceAll("(.{" + GROUP + "})(?=.)", "$1-"));
      tx.sql()
          .insertInto(RECOVERY_CODES)
          .set(RECOVERY_CODES.USER_ID, user.value())
          .set(RECOVERY_CODES.CODE_HASH, hash(user, code))
          .execute();
    }
    return codes;
  }

  /** Uses a code up; hyphens, spaces and capitals do not matter. Of two at once one gets it. */
  boolean use(Tx tx, UserId user, String typed) {
    String code = typed.toLowerCase(Locale.ROOT).replaceAll("[\\s-]", "");
    return tx.sql()
            .update(RECOVERY_CODES)
            .set(RECOVERY_CODES.USED_AT, kit.now().atOffset(ZoneOffset.UTC))
            .where(RECOVERY_CODES.USER_ID.eq(user.value()))
            .and(RECOVERY_CODES.CODE_HASH.eq(hash(user, code)))
            .and(RECOVERY_CODES.USED_AT.isNull())
            .execute()
        > 0;
  }

  /** How many can still be used. */
  int left(Tx tx, UserId user) {
    return tx.sql()
        .fetchCount(
            RECOVERY_CODES,
            RECOVERY_CODES.USER_ID.eq(user.value()).and(RECOVERY_CODES.USED_AT.isNull()));
  }

  void forget(Tx tx, UserId user) {
    tx.sql().deleteFrom(RECOVERY_CODES).where(RECOVERY_CODES.USER_ID.eq(user.value())).execute();
  }

  private byte[] hash(UserId user, String code) {
    return Secrets.hash(kit.secrets().sign("recovery code", user + " " + code));
  }
}
