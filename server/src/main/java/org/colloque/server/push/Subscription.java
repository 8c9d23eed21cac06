package org.colloque.server.push;

import java.util.List;
import org.colloque.server.accounts.AccountId;
import org.jspecify.annotations.Nullable;

/**
 * A device that is told of a member's notifications.
 *
 * @param endpoint where its push service takes messages
 * @param standard whether it reads RFC 8291; else its draft
 * @param alerts types of notifications that it wants
 * @param sealedToken the access token that subscribed it, encrypted: clients look in a message for
 *     which of their accounts it is. Null where a session did
 */
record Subscription(
    long id,
    AccountId account,
    String endpoint,
    byte[] point,
    byte[] auth,
    boolean standard,
    Policy policy,
    List<String> alerts,
    byte @Nullable [] sealedToken) {
  /** What the token is encrypted for. */
  static final String PURPOSE = "push subscription";

  /** From whom the device wants to hear. */
  enum Policy {
    ALL,
    /** Whom the member follows. */
    FOLLOWED,
    /** Who follows the member. */
    FOLLOWER,
    NONE
  }
}
