package org.colloque.server.pages.view;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.colloque.server.pages.words.Times;
import org.jspecify.annotations.Nullable;

/**
 * A poll below a post: a form while the reader may still vote, else what came of it.
 *
 * @param over no vote counts any more
 * @param voted the reader has voted, or asks it
 * @param people who voted, or votes where that is not told
 * @param endsAt null for one without an end
 * @param secret how it stands is shown later
 * @param voters who voted, where it is told that they did but not how
 */
public record PollView(
    List<Option> options,
    boolean multiple,
    boolean over,
    boolean voted,
    int people,
    @Nullable Instant endsAt,
    boolean secret,
    Manner manner,
    List<String> voters) {

  /**
   * One answer.
   *
   * @param percent of the people, 0 to 100
   * @param chosen by the reader
   * @param names of those who chose it, where that is told
   */
  public record Option(String title, int votes, int percent, boolean chosen, List<String> names) {
    public Option(String title, int votes, int percent, boolean chosen) {
      this(title, votes, percent, chosen, List.of());
    }
  }

  /**
   * What only polls of groups know.
   *
   * @param afterVote how it stands is shown to who has voted
   * @param dates its answers are dates
   */
  public record Manner(
      boolean ofGroup, boolean named, boolean anonymous, boolean afterVote, boolean dates) {
    /** Of a poll of the fediverse. */
    public static final Manner PLAIN = new Manner(false, false, false, false, false);
  }

  public boolean open() {
    return !over && !voted;
  }

  /** Whether the reader may say something else than they said. */
  public boolean changeable() {
    return manner.ofGroup() && !manner.anonymous() && voted && !over;
  }

  public boolean isOfDates() {
    return manner.dates();
  }

  /** An answer in words: dates are kept as the clock of the group shows them. */
  public String label(Option option, Times times) {
    if (!manner.dates()) {
      return option.title();
    }
    LocalDateTime date = LocalDateTime.parse(option.title().replace(' ', 'T'));
    return new Times(times.messages(), ZoneOffset.UTC, times.now())
        .absolute(date.toInstant(ZoneOffset.UTC));
  }

  /**
   * The same with who voted.
   *
   * @param names of those who chose each answer; empty where that is not told
   */
  public PollView with(List<List<String>> names, List<String> all) {
    List<Option> told = new ArrayList<>();
    for (int i = 0; i < options.size(); i++) {
      Option option = options.get(i);
      told.add(
          new Option(
              option.title(),
              option.votes(),
              option.percent(),
              option.chosen(),
              i < names.size() ? names.get(i) : List.of()));
    }
    return new PollView(told, multiple, over, voted, people, endsAt, secret, manner, all);
  }
}
