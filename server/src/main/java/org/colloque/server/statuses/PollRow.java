package org.colloque.server.statuses;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The poll of a status as it is kept. Its identifier is that of the status.
 *
 * @param votes of each option
 * @param voters people; null when its server does not tell
 * @param endsAt null for one without an end
 * @param closed its server said that it is over
 * @param hideTotals nobody sees how it stands before it is over
 */
record PollRow(
    long id,
    boolean multiple,
    List<String> options,
    List<Integer> votes,
    @Nullable Integer voters,
    @Nullable Instant endsAt,
    boolean closed,
    boolean hideTotals) {

  PollRow {
    options = List.copyOf(options);
    votes = List.copyOf(votes);
  }

  /** Whether no vote counts any more. */
  boolean isOver(Instant now) {
    return closed || (endsAt != null && !endsAt.isAfter(now));
  }

  /** Whether it is shown what each option has. */
  boolean showsTotals(Instant now) {
    return !hideTotals || isOver(now);
  }

  int total() {
    return votes.stream().mapToInt(Integer::intValue).sum();
  }

  /** People; where one chooses only one option, as many as votes (quirk 38). */
  @Nullable Integer people() {
    return voters == null && !multiple ? Integer.valueOf(total()) : voters;
  }
}
