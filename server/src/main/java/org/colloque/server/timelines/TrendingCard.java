package org.colloque.server.timelines;

import java.util.Optional;
import org.colloque.server.database.Tx;

/** Finds the card of a page that trends; the room of trends does it. */
@FunctionalInterface
public interface TrendingCard {
  /** Its number; empty for a page that does not trend, or is not to be shown. */
  Optional<Long> of(Tx tx, String url);
}
