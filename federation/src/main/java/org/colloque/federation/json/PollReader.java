package org.colloque.federation.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.colloque.federation.vocabulary.Poll;
import org.jspecify.annotations.Nullable;

/** The options, the end and the numbers of a Question. */
final class PollReader {

  private PollReader() {}

  /** Null without an option. */
  static @Nullable Poll read(JsonNode document) {
    boolean multiple = document.has("anyOf");
    List<Poll.Option> options = options(document, multiple ? "anyOf" : "oneOf");
    if (options.isEmpty()) {
      return null;
    }
    Instant end = Values.instant(document, "endTime");
    Instant closed = Values.instant(document, "closed");
    return new Poll(
        multiple,
        options,
        end == null ? closed : end,
        Values.flag(document, "closed"),
        Values.number(document, "votersCount", 0, Limits.COUNT));
  }

  private static List<Poll.Option> options(JsonNode document, String name) {
    List<Poll.Option> options = new ArrayList<>();
    for (JsonNode value : Values.list(document, name)) {
      String text = Values.text(value, "name", Limits.OPTION);
      boolean fresh =
          text != null && options.stream().noneMatch(option -> option.name().equals(text));
      if (text != null && !text.isBlank() && fresh && options.size() < Limits.OPTIONS) {
        Long votes = Values.number(value.path("replies"), "totalItems", 0, Limits.COUNT);
        options.add(new Poll.Option(text, votes));
      }
    }
    return options;
  }
}
