package org.colloque.federation.vocabulary;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The question of a Question: choose one of the options, or several. Numbers are what its server
 * says.
 *
 * @param endsAt after it no vote counts; null for a poll without an end
 * @param closed ended already, whatever the time says: only when its server said it without a date
 *     (quirk 38)
 * @param voters people who voted; null when not told
 */
public record Poll(
    boolean multiple,
    List<Option> options,
    @Nullable Instant endsAt,
    boolean closed,
    @Nullable Long voters) {

  public Poll {
    options = List.copyOf(options);
  }

  /** One choice: its text, plain, and how many chose it; null when not told. */
  public record Option(String name, @Nullable Long votes) {}
}
