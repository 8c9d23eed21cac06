package org.colloque.federation.vocabulary;

import org.jspecify.annotations.Nullable;

/**
 * The activity that an Accept, Reject or Undo is about: a bare id (Mitra, quirk 34) or the activity
 * itself inlined, possibly without its id. At least one of {@code id} and {@code object} is there.
 *
 * @param kind NOT_TOLD for a bare id
 */
public record ActivityReference(
    Kind kind, @Nullable String id, @Nullable String actor, @Nullable String object) {

  public enum Kind {
    FOLLOW,
    LIKE,
    ANNOUNCE,
    BLOCK,
    ACCEPT,
    QUOTE_REQUEST,
    OTHER,
    NOT_TOLD
  }

  /** A Follow that we name in an Accept, Reject or Undo. */
  public static ActivityReference follow(@Nullable String id, String follower, String followed) {
    return new ActivityReference(Kind.FOLLOW, id, follower, followed);
  }
}
