package org.colloque.server.accounts;

import java.util.List;
import java.util.Optional;

/**
 * What a follower wants to see; what is empty stays as it is, or takes its default on a new follow.
 *
 * @param reblogs whether reblogs come into the home feed; at first yes
 * @param notifying whether each new status is a notification; at first no
 * @param languages codes of the languages wanted; an empty list means all
 */
public record FollowOptions(
    Optional<Boolean> reblogs, Optional<Boolean> notifying, Optional<List<String>> languages) {
  /** Nothing asked for. */
  public static final FollowOptions UNCHANGED =
      new FollowOptions(Optional.empty(), Optional.empty(), Optional.empty());
}
