package org.colloque.federation.vocabulary;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an actor did. Small typed views over the kept JSON: each record holds what we use, {@code
 * raw} the whole document for audit and forwarding. That an activity has this type says nothing
 * about who sent it; trust is {@code signature.Verified}.
 */
public sealed interface Activity {

  /** Id of the activity; null only for {@link Unknown}. */
  @Nullable String id();

  /** Id of the one who acts; null only for {@link Unknown}. */
  @Nullable String actor();

  /** The document as it came. */
  JsonNode raw();

  /** {@code actor} asks to follow the actor {@code object}. */
  record Follow(String id, String actor, String object, JsonNode raw) implements Activity {}

  /**
   * {@code actor} grants what {@code object} asked for.
   *
   * @param result address of the stamp that says so, where one was asked for (FEP-044f)
   */
  record Accept(
      String id, String actor, ActivityReference object, @Nullable String result, JsonNode raw)
      implements Activity {}

  /** {@code actor} refuses, or takes back its Accept of, {@code object}. */
  record Reject(String id, String actor, ActivityReference object, JsonNode raw)
      implements Activity {}

  /** {@code actor} takes back what it did. */
  record Undo(String id, String actor, ActivityReference object, JsonNode raw)
      implements Activity {}

  /** A new post. */
  record Create(String id, String actor, Payload object, JsonNode raw) implements Activity {}

  /** A changed post or actor. */
  record Update(String id, String actor, Payload object, JsonNode raw) implements Activity {}

  /** {@code object} is the id of the thing gone, sent bare, as Tombstone or whole. */
  record Delete(String id, String actor, Tombstone object, JsonNode raw) implements Activity {

    /** The actor deletes its own account. */
    public boolean ofActor() {
      return object.id().equals(actor);
    }
  }

  /**
   * A boost. {@code object} is only an id even when the post was inlined: foreign objects are
   * fetched from their origin (security row 32). {@code Announce{Create{…}}} of Lemmy is read as a
   * boost of the inner object (quirk 60); other activities that are announced are {@link Relayed}.
   */
  record Announce(
      String id,
      String actor,
      String object,
      Addressing addressing,
      Recipients recipients,
      @Nullable Instant published,
      JsonNode raw)
      implements Activity {}

  /**
   * A favourite. As {@code Like} with content (Misskey, quirk 65; FEP-c0e0) or as {@code
   * EmojiReact} (Akkoma) it is a reaction with an emoji.
   *
   * @param content the emoji, or {@code :name:} of a custom one; null for a mere favourite
   * @param emoji the picture of a custom one
   */
  record Like(
      String id,
      String actor,
      String object,
      @Nullable String content,
      Tag.@Nullable Emoji emoji,
      JsonNode raw)
      implements Activity {}

  /** {@code actor} blocks the actor {@code object}. */
  record Block(String id, String actor, String object, JsonNode raw) implements Activity {}

  /**
   * A report to the moderators of the server of those named (quirk 49).
   *
   * @param objects ids of actors and posts, in any order; may be empty when {@code content} names
   *     them
   * @param content what is wrong, plain text; Misskey names posts in it
   */
  record Flag(String id, String actor, List<String> objects, String content, JsonNode raw)
      implements Activity {
    public Flag {
      objects = List.copyOf(objects);
    }
  }

  /**
   * {@code object} or {@code hashtag} was put into the collection {@code target}: pinned, if that
   * is the featured one. Mastodon sends it without an id (quirk 79); then it is given a fresh one.
   */
  record Add(
      String id,
      String actor,
      @Nullable String object,
      Tag.@Nullable Hashtag hashtag,
      String target,
      JsonNode raw)
      implements Activity {}

  /** The opposite of {@link Add}. */
  record Remove(
      String id,
      String actor,
      @Nullable String object,
      Tag.@Nullable Hashtag hashtag,
      String target,
      JsonNode raw)
      implements Activity {}

  /**
   * {@code object} has moved to {@code target}. Said by the old account, or by the new one (Mitra,
   * quirk 48); that both know of each other is still to be checked.
   */
  record Move(String id, String actor, String object, String target, JsonNode raw)
      implements Activity {}

  /**
   * Asks whether {@code instrument} may quote {@code object} (FEP-044f).
   *
   * @param note the post that quotes, if it was sent along
   */
  record QuoteRequest(
      String id, String actor, String object, String instrument, @Nullable Note note, JsonNode raw)
      implements Activity {}

  /**
   * A group hands on what somebody did there (FEP-1b12, quirk 60). Only ids: what was done is
   * believed when the server of who did it shows it.
   *
   * @param inner id of the activity handed on
   * @param kind its type as claimed
   * @param object what it is about as claimed
   */
  record Relayed(
      String id, String actor, String inner, String kind, @Nullable String object, JsonNode raw)
      implements Activity {}

  /**
   * Anything else, and everything that could not be read.
   *
   * @param type as sent, empty when missing
   * @param reason for the log: why it was not read
   */
  record Unknown(
      @Nullable String id, @Nullable String actor, String type, String reason, JsonNode raw)
      implements Activity {}
}
