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
   * @param asMember the viewer is one
   * @param choices what the viewer chose, empty where that is not kept; null when they did not vote
   * @param own the viewer asks it
   */
  static ObjectNode of(
      PollRow poll,
      JsonNode emojis,
      boolean asMember,
      @Nullable List<Integer> choices,
      boolean own,
      Instant now) {
    boolean shown = poll.showsTotals(choices != null, now);
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
          .put("votes_count", shown ? poll.votes().get(i) : null);
    }
    entity.set("emojis", emojis);
    if (asMember) {
      // who asks in a group has a voice like the others
      entity.put("voted", choices != null || own && !poll.ofGroup());
      ArrayNode votes = entity.putArray("own_votes");
      if (choices != null) {
        choices.forEach(votes::add);
      }
    }
    if (poll.ofGroup()) {
      ObjectNode manner = entity.putObject("colloque");
      manner.put("ballots", poll.manner().ballots().wire());
      manner.put("hide_until_vote", poll.manner().hideUntilVote());
      ArrayNode dates = manner.putArray("dates");
      poll.manner().dates().forEach(date -> dates.add(Json.moment(date)));
    }
    return entity;
  }
}
