package org.colloque.server.statuses;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.List;
import org.colloque.server.filters.MemberFilters;
import org.colloque.server.http.Json;
import org.colloque.server.text.PlainText;
import org.jspecify.annotations.Nullable;

/**
 * What readers see of statuses as plain text, for filters to look into: made only for members who
 * have filters, and kept under the version of the status.
 */
final class FilterTexts {
  private static final long CACHE_CHARACTERS = 8L * 1024 * 1024;
  private static final int KEY_COST = 48;

  private final Cache<StatusRow.Key, String> cache =
      Caffeine.newBuilder()
          .maximumWeight(CACHE_CHARACTERS)
          .weigher((StatusRow.Key _, String text) -> text.length() + KEY_COST)
          .build();

  /**
   * @param open the rendered status without its closing brace
   */
  String of(StatusRow.Key key, byte[] open, @Nullable PollRow poll) {
    return cache.get(key, _ -> text(open, poll));
  }

  private static String text(byte[] open, @Nullable PollRow poll) {
    byte[] json = java.util.Arrays.copyOf(open, open.length + 1);
    json[open.length] = '}';
    JsonNode status = Json.read(json);
    List<String> texts = new ArrayList<>();
    texts.add(status.path("spoiler_text").asText());
    texts.add(PlainText.of(status.path("content").asText()));
    status
        .path("media_attachments")
        .forEach(media -> texts.add(media.path("description").asText("")));
    if (poll != null) {
      texts.addAll(poll.options());
    }
    return MemberFilters.text(String.join("\n\n", texts));
  }
}
