package org.colloque.server.scheduled;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.colloque.migrations.tables.records.ScheduledStatusesRecord;
import org.colloque.server.database.Decimal;
import org.colloque.server.http.Json;
import org.colloque.server.http.Parameters;
import org.colloque.server.text.Languages;

/** A post that waits (Mastodon 4.6, entity ScheduledStatus). */
record ScheduledEntity(
    String id, Instant scheduledAt, ObjectNode params, ArrayNode mediaAttachments) {
  static ScheduledEntity of(ScheduledStatusesRecord row, ArrayNode media) {
    return new ScheduledEntity(
        Long.toString(row.getId()), row.getScheduledAt().toInstant(), params(row), media);
  }

  /** What was sent, in the types of the entity; the time and two old fields say nothing. */
  private static ObjectNode params(ScheduledStatusesRecord row) {
    Parameters sent = sent(row);
    ObjectNode params = Json.object();
    params.put("text", sent.text("status", ""));
    params.set("poll", sent.tree().get("poll"));
    ArrayNode media = Json.MAPPER.createArrayNode();
    sent.list("media_ids").forEach(media::add);
    params.set("media_ids", media.isEmpty() ? null : media);
    params.put("sensitive", sent.flag("sensitive").orElse(null));
    params.put("spoiler_text", sent.text("spoiler_text").orElse(null));
    params.put("visibility", sent.text("visibility").filter(text -> !text.isEmpty()).orElse(null));
    params.put("in_reply_to_id", sent.text("in_reply_to_id").flatMap(Decimal::parse).orElse(null));
    params.put("language", sent.text("language").flatMap(Languages::normalize).orElse(null));
    params.put("application_id", row.getApplicationId());
    params.putNull("scheduled_at");
    params.put("idempotency", row.getIdempotencyKey());
    params.put("with_rate_limit", false);
    return params;
  }

  /** The request as it was kept. */
  static Parameters sent(ScheduledStatusesRecord row) {
    JsonNode tree = Json.read(row.getParams().data().getBytes(StandardCharsets.UTF_8));
    return tree instanceof ObjectNode object ? Parameters.of(object) : Parameters.empty();
  }
}
