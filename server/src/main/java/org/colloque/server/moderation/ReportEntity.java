package org.colloque.server.moderation;

import static org.colloque.migrations.Tables.REPORTS;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.colloque.migrations.tables.records.ReportsRecord;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.http.Json;
import org.colloque.server.http.RawJson;
import org.jooq.DSLContext;

/** Reports as clients see them (Mastodon 4.6, entity Report). */
public final class ReportEntity {
  private ReportEntity() {}

  /** By identifier; whose target is gone is left out. */
  public static Map<Long, ObjectNode> byIds(
      DSLContext sql, AccountEntities accounts, Collection<Long> ids) {
    Map<Long, ObjectNode> entities = new HashMap<>();
    if (ids.isEmpty()) {
      return entities;
    }
    var rows = sql.selectFrom(REPORTS).where(REPORTS.ID.in(ids)).fetch();
    Map<Long, RawJson> targets = accounts.byIds(sql, rows.getValues(REPORTS.TARGET_ACCOUNT_ID));
    for (ReportsRecord row : rows) {
      RawJson target = targets.get(row.getTargetAccountId());
      if (target != null) {
        entities.put(row.getId(), entity(row, target));
      }
    }
    return entities;
  }

  private static ObjectNode entity(ReportsRecord row, RawJson target) {
    OffsetDateTime resolved = row.getResolvedAt();
    ObjectNode entity = Json.object();
    entity.put("id", Long.toString(row.getId()));
    entity.put("action_taken", resolved != null);
    entity.put("action_taken_at", resolved == null ? null : Json.moment(resolved.toInstant()));
    entity.put("category", row.getCategory());
    entity.put("comment", row.getComment());
    entity.put("forwarded", row.getForwarded());
    entity.put("created_at", Json.moment(row.getCreatedAt().toInstant()));
    list(entity.putArray("status_ids"), row.getStatusIds());
    entity.putArray("collection_ids");
    list(entity.putArray("rule_ids"), row.getRuleIds());
    entity.putPOJO("target_account", target);
    return entity;
  }

  private static void list(ArrayNode list, Long[] ids) {
    for (Long id : ids) {
      list.add(Long.toString(id));
    }
  }
}
