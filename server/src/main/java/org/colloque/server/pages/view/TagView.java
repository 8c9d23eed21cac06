package org.colloque.server.pages.view;

import java.util.List;
import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/**
 * What was posted under a hashtag.
 *
 * @param followed whether the reader follows it; null for a visitor
 */
public record TagView(
    String name,
    List<StatusView> statuses,
    PagerView pager,
    String canonical,
    @Nullable Boolean followed)
    implements Screen {
  @Override
  public String template() {
    return "tag.jte";
  }

  @Override
  public Head head(Messages messages) {
    return new Head(
        "#" + name,
        messages.get("tag.lead", name),
        canonical,
        null,
        null,
        true,
        Paths.tag(name) + Paths.FEED);
  }
}
