package org.colloque.server.filters;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A filter of a member's.
 *
 * @param expiresAt from then on it finds nothing; null for one without an end
 */
public record Filter(
    long id,
    String title,
    Set<FilterContext> contexts,
    FilterAction action,
    @Nullable Instant expiresAt,
    List<Keyword> keywords,
    List<Post> posts) {
  /** Longest title, in UTF-16 units. */
  public static final int MAX_TITLE = 256;

  /** Longest keyword, in UTF-16 units. */
  public static final int MAX_KEYWORD = 512;

  /** Filters of one member. */
  public static final int MAX_FILTERS = 100;

  /** Keywords, and posts, of one filter: each is looked for in each post that is shown. */
  public static final int MAX_ENTRIES = 200;

  /** Words to look for. */
  public record Keyword(long id, String keyword, boolean wholeWord) {}

  /** A post that the reader has chosen. */
  public record Post(long id, long status) {}

  /** Whether it finds nothing any more. */
  public boolean isOver(Instant now) {
    return expiresAt != null && !expiresAt.isAfter(now);
  }
}
