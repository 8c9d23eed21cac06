package org.colloque.server.pages.view;

import java.util.List;
import org.colloque.server.pages.words.Messages;

/**
 * The groups of the reader, those into which they are asked, and those of the instance that can be
 * joined.
 *
 * @param mayCreate whether the reader may make one
 * @param longestMessage characters of what somebody says who asks to join
 */
public record GroupsView(
    List<Mine> mine, List<Offer> offers, List<Listed> listed, boolean mayCreate, int longestMessage)
    implements Screen {
  public GroupsView {
    mine = List.copyOf(mine);
    offers = List.copyOf(offers);
    listed = List.copyOf(listed);
  }

  /**
   * One of the reader's.
   *
   * @param facts what it is, in words
   * @param notice about its state, empty when there is nothing to say
   */
  public record Mine(String id, String name, String facts, String description, String notice) {}

  /** An invitation by name. */
  public record Offer(String id, String name, String sentence) {}

  /**
   * One that can be joined.
   *
   * @param asked whether the reader asked already
   */
  public record Listed(String id, String name, String facts, boolean asked, boolean full) {}

  @Override
  public String template() {
    return "groups/list.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("nav.groups"));
  }
}
