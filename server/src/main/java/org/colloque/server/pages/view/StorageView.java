package org.colloque.server.pages.view;

import java.time.Instant;
import java.util.List;
import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/**
 * For those who run the instance: what it keeps, how much room that takes, and for how long.
 *
 * @param measuredAt when the files were counted; null when that was not done yet
 * @param tables the largest ones
 */
public record StorageView(
    String database,
    String files,
    long fileCount,
    @Nullable Instant measuredAt,
    String free,
    List<Part> tables,
    List<Kept> kept)
    implements Screen {
  /** A table and its size with its indexes. */
  public record Part(String name, String size) {}

  /** What is kept only for a time: a sentence, and the time. */
  public record Kept(String what, String howLong) {}

  @Override
  public String template() {
    return "admin/storage.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("admin.storage"));
  }
}
