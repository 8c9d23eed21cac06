package org.colloque.server.notifications;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Json;
import org.colloque.server.http.RawJson;
import org.colloque.server.moderation.ReportEntity;
import org.colloque.server.notifications.NotificationQueries.Row;
import org.colloque.server.statuses.StatusEntities;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Notifications as clients see them (Mastodon 4.6, entities Notification and NotificationGroup).
 */
public final class NotificationEntities {
  private static final Set<String> GROUPED_BY_DEFAULT =
      Set.of("favourite", "reblog", "follow", "admin.sign_up");

  private final AccountEntities accounts;
  private final StatusEntities statuses;

  public NotificationEntities(AccountEntities accounts, StatusEntities statuses) {
    this.accounts = accounts;
    this.statuses = statuses;
  }

  /** One notification of {@code account}, for streams. */
  public Optional<ObjectNode> one(DSLContext sql, AccountId account, long id) {
    return NotificationQueries.one(sql, account, id).stream()
        .flatMap(row -> list(sql, account, List.of(row)).stream())
        .findFirst();
  }

  /** Notifications in their order; those whose status or sender is gone are left out. */
  List<ObjectNode> list(DSLContext sql, AccountId account, List<Row> rows) {
    Map<Long, RawJson> senders = accounts.byIds(sql, senders(rows));
    Map<Long, RawJson> about = statuses.byIds(sql, Viewer.of(account), about(rows));
    Map<Long, ObjectNode> reports = reports(sql, rows);
    List<ObjectNode> entities = new ArrayList<>();
    for (Row row : rows) {
      RawJson sender = senders.get(row.from());
      RawJson status = row.status() == null ? null : about.get(row.status());
      if (sender != null && (row.status() == null || status != null)) {
        ObjectNode entity = Json.object();
        entity.put("id", Long.toString(row.id()));
        entity.put("type", row.type());
        entity.put("group_key", row.groupKey());
        entity.put("created_at", Json.moment(row.createdAt().toInstant()));
        entity.putPOJO("account", sender);
        if (row.filtered()) {
          entity.put("filtered", true);
        }
        if (status != null) {
          entity.putPOJO("status", status);
        }
        if (row.report() != null) {
          entity.set("report", reports.get(row.report()));
        }
        entities.add(entity);
      }
    }
    return entities;
  }

  /** How a page of groups is shown. */
  record Grouping(Set<String> types, int limit, boolean partialAvatars) {
    static Grouping of(List<String> asked, int limit, boolean partialAvatars) {
      Set<String> types = new HashSet<>(GROUPED_BY_DEFAULT);
      if (!asked.isEmpty()) {
        types.retainAll(new HashSet<>(asked));
      }
      return new Grouping(types, limit, partialAvatars);
    }
  }

  /** A page of groups: the answer, and the cursors of the page. */
  record Groups(ObjectNode entity, List<Long> cursors) {}

  Groups groups(DSLContext sql, AccountId account, List<Row> rows, Grouping grouping) {
    Map<String, List<Row>> groups = new LinkedHashMap<>();
    for (Row row : rows) {
      String key = grouping.types().contains(row.type()) ? row.groupKey() : "ungrouped-" + row.id();
      groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(row);
    }
    List<Map.Entry<String, List<Row>>> shown =
        groups.entrySet().stream().limit(grouping.limit()).toList();
    ObjectNode result = joined(sql, account, shown, grouping.partialAvatars(), true);
    List<Long> cursors = new ArrayList<>();
    for (Map.Entry<String, List<Row>> group : shown) {
      cursors.add(group.getValue().getFirst().id());
    }
    if (!shown.isEmpty()) {
      cursors.add(shown.getLast().getValue().getLast().id());
    }
    return new Groups(result, cursors);
  }

  /** One group with all that belongs to it. */
  ObjectNode group(DSLContext sql, AccountId account, String key, List<Row> rows) {
    return joined(sql, account, List.of(Map.entry(key, rows)), false, false);
  }

  private ObjectNode joined(
      DSLContext sql,
      AccountId account,
      List<Map.Entry<String, List<Row>>> groups,
      boolean partialAvatars,
      boolean page) {
    Set<Long> full = new LinkedHashSet<>();
    Set<Long> others = new LinkedHashSet<>();
    Set<Long> about = new LinkedHashSet<>();
    Map<Long, ObjectNode> reports =
        reports(sql, groups.stream().map(group -> group.getValue().getFirst()).toList());
    ArrayNode entities = Json.MAPPER.createArrayNode();
    for (Map.Entry<String, List<Row>> group : groups) {
      List<Long> sample = sample(group.getValue());
      full.add(sample.getFirst());
      others.addAll(sample);
      @Nullable Long status = group.getValue().getFirst().status();
      if (status != null) {
        about.add(status);
      }
      ObjectNode entity = entity(group.getKey(), group.getValue(), sample, page);
      @Nullable Long report = group.getValue().getFirst().report();
      if (report != null) {
        entity.set("report", reports.get(report));
      }
      entities.add(entity);
    }
    Set<Long> whole = partialAvatars ? full : others;
    ObjectNode result = Json.object();
    result.putPOJO("accounts", accounts.list(sql, List.copyOf(whole)));
    if (partialAvatars) {
      others.removeAll(full);
      result.set("partial_accounts", partial(sql, others));
    }
    result.putPOJO("statuses", statuses.list(sql, Viewer.of(account), List.copyOf(about)));
    result.set("notification_groups", entities);
    return result;
  }

  private ArrayNode partial(DSLContext sql, Set<Long> ids) {
    ArrayNode partial = Json.MAPPER.createArrayNode();
    for (RawJson account : accounts.list(sql, List.copyOf(ids))) {
      ObjectNode whole = (ObjectNode) Json.read(account.bytes());
      partial.add(whole.retain("id", "acct", "url", "avatar", "avatar_static", "locked", "bot"));
    }
    return partial;
  }

  private static ObjectNode entity(String key, List<Row> rows, List<Long> sample, boolean page) {
    Row newest = rows.getFirst();
    ObjectNode entity = Json.object();
    entity.put("group_key", key);
    entity.put("notifications_count", rows.size());
    entity.put("type", newest.type());
    entity.put("most_recent_notification_id", newest.id());
    if (page) {
      entity.put("page_min_id", Long.toString(rows.getLast().id()));
      entity.put("page_max_id", Long.toString(newest.id()));
      entity.put("latest_page_notification_at", Json.moment(newest.createdAt().toInstant()));
    }
    ArrayNode ids = entity.putArray("sample_account_ids");
    sample.forEach(id -> ids.add(Long.toString(id)));
    if (newest.status() != null) {
      entity.put("status_id", Long.toString(newest.status()));
    }
    return entity;
  }

  private static List<Long> sample(List<Row> rows) {
    return rows.stream()
        .map(Row::from)
        .distinct()
        .limit(NotificationQueries.SAMPLE_ACCOUNTS)
        .toList();
  }

  /** What moderators are told of. */
  private Map<Long, ObjectNode> reports(DSLContext sql, List<Row> rows) {
    return ReportEntity.byIds(
        sql, accounts, rows.stream().map(Row::report).filter(Objects::nonNull).toList());
  }

  private static Set<Long> senders(List<Row> rows) {
    Set<Long> ids = new HashSet<>();
    rows.forEach(row -> ids.add(row.from()));
    return ids;
  }

  private static List<Long> about(List<Row> rows) {
    return rows.stream().map(Row::status).filter(Objects::nonNull).distinct().toList();
  }
}
