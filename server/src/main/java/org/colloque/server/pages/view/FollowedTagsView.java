package org.colloque.server.pages.view;

import java.util.List;
import org.colloque.server.pages.words.Messages;

/**
 * The hashtags that a member follows.
 *
 * @param tags as they are written, without the sign
 * @param form field {@code tag}
 */
public record FollowedTagsView(List<String> tags, Form form, PagerView pager) implements Screen {
  @Override
  public String template() {
    return "tags.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("nav.tags"));
  }
}
