package org.colloque.server.pages.view;

import java.time.Instant;
import java.util.List;
import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/**
 * For the owner: lists of rules that others keep. Fields: {@code url}, {@code kind}, {@code
 * priority}, {@code automatic}.
 */
public record ListsView(List<Followed> lists, Form form) implements Screen {
  /**
   * A list.
   *
   * @param blocks whether it names servers to limit, else servers to speak with
   * @param error why the last reading failed, in technical words; empty when it did not
   */
  public record Followed(
      String id,
      String url,
      boolean blocks,
      int priority,
      int applied,
      int waiting,
      @Nullable Instant fetchedAt,
      String error) {}

  @Override
  public String template() {
    return "admin/lists.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("lists.title"));
  }
}
