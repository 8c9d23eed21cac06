package org.colloque.server.statuses;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * How a poll of a group is asked, beyond what every poll knows (community.md, B.11).
 *
 * @param hideUntilVote nobody sees how it stands before they have voted
 * @param dates the moments of the options where these are dates; else empty
 */
public record PollManner(Ballots ballots, boolean hideUntilVote, List<Instant> dates) {
  /** As in the fediverse. */
  public static final PollManner PLAIN = new PollManner(Ballots.KEPT, false, List.of());

  public PollManner {
    dates = List.copyOf(dates);
  }

  /** How votes are kept. */
  public enum Ballots {
    /** With who gave them, for the server to know and nobody to see. */
    KEPT,
    /** With who gave them, for all members to see. */
    NAMED,
    /** Apart from who gave them: who voted, and how many chose what. */
    ANONYMOUS;

    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public boolean isAnonymous() {
    return ballots == Ballots.ANONYMOUS;
  }

  public boolean isNamed() {
    return ballots == Ballots.NAMED;
  }

  /** The same for other options. */
  PollManner withoutDates() {
    return new PollManner(ballots, hideUntilVote, List.of());
  }
}
