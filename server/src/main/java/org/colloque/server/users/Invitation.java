package org.colloque.server.users;

import java.time.Instant;
import org.colloque.server.accounts.AccountId;
import org.jspecify.annotations.Nullable;

/**
 * An invitation link.
 *
 * @param code what the link carries
 * @param by who made it; null when the account is gone
 * @param maxUses null for no limit
 * @param expiresAt null for never
 * @param usable false once used up, expired or revoked
 */
public record Invitation(
    long id,
    String code,
    @Nullable AccountId by,
    String comment,
    int uses,
    @Nullable Integer maxUses,
    @Nullable Instant expiresAt,
    boolean usable) {

  /** Nothing of the code. */
  @Override
  public String toString() {
    return "Invitation[" + id + "]";
  }
}
