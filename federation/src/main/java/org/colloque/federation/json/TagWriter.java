package org.colloque.federation.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.colloque.federation.vocabulary.Tag;

/** Mentions, hashtags and custom emoji as Mastodon writes them. */
final class TagWriter {

  private TagWriter() {}

  /** The post that is quoted, as a link to an object (FEP-e232). */
  static ObjectNode quoted(String id) {
    return Tree.part()
        .put("type", "Link")
        .put("mediaType", "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"")
        .put("rel", DetailsReader.QUOTE_LINK)
        .put("href", id)
        .put("name", "RE: " + id)
        .node();
  }

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
