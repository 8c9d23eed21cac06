package org.colloque.server.pages.view;

import java.time.Instant;
import java.util.List;
import org.colloque.server.pages.words.Messages;

/**
 * For those who moderate: what waits for one server, or of one post.
 *
 * @param about the server, or the address of the post
 */
public record WaitingView(String about, List<Row> rows) implements Screen {
  /**
   * One delivery.
   *
   * @param type of the activity
   * @param why in words; empty before the first attempt
   */
  public record Row(
      String host, String type, int attempts, Instant since, Instant nextTry, String why) {}

  @Override
  public String template() {
    return "admin/waiting.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("deliveries.waiting"));
  }
}
