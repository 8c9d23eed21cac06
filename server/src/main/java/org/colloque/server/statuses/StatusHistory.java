package org.colloque.server.statuses;

import static org.colloque.migrations.Tables.STATUS_EDITS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import org.colloque.migrations.tables.records.StatusesRecord;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.http.Json;
import org.jooq.DSLContext;
import org.jooq.JSONB;

/** What a status said, from the first version to the present one (entity StatusEdit). */
final class StatusHistory {
  private final AccountEntities accounts;

  StatusHistory(AccountEntities accounts) {
    this.accounts = accounts;
  }

  ArrayNode of(DSLContext sql, StatusesRecord status) {
    Object account = accounts.one(sql, new AccountId(status.getAccountId()));
    ArrayNode history = Json.MAPPER.createArrayNode();
    sql.selectFrom(STATUS_EDITS)
        .where(STATUS_EDITS.STATUS_ID.eq(status.getId()))
        .orderBy(STATUS_EDITS.ID)
        .forEach(edit ->
            entry(
                    history,
                    edit.getContentHtml(),
                    edit.getSpoilerText(),
                    edit.getSensitive(),
                    edit.getCreatedAt(),
                    edit.getEmojis())
                .putPOJO("account", account));
    OffsetDateTime changed =
        status.getEditedAt() == null ? status.getCreatedAt() : status.getEditedAt();
    entry(
            history,
            status.getContentHtml(),
            status.getSpoilerText(),
            status.getSensitive(),
            changed,
            status.getEmojis())
        .putPOJO("account", account);
    return history;
  }

  private static ObjectNode entry(
      ArrayNode history,
      String content,
      String spoiler,
      boolean sensitive,
      OffsetDateTime at,
      JSONB emojis) {
    ObjectNode entry = history.addObject();
    entry.put("content", content);
    entry.put("spoiler_text", spoiler);
    entry.put("sensitive", sensitive);
    entry.put("created_at", Json.moment(at.toInstant()));
    entry.putArray("media_attachments");
    JsonNode known = Json.read(emojis.data().getBytes(StandardCharsets.UTF_8));
    entry.set("emojis", known);
    return entry;
  }
}
