package org.colloque.server.pages.view;

import java.util.List;
import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/**
 * What organisers choose about a group, new or not. The fields of the form have the names of the
 * details of a group.
 *
 * @param head null for a group that is being made
 * @param types with their words, as {@code visibilities}
 */
public record GroupFormView(
    @Nullable GroupHead head,
    Form form,
    List<Choice> types,
    List<Choice> visibilities,
    List<Category> categories,
    State state)
    implements Screen {
  public GroupFormView {
    types = List.copyOf(types);
    visibilities = List.copyOf(visibilities);
    categories = List.copyOf(categories);
  }

  /** A value and its words. */
  public record Choice(String value, String label, String help) {}

  /** A part of the board. */
  public record Category(String id, String name, boolean closed) {}

  /** What can be done about the whole group. */
  public enum State {
    NEW,
    ALIVE,
    ARCHIVED,
    /** On its way to be deleted. */
    DELETED
  }

  @Override
  public String template() {
    return "groups/form.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(
        head == null
            ? messages.get("group.new")
            : messages.get("group.settings") + " · " + head.name());
  }
}
