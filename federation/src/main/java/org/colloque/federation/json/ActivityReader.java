package org.colloque.federation.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.colloque.federation.vocabulary.Activity;
import org.colloque.federation.vocabulary.ActivityReference;
import org.colloque.federation.vocabulary.Actor;
import org.colloque.federation.vocabulary.Addressing;
import org.colloque.federation.vocabulary.Note;
import org.colloque.federation.vocabulary.Payload;
import org.colloque.federation.vocabulary.Recipients;
import org.colloque.federation.vocabulary.Tombstone;
import org.jspecify.annotations.Nullable;

/** A document to an {@link Activity}; what cannot be read becomes {@link Activity.Unknown}. */
public final class ActivityReader {
  /** A reason of {@link Activity.Unknown}. */
  public static final String NO_ID = "no usable id or actor";

  /** Likewise. */
  public static final String NOT_READ = "type not read, or without a usable object";

  private ActivityReader() {}

  /**
   * Reads without judging who may say it; for inbox deliveries use {@code signature.Authorship}.
   *
   * @param followers id of the followers collection of the acting actor, to tell followers-only
   *     from direct; null when unknown, then nothing is followers-only
   */
  public static Activity read(JsonNode document, @Nullable String followers) {
    List<String> types = Values.types(document);
    String type = types.isEmpty() ? "" : types.getFirst();
    String actor = Values.id(document, "actor");
    String id = Values.idOf(document);
    id = id == null ? ActivityParts.idOfOneWithout(type, actor, document) : id;
    if (actor == null || id == null) {
      return new Activity.Unknown(id, actor, type, NO_ID, document);
    }
    Activity read = read(type, id, actor, document, followers);
    return read == null ? new Activity.Unknown(id, actor, type, NOT_READ, document) : read;
  }

  private static @Nullable Activity read(
      String type, String id, String actor, JsonNode raw, @Nullable String followers) {
    return switch (type) {
      case "Announce" -> announce(id, actor, raw, followers);
      case "Create", "Update" -> {
        Payload payload = payload(raw, followers);
        if (payload == null) {
          yield null;
        }
        yield type.equals("Create")
            ? new Activity.Create(id, actor, payload, raw)
            : new Activity.Update(id, actor, payload, raw);
      }
      case "Accept", "Reject", "Undo" -> aboutActivity(type, id, actor, raw);
      case "Flag" -> ActivityParts.flag(id, actor, raw);
      case "Add", "Remove" -> ActivityParts.collectionChange(type, id, actor, raw);
      default -> {
        String object = Values.id(raw, "object");
        yield object == null ? null : aboutObject(type, id, actor, object, raw, followers);
      }
    };
  }

  private static @Nullable Activity aboutObject(
      String type,
      String id,
      String actor,
      String object,
      JsonNode raw,
      @Nullable String followers) {
    return switch (type) {
      case "Follow" -> new Activity.Follow(id, actor, object, raw);
      case "Block" -> new Activity.Block(id, actor, object, raw);
      case "Like", "EmojiReact" -> ActivityParts.like(id, actor, object, raw);
      case "Delete" -> new Activity.Delete(id, actor, new Tombstone(object), raw);
      case "Move" -> {
        String target = Values.id(raw, "target");
        yield target == null ? null : new Activity.Move(id, actor, object, target, raw);
      }
      case "QuoteRequest" -> {
        String quote = Values.id(raw, "instrument");
        ObjectNode sent = Values.object(raw, "instrument");
        Note note = sent == null ? null : NoteReader.read(sent, followers).orElse(null);
        yield quote == null ? null : new Activity.QuoteRequest(id, actor, object, quote, note, raw);
      }
      default -> null;
    };
  }

  private static @Nullable Activity aboutActivity(
      String type, String id, String actor, JsonNode raw) {
    ActivityReference about = reference(raw);
    if (about == null) {
      return null;
    }
    return switch (type) {
      case "Accept" -> new Activity.Accept(id, actor, about, Values.id(raw, "result"), raw);
      case "Reject" -> new Activity.Reject(id, actor, about, raw);
      default -> new Activity.Undo(id, actor, about, raw);
    };
  }

  private static @Nullable Activity announce(
      String id, String actor, JsonNode raw, @Nullable String followers) {
    ObjectNode inlined = Values.object(raw, "object");
    String object = Values.id(raw, "object");
    if (inlined != null && inlined.has("actor") && inlined.has("object")) {
      // Lemmy announces activities; a Create is a boost of a post
      String kind = String.join(" ", Values.types(inlined));
      String about = Values.id(inlined, "object");
      if (!kind.equals("Create")) {
        return object == null ? null : new Activity.Relayed(id, actor, object, kind, about, raw);
      }
      object = about;
    }
    if (object == null) {
      return null;
    }
    Recipients recipients = Values.recipients(raw);
    return new Activity.Announce(
        id,
        actor,
        object,
        Addressing.of(recipients, followers),
        recipients,
        Values.instant(raw, "published"),
        raw);
  }

  private static @Nullable Payload payload(JsonNode raw, @Nullable String followers) {
    ObjectNode inlined = Values.object(raw, "object");
    if (inlined == null) {
      String id = Values.id(raw, "object");
      return id == null ? null : new Payload.Link(id);
    }
    Optional<Note> note = NoteReader.read(inlined, followers);
    if (note.isPresent()) {
      Payload.Ballot ballot = ActivityParts.ballot(raw, note.get());
      return ballot == null ? note.get() : ballot;
    }
    Optional<Actor> known = ActorReader.read(inlined);
    if (known.isPresent()) {
      return known.get();
    }
    String id = Values.idOf(inlined);
    return id == null ? null : new Payload.Other(id, String.join(" ", Values.types(inlined)));
  }

  private static @Nullable ActivityReference reference(JsonNode raw) {
    ObjectNode inlined = Values.object(raw, "object");
    String id = Values.id(raw, "object");
    if (inlined == null) {
      return id == null
          ? null
          : new ActivityReference(ActivityReference.Kind.NOT_TOLD, id, null, null);
    }
    String object = Values.id(inlined, "object");
    if (id == null && object == null) {
      return null;
    }
    return new ActivityReference(kind(inlined), id, Values.id(inlined, "actor"), object);
  }

  private static ActivityReference.Kind kind(JsonNode inlined) {
    List<String> types = Values.types(inlined);
    return switch (types.isEmpty() ? "" : types.getFirst()) {
      case "Follow" -> ActivityReference.Kind.FOLLOW;
      case "Like", "EmojiReact" -> ActivityReference.Kind.LIKE;
      case "Announce" -> ActivityReference.Kind.ANNOUNCE;
      case "Block" -> ActivityReference.Kind.BLOCK;
      case "Accept" -> ActivityReference.Kind.ACCEPT;
      case "QuoteRequest" -> ActivityReference.Kind.QUOTE_REQUEST;
      case "" -> ActivityReference.Kind.NOT_TOLD;
      default -> ActivityReference.Kind.OTHER;
    };
  }
}
