package org.colloque.server.accounts;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.USERS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.colloque.server.http.Json;
import org.colloque.server.http.RawJson;
import org.colloque.server.kit.Kit;
import org.colloque.server.kit.ProxyAddress;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * Renders accounts for the client API. What is rendered is kept by identifier and version: every
 * change that is seen steps {@code accounts.version}, so nothing stale is ever found, in any
 * process.
 */
public final class AccountEntities {
  /** Which text of which account. */
  public record Key(long id, long version) {}

  private static final long CACHE_BYTES = 24L * 1024 * 1024;

  private final Kit kit;
  private final ProxyAddress proxy;
  private final Cache<Key, RawJson> cache =
      Caffeine.newBuilder()
          .maximumWeight(CACHE_BYTES)
          .weigher((Key _, RawJson json) -> json.bytes().length + 96)
          .build();

  public AccountEntities(Kit kit) {
    this.kit = kit;
    this.proxy = new ProxyAddress(kit);
  }

  /** One account; empty when there is none. */
  public @Nullable RawJson one(DSLContext sql, AccountId id) {
    return byIds(sql, List.of(id.value())).get(id.value());
  }

  /** Accounts in the order of {@code ids}; those that do not exist are left out. */
  public List<RawJson> list(DSLContext sql, List<Long> ids) {
    Map<Long, RawJson> found = byIds(sql, ids);
    return ids.stream().map(found::get).filter(Objects::nonNull).toList();
  }

  /** Accounts by identifier, in one or two statements whatever their number. */
  public Map<Long, RawJson> byIds(DSLContext sql, Collection<Long> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    List<Key> keys =
        sql.select(ACCOUNTS.ID, ACCOUNTS.VERSION)
            .from(ACCOUNTS)
            .where(ACCOUNTS.ID.in(ids))
            .fetch(row -> new Key(row.value1(), row.value2()));
    Map<Long, RawJson> byId = new HashMap<>();
    byKeys(sql, keys).forEach((key, json) -> byId.put(key.id(), json));
    return byId;
  }

  /** Those that are rendered already. */
  public Map<Key, RawJson> cached(Collection<Key> keys) {
    return cache.getAllPresent(keys);
  }

  /** For callers that have the versions at hand: a statement is needed for misses only. */
  public Map<Key, RawJson> byKeys(DSLContext sql, Collection<Key> keys) {
    Map<Key, RawJson> found = new HashMap<>(cache.getAllPresent(keys));
    List<Long> missing = new ArrayList<>();
    for (Key key : keys) {
      if (!found.containsKey(key)) {
        missing.add(key.id());
      }
    }
    if (!missing.isEmpty()) {
      Map<Long, Key> asked = new HashMap<>();
      keys.forEach(key -> asked.put(key.id(), key));
      List<? extends Record> rows = load(sql, missing);
      Map<Long, RawJson> moved = moved(sql, rows);
      for (Record row : rows) {
        RawJson json =
            new RawJson(Json.write(entity(row, moved.get(row.get(ACCOUNTS.MOVED_TO_ID)))));
        long id = row.get(ACCOUNTS.ID);
        if (row.get(ACCOUNTS.MOVED_TO_ID) == null) {
          // who moved is shown with the other account, which changes without a new version of this
          cache.put(new Key(id, row.get(ACCOUNTS.VERSION)), json);
        }
        found.put(asked.getOrDefault(id, new Key(id, row.get(ACCOUNTS.VERSION))), json);
      }
    }
    return found;
  }

  /** The address of the avatar of an account row. */
  public String avatar(Record row) {
    return image(
        row.get(ACCOUNTS.AVATAR_KEY),
        row.get(ACCOUNTS.NO_MEDIA) ? null : row.get(ACCOUNTS.AVATAR_REMOTE_URL),
        "/avatars/" + row.get(ACCOUNTS.ID) + ".png");
  }

  /** The address of the header image of an account row. */
  public String header(Record row) {
    return image(
        row.get(ACCOUNTS.HEADER_KEY),
        row.get(ACCOUNTS.NO_MEDIA) ? null : row.get(ACCOUNTS.HEADER_REMOTE_URL),
        "/headers/missing.png");
  }

  /** Where those of them live who moved. */
  private Map<Long, RawJson> moved(DSLContext sql, List<? extends Record> rows) {
    List<Long> targets =
        rows.stream().map(row -> row.get(ACCOUNTS.MOVED_TO_ID)).filter(Objects::nonNull).toList();
    Map<Long, RawJson> moved = new HashMap<>();
    if (!targets.isEmpty()) {
      load(sql, targets)
          .forEach(
              row -> moved.put(row.get(ACCOUNTS.ID), new RawJson(Json.write(entity(row, null)))));
    }
    return moved;
  }

