package org.colloque.server.pages.view;

import java.time.Instant;
import java.util.List;
import org.colloque.server.pages.words.Messages;

/**
 * What was decided in a group, and whether anybody changed the record of it.
 *
 * @param rows that were looked at
 * @param broken the number of the first row that is not right, 0 when all are
 * @param fingerprint of the last row, in hexadecimal
 */
public record GroupLogView(
    GroupHead head, List<Event> events, long rows, long broken, String fingerprint, PagerView pager)
    implements Screen {
  public GroupLogView {
    events = List.copyOf(events);
  }

  /**
   * One row.
   *
   * @param fingerprint the beginning of its hash
   */
  public record Event(long seq, Instant at, String sentence, String fingerprint) {}

  @Override
  public String template() {
    return "groups/log.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("group.log") + " · " + head.name());
  }
}
