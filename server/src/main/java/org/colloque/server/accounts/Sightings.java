package org.colloque.server.accounts;

import org.colloque.server.database.Viewer;
import org.colloque.server.statuses.StatusId;

/**
 * Somebody looks at something that other servers know more of. Told inside or outside of a
 * transaction; answers at once, and what is found out shows with the next look.
 */
public interface Sightings {
  /** A member looks at the profile of an account, here or elsewhere. */
  void profile(AccountId account);

  /** A member opens a thread. */
  void thread(StatusId status);

  /** Only a member's look is one: strangers do not make us ask others. */
  default void seen(Viewer viewer, AccountId account) {
    if (viewer instanceof Viewer.Member) {
      profile(account);
    }
  }

  /** Likewise of a thread. */
  default void opened(Viewer viewer, StatusId status) {
    if (viewer instanceof Viewer.Member) {
      thread(status);
    }
  }

  /** The profile of an account of ours has changed: what it claims of links is looked at. */
  void changed(AccountId account);
}
