package org.colloque.server.pages.view;

import java.util.List;
import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/**
 * One post with what comes before and after.
 *
 * @param activity its address as ActivityPub JSON, null when it is not ours
 * @param indexed whether its author lets search engines keep it
 * @param composer to answer below the post, null for a visitor
 */
public record ThreadView(
    List<StatusView> ancestors,
    StatusView status,
    List<StatusView> descendants,
    @Nullable ComposerView composer,
    String canonical,
    @Nullable String activity,
    String summary,
    boolean indexed)
    implements Screen {
  @Override
  public String template() {
    return "thread.jte";
  }

  @Override
  public Head head(Messages messages) {
    String image = status.media().isEmpty() ? null : status.media().getFirst().previewUrl();
    return new Head(
        messages.get("thread.title", status.author().displayName()),
        summary,
        canonical,
        image,
        activity,
        indexed);
  }
}
