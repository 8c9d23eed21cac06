package org.colloque.server.moderation;

import static org.colloque.migrations.Tables.RULES;
import static org.colloque.migrations.Tables.STATUSES;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.colloque.migrations.tables.records.ReportsRecord;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Json;
import org.colloque.server.http.RawJson;
import org.colloque.server.statuses.StatusEntities;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Reports as those who moderate see them (Mastodon 4.6, entity Admin::Report). */
final class AdminReportEntity {
  private final AccountEntities accounts;
  private final StatusEntities statuses;

  AdminReportEntity(AccountEntities accounts, StatusEntities statuses) {
    this.accounts = accounts;
    this.statuses = statuses;
  }

  /** In the order of {@code reports}; one whose people are gone is left out. */
  List<ObjectNode> of(DSLContext sql, Viewer moderator, List<ReportsRecord> reports) {
    Set<Long> people = new HashSet<>();
    Set<Long> posts = new HashSet<>();
    Set<Long> rules = new HashSet<>();
    for (ReportsRecord report : reports) {
      people.add(report.getAccountId());
      people.add(report.getTargetAccountId());
      addIfThere(people, report.getAssignedToId());
      addIfThere(people, report.getResolvedById());
      posts.addAll(List.of(report.getStatusIds()));
      rules.addAll(List.of(report.getRuleIds()));
    }
    Named named =
        new Named(
            AdminAccountEntity.byIds(sql, accounts, people),
            statuses.byIds(sql, moderator, thereStill(sql, posts)),
            rules(sql, rules));
    List<ObjectNode> entities = new ArrayList<>();
    for (ReportsRecord report : reports) {
      if (named.accounts.containsKey(report.getAccountId())
          && named.accounts.containsKey(report.getTargetAccountId())) {
        entities.add(named.entity(report));
      }
    }
    return entities;
  }

  private static void addIfThere(Set<Long> ids, @Nullable Long id) {
    if (id != null) {
      ids.add(id);
    }
  }

  private static List<Long> thereStill(DSLContext sql, Collection<Long> posts) {
    return posts.isEmpty()
        ? List.of()
        : sql.select(STATUSES.ID)
            .from(STATUSES)
            .where(STATUSES.ID.in(posts))
            .and(STATUSES.DELETED_AT.isNull())
            .fetch(STATUSES.ID);
  }

  private static Map<Long, ObjectNode> rules(DSLContext sql, Collection<Long> ids) {
    return ids.isEmpty()
        ? Map.of()
        : sql.select(RULES.ID, RULES.TEXT, RULES.HINT)
            .from(RULES)
            .where(RULES.ID.in(ids))
            .fetchMap(RULES.ID, rule -> rule(rule.value1(), rule.value2(), rule.value3()));
  }

  private static ObjectNode rule(long id, String text, String hint) {
    ObjectNode rule =
        Json.object().put("id", Long.toString(id)).put("text", text).put("hint", hint);
    rule.putObject("translations");
    return rule;
  }

  /** What the reports of one page name, by identifier. */
  private record Named(
      Map<Long, ObjectNode> accounts, Map<Long, RawJson> posts, Map<Long, ObjectNode> rules) {

    ObjectNode entity(ReportsRecord report) {
      OffsetDateTime resolved = report.getResolvedAt();
      ObjectNode entity =
          Json.object()
              .put("id", Long.toString(report.getId()))
              .put("action_taken", resolved != null)
              .put("action_taken_at", resolved == null ? null : Json.moment(resolved.toInstant()))
              .put("category", report.getCategory())
              .put("comment", report.getComment())
              .put("forwarded", report.getForwarded())
              .put("created_at", Json.moment(report.getCreatedAt().toInstant()))
              .put("updated_at", Json.moment(report.getUpdatedAt().toInstant()));
      entity.set("account", accounts.get(report.getAccountId()));
      entity.set("target_account", accounts.get(report.getTargetAccountId()));
      entity.set("assigned_account", account(report.getAssignedToId()));
      entity.set("action_taken_by_account", account(report.getResolvedById()));
      ArrayNode shown = entity.putArray("statuses");
      for (Long id : report.getStatusIds()) {
        RawJson post = posts.get(id);
        if (post != null) {
          shown.addPOJO(post);
        }
      }
      ArrayNode broken = entity.putArray("rules");
      for (Long id : report.getRuleIds()) {
        ObjectNode rule = rules.get(id);
        if (rule != null) {
          broken.add(rule);
        }
      }
      return entity;
    }

    private @Nullable ObjectNode account(@Nullable Long id) {
      return id == null ? null : accounts.get(id);
    }
  }
}
