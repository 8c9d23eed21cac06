package org.colloque.federation.vocabulary;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom something said to the fediverse is for. These four kinds and no fifth: what is private to
 * this server (a group, a sealed case) has no word here, so it cannot be put into a {@link Note}.
 */
public sealed interface Addressing {

  /** In every timeline: the public collection in {@code to}. */
  record Public() implements Addressing {}

  /** Readable by everybody, listed nowhere: the public collection in {@code cc}. */
  record Unlisted() implements Addressing {}

  /** The author's followers and the people mentioned. */
  record Followers() implements Addressing {}

  /** Only the people mentioned. */
  record Direct() implements Addressing {}

  /**
   * The {@code to} and {@code cc} to write.
   *
   * @param followers id of the author's followers collection
   * @param mentioned ids of the actors mentioned; they are addressed, else no server notifies them
   *     (quirk 21)
   */
  default Recipients recipients(String followers, Collection<String> mentioned) {
    List<String> people = List.copyOf(mentioned);
    return switch (this) {
      case Public _ -> new Recipients(List.of(Recipients.PUBLIC), with(followers, people));
      case Unlisted _ -> new Recipients(List.of(followers), with(Recipients.PUBLIC, people));
      case Followers _ -> new Recipients(List.of(followers), people);
      case Direct _ -> new Recipients(people, List.of());
    };
  }

  /**
   * Reads the kind as Mastodon does (quirks 23, 24): public collection in {@code to} is public, in
   * {@code cc} unlisted; the author's followers collection counts in {@code to} only; everything
   * else is direct, the narrowest reading.
   *
   * @param followers id of the author's followers collection; null when it is not known, then
   *     nothing is read as followers-only
   */
  static Addressing of(Recipients recipients, @Nullable String followers) {
    if (recipients.to().stream().anyMatch(Recipients::isPublic)) {
      return new Public();
    }
    if (recipients.cc().stream().anyMatch(Recipients::isPublic)) {
      return new Unlisted();
    }
    return followers != null && recipients.to().contains(followers)
        ? new Followers()
        : new Direct();
  }

  private static List<String> with(String first, List<String> others) {
    List<String> all = new ArrayList<>(others.size() + 1);
    all.add(first);
    all.addAll(others);
    return all;
  }
}
