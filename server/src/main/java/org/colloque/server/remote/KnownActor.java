package org.colloque.server.remote;

import java.time.Instant;
import org.colloque.server.accounts.AccountId;
import org.jspecify.annotations.Nullable;

/**
 * An account that we hold, local or remote, as far as federation asks.
 *
 * @param domain of a remote account; null for our own
 * @param followers id of the followers collection
 * @param fetchedAt when a remote profile was last fetched
 * @param followedHere a remote one whom a member followed when this was read
 */
public record KnownActor(
    AccountId id,
    String uri,
    String username,
    @Nullable String domain,
    @Nullable String followers,
    boolean locked,
    boolean suspended,
    boolean deleted,
    @Nullable Instant fetchedAt,
    boolean followedHere) {

  public boolean isLocal() {
    return domain == null;
  }

  /** Neither suspended nor deleted. */
  public boolean stands() {
    return !suspended && !deleted;
  }
}
