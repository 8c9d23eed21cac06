package org.colloque.server.statuses;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
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
 * @param ofGroup asked in a private group
 */
record PollRow(
    long id,
    boolean multiple,
    List<String> options,
    List<Integer> votes,
    @Nullable Integer voters,
    @Nullable Instant endsAt,
    boolean closed,
    boolean hideTotals,
    boolean ofGroup,
    PollManner manner) {

  PollRow {
    options = List.copyOf(options);
    votes = List.copyOf(votes);
  }

  /** Whether no vote counts any more. */
  boolean isOver(Instant now) {
    return closed || (endsAt != null && !endsAt.isAfter(now));
  }

  /**
   * Whether somebody is shown what each option has. Who watched the counts of an anonymous poll
   * grow would know who chose what.
   */
  boolean showsTotals(boolean voted, Instant now) {
    boolean hidden = hideTotals || manner.isAnonymous() || manner.hideUntilVote() && !voted;
    return !hidden || isOver(now);
  }

  /** Whether who has voted may vote otherwise while it is open. */
  boolean isChangeable() {
    return ofGroup && !manner.isAnonymous();
  }

  /** Less these choices of one person. */
  PollRow without(Collection<Integer> choices) {
    List<Integer> left = new ArrayList<>(votes);
    choices.forEach(choice -> left.set(choice, left.get(choice) - 1));
    return new PollRow(
        id, multiple, options, left, voters, endsAt, closed, hideTotals, ofGroup, manner);
  }

  int total() {
    return votes.stream().mapToInt(Integer::intValue).sum();
  }

  /** People; where one chooses only one option, as many as votes (quirk 38). */
  @Nullable Integer people() {
    return voters == null && !multiple ? Integer.valueOf(total()) : voters;
  }
}
