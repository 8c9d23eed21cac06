package org.colloque.server.pages.view;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A poll below a post: a form while the reader may still vote, else what came of it.
 *
 * @param over no vote counts any more
 * @param voted the reader has voted, or asks it
 * @param people who voted, or votes where that is not told
 * @param endsAt null for one without an end
 * @param secret how it stands is shown when it is over
 */
public record PollView(
    List<Option> options,
    boolean multiple,
    boolean over,
    boolean voted,
    int people,
    @Nullable Instant endsAt,
    boolean secret) {

  /**
   * One answer.
   *
   * @param percent of the people, 0 to 100
   * @param chosen by the reader
   */
  public record Option(String title, int votes, int percent, boolean chosen) {}

  public boolean open() {
    return !over && !voted;
  }
}
