package org.colloque.server.moderation;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.USERS;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.http.Json;
import org.colloque.server.http.RawJson;
import org.jooq.DSLContext;
import org.jooq.Record;

/** Accounts as those who moderate see them (Mastodon 4.6, entity Admin::Account). */
final class AdminAccountEntity {
  private AdminAccountEntity() {}

  /** By identifier; who is gone is left out. Addresses of people are not kept. */
  static Map<Long, ObjectNode> byIds(
      DSLContext sql, AccountEntities accounts, Collection<Long> ids) {
    Map<Long, ObjectNode> entities = new HashMap<>();
    Map<Long, RawJson> shown = accounts.byIds(sql, ids);
    sql.select(ACCOUNTS.fields())
        .select(
            USERS.EMAIL,
            USERS.LOCALE,
            USERS.SIGN_UP_REASON,
            USERS.CONFIRMED_AT,
            USERS.APPROVED_AT,
            USERS.DISABLED_AT,
            USERS.ID)
        .from(ACCOUNTS)
        .leftJoin(USERS)
        .on(USERS.ACCOUNT_ID.eq(ACCOUNTS.ID))
        .where(ACCOUNTS.ID.in(shown.keySet()))
        .forEach(row -> {
          RawJson account = shown.get(row.get(ACCOUNTS.ID));
          if (account != null) {
            entities.put(row.get(ACCOUNTS.ID), entity(row, account));
          }
        });
    return entities;
  }

  private static ObjectNode entity(Record row, RawJson account) {
    boolean member = row.get(USERS.ID) != null;
    ObjectNode entity =
        Json.object()
            .put("id", Long.toString(row.get(ACCOUNTS.ID)))
            .put("username", row.get(ACCOUNTS.USERNAME))
            .put("domain", row.get(ACCOUNTS.DOMAIN))
            .put("created_at", Json.moment(row.get(ACCOUNTS.CREATED_AT).toInstant()))
            .put("email", row.get(USERS.EMAIL))
            .putNull("ip");
    if (member) {
      entity.putArray("ips");
    } else {
      entity.putNull("ips");
    }
    entity
        .put("locale", row.get(USERS.LOCALE))
        .put("invite_request", row.get(USERS.SIGN_UP_REASON))
        .putNull("role");
    flag(entity, "confirmed", member, row.get(USERS.CONFIRMED_AT) != null);
    flag(entity, "approved", member, row.get(USERS.APPROVED_AT) != null);
    flag(entity, "disabled", member, row.get(USERS.DISABLED_AT) != null);
    entity
        .put("silenced", row.get(ACCOUNTS.SILENCED_AT) != null)
        .put("suspended", row.get(ACCOUNTS.SUSPENDED_AT) != null)
        .put("sensitized", false)
        .set("account", Json.read(account.bytes()));
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
