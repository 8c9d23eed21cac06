package org.colloque.server.pages.view;

import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/**
 * For organisers: who together can learn the author of an anonymous post. Fields: {@code name1} to
 * {@code name9} with {@code key1} to {@code key9}, {@code threshold}.
 *
 * @param most trustees at most
 */
public record TrusteesView(GroupHead group, Form form, int most) implements Screen {
  @Override
  public String template() {
    return "groups/trustees.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("anonymous.trustees") + " · " + group.name());
  }

  @Override
  public @Nullable String sheet() {
    return Screen.GROUPS;
  }
}
