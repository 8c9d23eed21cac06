package org.colloque.server.moderation;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.INVITES;
import static org.colloque.migrations.Tables.SESSIONS;
import static org.colloque.migrations.Tables.USERS;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.RoleEntity;
import org.colloque.server.http.Json;
import org.colloque.server.http.RawJson;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Record3;
import org.jooq.impl.DSL;

/** Accounts as those who moderate see them (Mastodon 4.6, entity Admin::Account). */
final class AdminAccountEntity {
  private AdminAccountEntity() {}

  /**
   * By identifier; who is gone is left out. Where a member was is known of their open sessions
   * only, and is gone with them.
   */
  static Map<Long, ObjectNode> byIds(
      DSLContext sql, AccountEntities accounts, Collection<Long> ids) {
    Map<Long, ObjectNode> entities = new HashMap<>();
    Map<Long, RawJson> shown = accounts.byIds(sql, ids);
    Map<Long, List<Record3<Long, String, OffsetDateTime>>> places = places(sql, shown.keySet());
    sql.select(ACCOUNTS.fields())
        .select(
            USERS.EMAIL,
            USERS.LOCALE,
            USERS.SIGN_UP_REASON,
            USERS.CONFIRMED_AT,
            USERS.APPROVED_AT,
            USERS.DISABLED_AT,
            USERS.ROLE,
            USERS.CREATED_BY_APP_ID,
            USERS.ID,
            INVITES.CREATED_BY)
        .from(ACCOUNTS)
        .leftJoin(USERS)
        .on(USERS.ACCOUNT_ID.eq(ACCOUNTS.ID))
        .leftJoin(INVITES)
        .on(INVITES.ID.eq(USERS.INVITE_ID))
        .where(ACCOUNTS.ID.in(shown.keySet()))
        .forEach(row -> {
          RawJson account = shown.get(row.get(ACCOUNTS.ID));
          if (account != null) {
            entities.put(
                row.get(ACCOUNTS.ID),
                entity(row, account, places.getOrDefault(row.get(ACCOUNTS.ID), List.of())));
          }
        });
    return entities;
  }

  /** Addresses of open sessions, the latest first. */
  private static Map<Long, List<Record3<Long, String, OffsetDateTime>>> places(
      DSLContext sql, Collection<Long> accounts) {
    var used = DSL.max(SESSIONS.LAST_USED_AT);
    return sql
        .select(USERS.ACCOUNT_ID, SESSIONS.IP, used)
        .from(SESSIONS)
        .join(USERS)
        .on(USERS.ID.eq(SESSIONS.USER_ID))
        .where(USERS.ACCOUNT_ID.in(accounts))
        .and(SESSIONS.IP.ne(""))
        .groupBy(USERS.ACCOUNT_ID, SESSIONS.IP)
        .orderBy(used.desc())
        .fetch()
        .stream()
        .collect(java.util.stream.Collectors.groupingBy(Record3::value1));
  }

  private static ObjectNode entity(
      Record row, RawJson account, List<Record3<Long, String, OffsetDateTime>> places) {
    boolean member = row.get(USERS.ID) != null;
    ObjectNode entity =
        Json.object()
            .put("id", Long.toString(row.get(ACCOUNTS.ID)))
            .put("username", row.get(ACCOUNTS.USERNAME))
            .put("domain", row.get(ACCOUNTS.DOMAIN))
            .put("created_at", Json.moment(row.get(ACCOUNTS.CREATED_AT).toInstant()))
            .put("email", row.get(USERS.EMAIL))
            .put("ip", places.isEmpty() ? null : places.getFirst().value2());
    if (member) {
      ArrayNode ips = entity.putArray("ips");
      places.forEach(place ->
          ips.addObject()
              .put("ip", place.value2())
              .put("used_at", Json.moment(place.value3().toInstant())));
    } else {
      entity.putNull("ips");
    }
    entity
        .put("locale", row.get(USERS.LOCALE))
        .put("invite_request", row.get(USERS.SIGN_UP_REASON));
    entity.set("role", member ? Json.tree(RoleEntity.of(row.get(USERS.ROLE))) : null);
    flag(entity, "confirmed", member, row.get(USERS.CONFIRMED_AT) != null);
    flag(entity, "approved", member, row.get(USERS.APPROVED_AT) != null);
    flag(entity, "disabled", member, row.get(USERS.DISABLED_AT) != null);
    entity
        .put("silenced", row.get(ACCOUNTS.SILENCED_AT) != null)
        .put("suspended", row.get(ACCOUNTS.SUSPENDED_AT) != null)
        .put("sensitized", row.get(ACCOUNTS.SENSITIZED_AT) != null)
        .set("account", Json.read(account.bytes()));
    if (row.get(USERS.CREATED_BY_APP_ID) != null) {
      entity.put("created_by_application_id", Long.toString(row.get(USERS.CREATED_BY_APP_ID)));
    }
    if (row.get(INVITES.CREATED_BY) != null) {
      entity.put("invited_by_account_id", Long.toString(row.get(INVITES.CREATED_BY)));
    }
    return entity;
  }

  /** What only members have is null for others. */
  private static void flag(ObjectNode entity, String name, boolean member, boolean value) {
    if (member) {
      entity.put(name, value);
    } else {
      entity.putNull(name);
    }
  }
}
