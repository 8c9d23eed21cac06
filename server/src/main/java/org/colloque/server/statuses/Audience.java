package org.colloque.server.statuses;

import org.colloque.federation.vocabulary.Addressing;

/**
 * For whom a status is. The fediverse arm holds an {@link Addressing}, of which there are four;
 * what stays on this instance has an arm of its own and no addressing, so that it cannot be put
 * into an activity (docs/architecture.md, the first lock). Later kinds (sealed, embargo …) are
 * further local arms: every switch over this type then has to say what becomes of them.
 */
public sealed interface Audience {
  /** Leaves the instance. */
  record Fediverse(Addressing addressing) implements Audience {}

  /** The members of a private group, on this instance only. */
  record Group(long group) implements Audience {}

  /** The value of the column {@code statuses.audience}. */
  default String column() {
    return switch (this) {
      case Fediverse fediverse ->
          switch (fediverse.addressing()) {
            case Addressing.Public _ -> "public";
            case Addressing.Unlisted _ -> "unlisted";
            case Addressing.Followers _ -> "followers";
            case Addressing.Direct _ -> "direct";
          };
      case Group _ -> "group";
    };
  }

  /** The visibility that a client shows; clients know four (semantics.md, section 7). */
  default Visibility visibility() {
    return Visibility.ofColumn(column());
  }

  /** The audience that a member chose by a visibility. */
  static Audience of(Visibility visibility) {
    return new Fediverse(
        switch (visibility) {
          case PUBLIC -> new Addressing.Public();
          case UNLISTED -> new Addressing.Unlisted();
          case PRIVATE -> new Addressing.Followers();
          case DIRECT -> new Addressing.Direct();
        });
  }
}
