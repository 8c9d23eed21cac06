package org.colloque.server.statuses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.colloque.server.http.Json;
import org.jspecify.annotations.Nullable;

/** A poll as clients see it (Mastodon 4.6, entity Poll). */
final class PollEntity {
  private PollEntity() {}

  /**
   * @param emojis of its status
   * @param choices what the viewer chose; null for a visitor
   * @param own the viewer asks it
   */
  static ObjectNode of(
      PollRow poll, JsonNode emojis, @Nullable List<Integer> choices, boolean own, Instant now) {
    ObjectNode entity = Json.object();
    Instant end = poll.endsAt();
    entity.put("id", Long.toString(poll.id()));
    entity.put("expires_at", end == null ? null : Json.moment(end));
    entity.put("expired", poll.isOver(now));
    entity.put("multiple", poll.multiple());
    entity.put("votes_count", poll.total());
    entity.put("voters_count", poll.people());
    ArrayNode options = entity.putArray("options");
    for (int i = 0; i < poll.options().size(); i++) {
      options
          .addObject()
          .put("title", poll.options().get(i))
          .put("votes_count", poll.showsTotals(now) ? poll.votes().get(i) : null);
    }
    entity.set("emojis", emojis);
    if (choices != null) {
      entity.put("voted", own || !choices.isEmpty());
      choices.forEach(entity.putArray("own_votes")::add);
    }
    return entity;
  }
}
