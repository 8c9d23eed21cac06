package org.colloque.server.pages.view;

import java.util.List;
import org.colloque.server.pages.words.Messages;

/**
 * What somebody sees of a group who is asked in.
 *
 * @param sentence who asks them, and as what
 * @param accept where the answer goes
 * @param decline the same; empty for a link, which is left unused
 */
public record GroupJoinView(
    String name,
    String sentence,
    String description,
    SafeHtml charter,
    List<GroupAboutView.Fact> facts,
    String accept,
    String decline)
    implements Screen {
  public GroupJoinView {
    facts = List.copyOf(facts);
  }

  @Override
  public String template() {
    return "groups/join.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(name);
  }
}
