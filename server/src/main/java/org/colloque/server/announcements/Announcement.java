package org.colloque.server.announcements;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that those who run the instance say, as one member sees it.
 *
 * @param html made from their text, safe
 * @param endsAt from then on nobody sees it; null for one without an end
 * @param read whether the member has put it aside
 */
public record Announcement(
    long id,
    String html,
    @Nullable Instant endsAt,
    Instant createdAt,
    Instant updatedAt,
    boolean read,
    List<Reaction> reactions) {
  /** Longest text, in UTF-16 units. */
  public static final int MAX_TEXT = 5_000;

  /** Announcements that are shown at once. */
  public static final int MAX_SHOWN = 20;

  /** Different reactions to one announcement, as in Mastodon. */
  public static final int MAX_REACTIONS = 8;

  /**
   * A reaction.
   *
   * @param name a character, or the shortcode of a picture of ours
   * @param image address of the picture; null for a character
   */
  public record Reaction(String name, int count, boolean mine, @Nullable String image) {}
}
