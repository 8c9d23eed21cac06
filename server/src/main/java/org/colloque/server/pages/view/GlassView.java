package org.colloque.server.pages.view;

import org.colloque.server.pages.words.Messages;

/**
 * Where an admin opens a group of which they are no member. Fields: {@code address}, {@code
 * reason}, {@code agreement}.
 *
 * @param leastReason characters
 * @param hours until the group is closed again
 */
public record GlassView(Form form, int leastReason, int mostReason, long hours) implements Screen {
  @Override
  public String template() {
    return "admin/glass.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("admin.glass"));
  }
}
