package org.colloque.server.statuses;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;

/**
 * A poll that a member asks. The limits are Mastodon's (semantics.md, section 7); in a group there
 * is more room.
 *
 * @param hideTotals nobody sees how it stands before it is over
 * @param manner {@link PollManner#PLAIN} outside of groups
 */
public record NewPoll(
    List<String> options, boolean multiple, Duration lasts, boolean hideTotals, PollManner manner) {
  public static final int MIN_OPTIONS = 2;
  public static final int MAX_OPTIONS = 4;

  /** Longest option, in code points. */
  public static final int MAX_CHARACTERS = 50;

  /** The same in a group: a meeting needs more dates to choose from. */
  public static final int MAX_OPTIONS_IN_GROUP = 8;

  public static final int MAX_CHARACTERS_IN_GROUP = 100;

  public static final Duration SHORTEST = Duration.ofMinutes(5);

  /** A month of the Gregorian calendar on average, as Mastodon has it. */
  public static final Duration LONGEST = Duration.ofSeconds(2_629_746);

  public NewPoll {
    options = List.copyOf(options);
  }

  /**
   * Reads {@code poll}; empty when there is none.
   *
   * @throws ProblemException 422 with the reason
   */
  static Optional<NewPoll> of(Parameters parameters) {
    return parameters.object("poll").map(NewPoll::read);
  }

  private static NewPoll read(Parameters poll) {
    List<String> options =
        poll.list("options").stream()
            .map(String::strip)
            .filter(option -> !option.isEmpty())
            .toList();
    if (options.size() < MIN_OPTIONS) {
      throw refused("Options must have more than one item");
    }
    within(options, MAX_OPTIONS_IN_GROUP, MAX_CHARACTERS_IN_GROUP);
    if (new HashSet<>(options).size() < options.size()) {
      throw refused("Options contain duplicate items");
    }
    Duration lasts =
        poll.integer("expires_in")
            .map(Duration::ofSeconds)
            .orElseThrow(() -> refused("Expires at can't be blank"));
    if (lasts.compareTo(SHORTEST) < 0) {
      throw refused("Expires at is too soon");
    }
    if (lasts.compareTo(LONGEST) > 0) {
      throw refused("Expires at is too far into the future");
    }
    return new NewPoll(
        options,
        poll.flag("multiple", false),
        lasts,
        poll.flag("hide_totals", false),
        PollManner.PLAIN);
  }

  private static void within(List<String> options, int most, int characters) {
    if (options.size() > most) {
      throw refused("Options can't contain more than " + most + " items");
    }
    if (options.stream().anyMatch(option -> isLongerThan(option, characters))) {
      throw refused("Options can't be longer than " + characters + " characters each");
    }
  }

  /**
   * For one that is not asked in a group.
   *
   * @throws ProblemException 422 when it has more or longer options than other servers take
   */
  void checkForFediverse() {
    within(options, MAX_OPTIONS, MAX_CHARACTERS);
  }

  static boolean isTooLong(String option) {
    return isLongerThan(option, MAX_CHARACTERS);
  }

  public static boolean isLongerThan(String option, int characters) {
    return option.codePointCount(0, option.length()) > characters;
  }

  /** The same, asked as another one was. */
  NewPoll in(PollManner other) {
    return new NewPoll(options, multiple, lasts, hideTotals, other);
  }

  private static ProblemException refused(String why) {
    return ProblemException.invalid(why);
  }
}
