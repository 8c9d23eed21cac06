package org.colloque.server.accounts;

import java.util.Optional;
import org.colloque.server.statuses.StatusId;

/**
 * Finds people and statuses, on other servers too. Touches the network: never called inside a
 * transaction.
 */
public interface Resolver {
  /**
   * An account by handle.
   *
   * @param handle {@code user@domain}, or {@code user} for a local one, without the first @
   */
  Optional<AccountId> accountByHandle(String handle);

  /** As {@link #accountByHandle}, as its own server shows it at this moment. */
  default Optional<AccountId> accountByHandleNow(String handle) {
    return accountByHandle(handle);
  }

  /** An account by the address of its profile or its ActivityPub id. */
  Optional<AccountId> accountByUrl(String url);

  /** A public or unlisted status by the address of its page or its ActivityPub id. */
  Optional<StatusId> statusByUrl(String url);
}
