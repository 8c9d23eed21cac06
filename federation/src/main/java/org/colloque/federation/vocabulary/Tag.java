package org.colloque.federation.vocabulary;

import org.jspecify.annotations.Nullable;

/** What stands in {@code tag} of a note or an actor; other kinds are dropped when reading. */
public sealed interface Tag {

  /**
   * Someone named in the text.
   *
   * @param href id of the actor
   * @param name as shown, for example {@code @bob@far.example}
   */
  record Mention(String href, @Nullable String name) implements Tag {}

  /**
   * A subject.
   *
   * @param href a page, not an id (quirk 46)
   * @param name without the leading sign
   */
  record Hashtag(@Nullable String href, String name) implements Tag {}

  /**
   * A custom emoji.
   *
   * @param id null for anonymous emoji (quirk 47)
   * @param name the shortcode without colons
   */
  record Emoji(@Nullable String id, String name, String iconUrl, @Nullable String mediaType)
      implements Tag {}
}
