package org.colloque.server.pages.view;

import java.util.List;
import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/** For those who moderate: what trends, and whether it may be shown. */
public record TrendsReviewView(List<Tag> tags, List<Post> posts) implements Screen {
  /**
   * A hashtag.
   *
   * @param allowed null when nobody looked yet
   */
  public record Tag(String id, String name, long people, @Nullable Boolean allowed) {}

  /**
   * A post.
   *
   * @param allowed null when nobody looked yet
   */
  public record Post(StatusView status, @Nullable Boolean allowed) {}

  /** The key of the words for what was decided. */
  public static String words(@Nullable Boolean allowed) {
    return allowed == null ? "trends.open" : allowed ? "trends.approved" : "trends.rejected";
  }

  @Override
  public String template() {
    return "admin/trends.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("admin.trends"));
  }
}
