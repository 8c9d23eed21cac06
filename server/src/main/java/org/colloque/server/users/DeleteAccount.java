package org.colloque.server.users;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.USERS;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import org.colloque.server.accounts.UserId;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Fault;
import org.colloque.server.kit.Kit;
import org.colloque.server.moderation.AuditLog;
import org.colloque.server.oauth.Revoke;
import org.colloque.server.outbox.FederatedOutbox;
import org.colloque.server.remote.ForgetAccount;
import org.jooq.impl.DSL;

/**
 * A member leaves for good. From this moment on nothing of theirs is shown and nobody can sign in;
 * {@link EraseAccounts} tells the others and erases what they wrote.
 */
public final class DeleteAccount {
  private final Kit kit;
  private final CheckPassword checkPassword;
  private final UserLetters letters;
  private final Revoke revoke;
  private final AuditLog audit;

  DeleteAccount(
      Kit kit, CheckPassword checkPassword, UserLetters letters, Revoke revoke, AuditLog audit) {
    this.kit = kit;
    this.checkPassword = checkPassword;
    this.letters = letters;
    this.revoke = revoke;
    this.audit = audit;
  }

  /**
   * Deletes the account of {@code id}, unless it is the only owner's: an instance has one.
   *
   * @return what is wrong; nothing was changed unless it is empty
   */
  Faults delete(UserId id, String password) {
    User user = checkPassword.check(id, password).orElse(null);
    if (user == null) {
      return Faults.of("current_password", Fault.INVALID);
    }
    return kit.db().as(Viewer.of(user.account()), tx -> delete(tx, user));
  }

  boolean isOnlyOwner(UserId id) {
    return kit.db()
        .as(
            Viewer.stranger(),
            tx -> UserQueries.byId(tx.sql(), id).filter(user -> isOnlyOwner(tx, user)).isPresent());
  }

  private static boolean isOnlyOwner(Tx tx, User user) {
    return user.role().equals("owner") && UserQueries.owners(tx.sql()) < 2;
  }

  private Faults delete(Tx tx, User user) {
    if (isOnlyOwner(tx, user)) {
      return Faults.of("current_password", Fault.BLOCKED);
    }
    OffsetDateTime now = kit.now().atOffset(ZoneOffset.UTC);
    tx.sql()
        .update(ACCOUNTS)
        .set(ACCOUNTS.DELETED_AT, now)
        .set(ACCOUNTS.SUSPENDED_AT, DSL.coalesce(ACCOUNTS.SUSPENDED_AT, now))
        .set(ACCOUNTS.ERASE_AT, now)
        .set(ACCOUNTS.VERSION, ACCOUNTS.VERSION.plus(1))
        .where(ACCOUNTS.ID.eq(user.account().value()))
        .execute();
    tx.sql()
        .update(USERS)
        .set(USERS.DISABLED_AT, now)
        .where(USERS.ID.eq(user.id().value()))
        .execute();
    revoke.everything(tx, user.id(), 0);
    letters.accountDeleted(tx, user);
    audit.write(tx, user.account(), "account.deleted", Map.of("user", user.username()));
    kit.signals().send(tx, FederatedOutbox.ACTOR_CHANGED, user.username());
    kit.signals().send(tx, ForgetAccount.ERASE, "");
    return Faults.NONE;
  }
}