  private static List<? extends Record> load(DSLContext sql, List<Long> ids) {
    return sql.select(ACCOUNTS.fields())
        .select(USERS.ROLE)
        .from(ACCOUNTS)
        .leftJoin(USERS)
        .on(USERS.ACCOUNT_ID.eq(ACCOUNTS.ID))
        .where(ACCOUNTS.ID.in(ids))
        .fetch();
  }

  private AccountEntity entity(Record row, @Nullable RawJson moved) {
    boolean local = row.get(ACCOUNTS.DOMAIN) == null;
    boolean gone = row.get(ACCOUNTS.SUSPENDED_AT) != null || row.get(ACCOUNTS.DELETED_AT) != null;
    String username = row.get(ACCOUNTS.USERNAME);
    String avatar = avatar(row);
    String header = header(row);
    return new AccountEntity(
        Long.toString(row.get(ACCOUNTS.ID)),
        username,
        local ? username : username + "@" + row.get(ACCOUNTS.DOMAIN),
        row.get(ACCOUNTS.URL),
        row.get(ACCOUNTS.URI),
        gone ? "" : row.get(ACCOUNTS.DISPLAY_NAME),
        gone ? "" : row.get(ACCOUNTS.NOTE_HTML),
        avatar,
        avatar,
        row.get(ACCOUNTS.AVATAR_DESCRIPTION),
        header,
        header,
        row.get(ACCOUNTS.HEADER_DESCRIPTION),
        row.get(ACCOUNTS.LOCKED),
        gone ? Json.MAPPER.createArrayNode() : fields(row.get(ACCOUNTS.FIELDS).data()),
        gone || row.get(ACCOUNTS.NO_MEDIA)
            ? Json.MAPPER.createArrayNode()
            : EmojiHtml.proxied(array(row.get(ACCOUNTS.EMOJIS).data()), proxy),
        row.get(ACCOUNTS.BOT),
        row.get(ACCOUNTS.ACTOR_TYPE).equals("Group"),
        row.get(ACCOUNTS.DISCOVERABLE),
        row.get(ACCOUNTS.INDEXABLE),
        local ? !row.get(ACCOUNTS.INDEXABLE) : null,
        moved,
        gone ? true : null,
        row.get(ACCOUNTS.SILENCED_AT) != null ? true : null,
        row.get(ACCOUNTS.CREATED_AT)
            .withOffsetSameInstant(ZoneOffset.UTC)
            .truncatedTo(ChronoUnit.DAYS)
            .toInstant(),
        row.get(ACCOUNTS.LAST_STATUS_ON),
        row.get(ACCOUNTS.STATUSES_COUNT),
        row.get(ACCOUNTS.FOLLOWERS_COUNT),
        row.get(ACCOUNTS.FOLLOWING_COUNT),
        row.get(ACCOUNTS.HIDE_COLLECTIONS),
        row.get(ACCOUNTS.SHOW_MEDIA),
        row.get(ACCOUNTS.SHOW_MEDIA_REPLIES),
        row.get(ACCOUNTS.SHOW_FEATURED),
        local ? roles(row.get(USERS.ROLE)) : null,
        // whoever is recommended at all (and lives here: others are not asked)
        local && !gone && Boolean.TRUE.equals(row.get(ACCOUNTS.DISCOVERABLE))
            ? AccountEntity.FeatureApproval.EVERYBODY
            : AccountEntity.FeatureApproval.NOBODY);
  }

  private static List<AccountEntity.Role> roles(@Nullable String role) {
    return role == null || role.equals("member")
        ? List.of()
        : List.of(new AccountEntity.Role(roleId(role), role, ""));
  }

  static String roleId(String role) {
    return switch (role) {
      case "owner" -> "3";
      case "admin" -> "2";
      case String _ -> "1";
    };
  }

  /** What is stored has the source too; clients get name, value and when it was verified. */
  private static ArrayNode fields(String stored) {
    ArrayNode shown = Json.MAPPER.createArrayNode();
    for (JsonNode field : array(stored)) {
      ObjectNode one = shown.addObject();
      one.set("name", field.path("name"));
      one.set("value", field.path("value"));
      JsonNode verified = field.path("verified_at");
      one.set("verified_at", verified.isTextual() ? verified : null);
    }
    return shown;
  }

  private static JsonNode array(String json) {
    return Json.read(json.getBytes(StandardCharsets.UTF_8));
  }

  private String image(@Nullable String key, @Nullable String remote, String otherwise) {
    if (key != null) {
      return kit.urls().media(key);
    }
    return remote != null ? proxy.of(remote) : kit.urls().absolute(otherwise);
  }
}
