package org.colloque.server.pages.view;

import java.util.List;
import org.colloque.server.pages.words.Messages;

/** What was posted under a hashtag. */
public record TagView(String name, List<StatusView> statuses, PagerView pager, String canonical)
    implements Screen {
  @Override
  public String template() {
    return "tag.jte";
  }

  @Override
  public Head head(Messages messages) {
    return new Head("#" + name, messages.get("tag.lead", name), canonical, null, null, true);
  }
}
