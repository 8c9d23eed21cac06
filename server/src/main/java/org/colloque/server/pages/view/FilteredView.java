package org.colloque.server.pages.view;

import java.time.Instant;
import java.util.List;
import org.colloque.server.pages.words.Messages;

/** People whose notifications wait for the reader's decision. */
public record FilteredView(List<Row> rows, PagerView pager) implements Screen {
  /**
   * One of them.
   *
   * @param waiting how many of their notifications, up to {@link #MOST}
   * @param at when the last one came
   */
  public record Row(String id, AccountView from, int waiting, Instant at) {}

  /** Counting goes no further. */
  public static final int MOST = 100;

  @Override
  public String template() {
    return "filtered.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("filtered.title"));
  }
}
