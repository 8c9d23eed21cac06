package org.colloque.federation.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.colloque.federation.vocabulary.Activity;
import org.colloque.federation.vocabulary.Note;
import org.colloque.federation.vocabulary.Payload;
import org.colloque.federation.vocabulary.Tag;
import org.jspecify.annotations.Nullable;

/** What is more than a type, an actor and an object. */
final class ActivityParts {

  private ActivityParts() {}

  /**
   * Types that some servers send without an id (quirks 49 and 79) get one. Deleting or reporting
   * twice is the same as once, so theirs follows from what they say; a pin may be put and taken
   * away many times.
   */
  static @Nullable String idOfOneWithout(String type, @Nullable String actor, JsonNode document) {
    String object = Values.id(document, "object");
    return switch (type) {
      case "Delete" -> object == null ? null : object + "#delete";
      case "Add", "Remove" -> actor == null ? null : actor + "#pins/" + UUID.randomUUID();
      case "Flag" -> actor == null ? null : actor + "#flags/" + said(document);
      default -> null;
    };
  }

  private static UUID said(JsonNode document) {
    String content = Values.text(document, "content", Limits.REPORT);
    String all = Values.ids(document, "object", Limits.REPORTED) + " " + content;
    return UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8));
  }

  /** A favourite or a reaction (quirks 65 and 85). */
  static Activity.Like like(String id, String actor, String object, JsonNode raw) {
    String content = Values.word(raw, "content", Limits.WORD);
    content = content == null ? Values.word(raw, "_misskey_reaction", Limits.WORD) : content;
    return new Activity.Like(
        id, actor, object, content, content == null ? null : custom(raw, content), raw);
  }

  private static Tag.@Nullable Emoji custom(JsonNode raw, String content) {
    String bare = shortcode(content);
    return TagReader.emojis(raw).stream()
        .filter(emoji -> shortcode(emoji.name()).equals(bare))
        .findFirst()
        .map(emoji -> new Tag.Emoji(emoji.id(), bare, emoji.iconUrl(), emoji.mediaType()))
        .orElse(null);
  }

  /** Without colons and without the host that Iceshrimp adds. */
  private static String shortcode(String name) {
    String bare = name.startsWith(":") ? name.substring(1) : name;
    bare = bare.endsWith(":") ? bare.substring(0, bare.length() - 1) : bare;
    int at = bare.indexOf('@');
    return at > 0 ? bare.substring(0, at) : bare;
  }

  static @Nullable Activity flag(String id, String actor, JsonNode raw) {
    List<String> objects = Values.ids(raw, "object", Limits.REPORTED);
    String content = Values.text(raw, "content", Limits.REPORT);
    return objects.isEmpty() && content == null
        ? null
        : new Activity.Flag(id, actor, objects, content == null ? "" : content, raw);
  }

  /** Add and Remove. */
  static @Nullable Activity collectionChange(String type, String id, String actor, JsonNode raw) {
    String target = Values.id(raw, "target");
    String object = Values.id(raw, "object");
    ObjectNode inlined = Values.object(raw, "object");
    Tag.Hashtag hashtag = inlined == null ? null : TagReader.hashtagOf(inlined);
    if (target == null || (object == null && hashtag == null)) {
      return null;
    }
    return type.equals("Add")
        ? new Activity.Add(id, actor, object, hashtag, target, raw)
        : new Activity.Remove(id, actor, object, hashtag, target, raw);
  }

  /** The votes that {@code first} and what comes with it are; null when it is a post. */
  static Payload.@Nullable Ballot ballot(JsonNode raw, Note first) {
    if (!isVote(first)) {
      return null;
    }
    List<String> names = new ArrayList<>();
    for (JsonNode value : Values.list(raw, "object")) {
      Note vote = NoteReader.read(value, null).orElse(null);
      boolean counts =
          vote != null
              && isVote(vote)
              && vote.attributedTo().equals(first.attributedTo())
              && Objects.equals(vote.thread().inReplyTo(), first.thread().inReplyTo());
      String name = vote == null ? null : vote.text().name();
      if (counts && name != null && names.size() < Limits.VOTES) {
        names.add(name);
      }
    }
    String poll = first.thread().inReplyTo();
    return poll == null ? null : new Payload.Ballot(first.id(), first.attributedTo(), poll, names);
  }

  /** A name and no text, in answer to something (quirk 37). */
  private static boolean isVote(Note note) {
    return note.kind() == Note.Kind.NOTE
        && note.text().name() != null
        && note.text().content().isBlank()
        && note.attachments().isEmpty()
        && note.thread().inReplyTo() != null;
  }
}
