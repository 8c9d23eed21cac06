package org.colloque.server.pages.view;

import java.util.List;
import org.colloque.server.pages.words.Messages;

/**
 * What a group is: for its members.
 *
 * @param facts names and values, in words
 * @param unusualSize whether it is told that it has few or many members
 * @param mayLeave whether the reader can leave; the last organiser cannot
 */
public record GroupAboutView(
    GroupHead head,
    String description,
    SafeHtml charter,
    List<Fact> facts,
    List<GroupMembersView.Member> members,
    boolean unusualSize,
    boolean mayLeave,
    boolean mayExport)
    implements Screen {
  public GroupAboutView {
    facts = List.copyOf(facts);
    members = List.copyOf(members);
  }

  /** One line. */
  public record Fact(String name, String value) {}

  @Override
  public String template() {
    return "groups/about.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(head.name());
  }
}
