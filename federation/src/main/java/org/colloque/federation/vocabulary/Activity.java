package org.colloque.federation.vocabulary;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
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

  /** {@code actor} grants what {@code object} asked for. */
  record Accept(String id, String actor, ActivityReference object, JsonNode raw)
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
   * boost of the inner object (quirk 60).
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

  /** A favourite; {@code content} is an emoji when it is a reaction of Misskey (quirk 65). */
  record Like(String id, String actor, String object, @Nullable String content, JsonNode raw)
      implements Activity {}

  /** {@code actor} blocks the actor {@code object}. */
  record Block(String id, String actor, String object, JsonNode raw) implements Activity {}

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
