package org.colloque.server.users;

import java.util.Map;
import java.util.Set;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.moderation.AuditLog;
import org.colloque.server.oauth.Revoke;
import org.jspecify.annotations.Nullable;

/** Gives a member more or less to decide. */
public final class SetRole {
  public static final Set<String> ROLES = Set.of("member", "moderator", "admin", "owner");

  /** What came of it. */
  public enum Outcome {
    CHANGED,
    NO_SUCH_USER,
    NO_SUCH_ROLE,
    /** An instance always has an owner. */
    LAST_OWNER
  }

  private final Revoke revoke;
  private final AuditLog audit;

  SetRole(Revoke revoke, AuditLog audit) {
    this.revoke = revoke;
    this.audit = audit;
  }

  public Outcome set(Tx tx, @Nullable AccountId actor, String username, String role) {
    if (!ROLES.contains(role)) {
      return Outcome.NO_SUCH_ROLE;
    }
    User user = UserQueries.byUsername(tx.sql(), username).orElse(null);
    if (user == null) {
      return Outcome.NO_SUCH_USER;
    }
    int owners = UserQueries.owners(tx.sql());
    boolean owner = UserQueries.lock(tx.sql(), user.id()).orElseThrow().role().equals("owner");
    if (owner && !role.equals("owner") && owners == 1) {
      return Outcome.LAST_OWNER;
    }
    UserQueries.setRole(tx.sql(), user, role);
    audit.write(
        tx,
        actor,
        "role.changed",
        Map.of("user", user.username(), "from", user.role(), "to", role));
    revoke.changed(tx, user.id());
    return Outcome.CHANGED;
  }
}
