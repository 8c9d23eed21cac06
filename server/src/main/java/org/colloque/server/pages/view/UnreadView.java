package org.colloque.server.pages.view;

import java.time.Instant;
import java.util.List;
import org.colloque.server.pages.words.Messages;

/** For those who moderate: what other servers said and nobody here understood. */
public record UnreadView(List<Kind> kinds, List<Unread> unread, PagerView pager) implements Screen {
  /** How often a type came. */
  public record Kind(String type, long count) {}

  /**
   * One that came.
   *
   * @param reason why it was not read, in technical words
   * @param body the beginning of the document
   */
  public record Unread(
      String id, String actor, String type, String reason, String body, Instant receivedAt) {}

  @Override
  public String template() {
    return "admin/unread.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("federation.unread"));
  }
}
