package org.colloque.server.users;

import java.util.Map;
import java.util.Optional;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.UserId;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;
import org.colloque.server.moderation.AuditLog;
import org.colloque.server.oauth.Revoke;
import org.jspecify.annotations.Nullable;

/** Somebody who runs the instance says yes to a request to join. */
public final class ApproveUser {
  private final Kit kit;
  private final UserLetters letters;
  private final Revoke revoke;
  private final AuditLog audit;

  ApproveUser(Kit kit, UserLetters letters, Revoke revoke, AuditLog audit) {
    this.kit = kit;
    this.letters = letters;
    this.revoke = revoke;
    this.audit = audit;
  }

  /** Whether there was such a request. */
  public boolean approve(Tx tx, @Nullable AccountId actor, UserId id) {
    Optional<User> user = UserQueries.lock(tx.sql(), id).filter(found -> !found.approved());
    user.ifPresent(found -> {
      UserQueries.approve(tx.sql(), id, kit.now());
      audit.write(tx, actor, "user.approved", Map.of("user", found.username()));
      letters.approved(tx, found);
      revoke.changed(tx, id);
    });
    return user.isPresent();
  }
}
