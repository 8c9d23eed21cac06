package org.colloque.federation.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.colloque.federation.vocabulary.Tag;
import org.jspecify.annotations.Nullable;

/** Mentions, hashtags and custom emoji. */
final class TagReader {

  private TagReader() {}

  static List<Tag> read(JsonNode document) {
    List<Tag> tags = new ArrayList<>();
    for (JsonNode value : Values.list(document, "tag")) {
      Tag tag = tag(value);
      if (tag != null && tags.size() < Limits.TAGS) {
        tags.add(tag);
      }
    }
    return tags;
  }

  static List<Tag.Emoji> emojis(JsonNode document) {
    return read(document).stream()
        .filter(Tag.Emoji.class::isInstance)
        .map(Tag.Emoji.class::cast)
        .toList();
  }

  private static @Nullable Tag tag(JsonNode value) {
    List<String> types = Values.types(value);
    return switch (types.isEmpty() ? "" : types.getFirst()) {
      case "Mention" -> {
        String href = Values.id(value, "href");
        yield href == null ? null : new Tag.Mention(href, Values.word(value, "name", Limits.WORD));
      }
      case "Hashtag" -> hashtag(value);
      case "Emoji" -> emoji(value);
      default -> null;
    };
  }

  /** The hashtag that this value is, if it is one. */
  static Tag.@Nullable Hashtag hashtagOf(JsonNode value) {
    return Values.types(value).contains("Hashtag") ? hashtag(value) : null;
  }

  /** The sign may be missing, and kbin writes {@code tag} for {@code name} (quirk 46). */
  private static Tag.@Nullable Hashtag hashtag(JsonNode value) {
    String name = Values.word(value, "name", Limits.WORD);
    name = name == null ? Values.word(value, "tag", Limits.WORD) : name;
    if (name == null) {
      return null;
    }
    String bare = name.startsWith("#") ? name.substring(1) : name;
    return bare.isBlank() ? null : new Tag.Hashtag(Values.id(value, "href"), bare);
  }

  /** With or without colons, id possibly null (quirk 47). */
  private static @Nullable Tag emoji(JsonNode value) {
    String name = Values.word(value, "name", Limits.WORD);
    JsonNode icon = Values.object(value, "icon");
    String url = icon == null ? null : Values.addressOf(icon);
    if (name == null || icon == null || url == null) {
      return null;
    }
    String bare = name.startsWith(":") ? name.substring(1) : name;
    bare = bare.endsWith(":") ? bare.substring(0, bare.length() - 1) : bare;
    return bare.isBlank()
        ? null
        : new Tag.Emoji(Values.idOf(value), bare, url, Values.mediaType(icon));
  }
}
