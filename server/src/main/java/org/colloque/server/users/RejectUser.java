package org.colloque.server.users;

import java.util.Map;
import java.util.Optional;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.UserId;
import org.colloque.server.database.Tx;
import org.colloque.server.moderation.AuditLog;
import org.colloque.server.oauth.Revoke;
import org.jspecify.annotations.Nullable;

/** Somebody who runs the instance says no: the request is deleted, its name is free again. */
public final class RejectUser {
  private final Revoke revoke;
  private final AuditLog audit;

  RejectUser(Revoke revoke, AuditLog audit) {
    this.revoke = revoke;
    this.audit = audit;
  }

  /** Whether there was such a request; who was let in once is not deleted here. */
  public boolean reject(Tx tx, @Nullable AccountId actor, UserId id) {
    Optional<User> user =
        UserQueries.lock(tx.sql(), id).filter(found -> !found.approved() || !found.confirmed());
    user.ifPresent(found -> {
      audit.write(tx, actor, "user.rejected", Map.of("user", found.username()));
      revoke.changed(tx, id);
      UserQueries.delete(tx.sql(), found);
    });
    return user.isPresent();
  }
}
