package org.colloque.federation.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.colloque.federation.vocabulary.Tag;

/** Mentions, hashtags and custom emoji as Mastodon writes them. */
final class TagWriter {

  private TagWriter() {}

  static ObjectNode tag(Tag tag) {
    return switch (tag) {
      case Tag.Mention mention ->
          Tree.part()
              .put("type", "Mention")
              .put("href", mention.href())
              .put("name", mention.name())
              .node();
      case Tag.Hashtag hashtag ->
          Tree.part()
              .put("type", "Hashtag")
              .put("href", hashtag.href())
              .put("name", "#" + hashtag.name())
              .node();
      case Tag.Emoji emoji ->
          Tree.part()
              .put("id", emoji.id())
              .put("type", "Emoji")
              .put("name", ":" + emoji.name() + ":")
              .put(
                  "icon",
                  Tree.part()
                      .put("type", "Image")
                      .put("mediaType", emoji.mediaType())
                      .put("url", emoji.iconUrl())
                      .node())
              .node();
    };
  }
}
