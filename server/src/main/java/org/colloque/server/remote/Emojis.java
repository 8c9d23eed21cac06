package org.colloque.server.remote;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.regex.Pattern;
import org.colloque.federation.vocabulary.Tag;
import org.colloque.server.http.Json;

/** Custom emojis of other servers, stored as the client API shows them; the images stay there. */
final class Emojis {
  /** Of one post or profile; further ones stay text. */
  static final int MOST = 50;

  private static final Pattern SHORTCODE = Pattern.compile("[A-Za-z0-9_]{1,100}");

  private Emojis() {}

  static String json(List<Tag.Emoji> emojis) {
    ArrayNode stored = Json.MAPPER.createArrayNode();
    for (Tag.Emoji emoji : emojis) {
      if (stored.size() < MOST && SHORTCODE.matcher(emoji.name()).matches()) {
        stored
            .addObject()
            .put("shortcode", emoji.name())
            .put("url", emoji.iconUrl())
            .put("static_url", emoji.iconUrl())
            .put("visible_in_picker", false);
      }
    }
    return stored.toString();
  }
}
