package org.colloque.server.outbox;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.ACCOUNT_KEYS;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.colloque.federation.handle.Handle;
import org.colloque.federation.vocabulary.Actor;
import org.colloque.federation.vocabulary.ActorType;
import org.colloque.federation.vocabulary.Image;
import org.colloque.federation.vocabulary.Tag;
import org.colloque.migrations.tables.Accounts;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.http.Json;
import org.colloque.server.kit.Urls;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record2;
import org.jooq.Result;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The one translation from accounts to actors. */
public final class LocalActors {
  private static final Accounts MOVED_TO = ACCOUNTS.as("moved_to");

  /** The key that signs requests first. */
  private static final Field<Result<Record2<String, String>>> KEYS =
      DSL.multiset(
          DSL.select(ACCOUNT_KEYS.KEY_ID, ACCOUNT_KEYS.PUBLIC_KEY_PEM)
              .from(ACCOUNT_KEYS)
              .where(ACCOUNT_KEYS.ACCOUNT_ID.eq(ACCOUNTS.ID))
              .orderBy(ACCOUNT_KEYS.ALGORITHM.desc()));

  private final Urls urls;

  public LocalActors(Urls urls) {
    this.urls = urls;
  }

  /** By username, compared without case; people only, not the actor of the instance. */
  public Optional<LocalActor> byUsername(DSLContext sql, String username) {
    return find(
        sql,
        DSL.lower(ACCOUNTS.USERNAME)
            .eq(username.toLowerCase(Locale.ROOT))
            .and(ACCOUNTS.URI.ne(urls.instanceActor())));
  }

  /** By ActivityPub id, byte for byte. */
  public Optional<LocalActor> byUri(DSLContext sql, String uri) {
    return find(sql, ACCOUNTS.URI.eq(uri));
  }

  public Optional<LocalActor> byId(DSLContext sql, AccountId id) {
    return find(sql, ACCOUNTS.ID.eq(id.value()));
  }

  private Optional<LocalActor> find(DSLContext sql, Condition condition) {
    return sql.select(ACCOUNTS.fields())
        .select(MOVED_TO.URI, KEYS)
        .from(ACCOUNTS)
        .leftJoin(MOVED_TO)
        .on(MOVED_TO.ID.eq(ACCOUNTS.MOVED_TO_ID))
        .where(condition)
        .and(ACCOUNTS.DOMAIN.isNull())
        .limit(1)
        .fetchOptional(this::read);
  }

  private LocalActor read(Record row) {
    String username = row.get(ACCOUNTS.USERNAME);
    String uri = row.get(ACCOUNTS.URI);
    List<Actor.PublicKey> keys =
        row.get(KEYS).map(key -> new Actor.PublicKey(key.value1(), uri, key.value2()));
    Actor actor =
        new Actor(
            uri,
            ActorType.of(row.get(ACCOUNTS.ACTOR_TYPE)).orElse(ActorType.PERSON),
            username,
            profile(row),
            endpoints(row),
            new Actor.Flags(
                row.get(ACCOUNTS.LOCKED),
                Boolean.TRUE.equals(row.get(ACCOUNTS.DISCOVERABLE)),
                row.get(ACCOUNTS.INDEXABLE),
                false,
                row.get(ACCOUNTS.SUSPENDED_AT) != null),
            keys,
            row.get(MOVED_TO.URI),
            List.of(row.get(ACCOUNTS.ALSO_KNOWN_AS)),
            new Actor.Claims(
                List.of(row.get(ACCOUNTS.ATTRIBUTION_DOMAINS)), List.of(Actor.Claims.RFC_9421)));
    return new LocalActor(
        new AccountId(row.get(ACCOUNTS.ID)),
        username,
        actor,
        new Handle(username, urls.host()),
        row.get(ACCOUNTS.VERSION),
        row.get(ACCOUNTS.HIDE_COLLECTIONS),
        row.get(ACCOUNTS.FOLLOWERS_COUNT),
        row.get(ACCOUNTS.FOLLOWING_COUNT),
        row.get(ACCOUNTS.DELETED_AT) != null);
  }

  private Actor.Profile profile(Record row) {
    boolean suspended = row.get(ACCOUNTS.SUSPENDED_AT) != null;
    return new Actor.Profile(
        suspended ? "" : row.get(ACCOUNTS.DISPLAY_NAME),
        suspended ? "" : row.get(ACCOUNTS.NOTE_HTML),
        row.get(ACCOUNTS.URL),
        suspended
            ? null
            : image(row.get(ACCOUNTS.AVATAR_KEY), row.get(ACCOUNTS.AVATAR_DESCRIPTION)),
        suspended
            ? null
            : image(row.get(ACCOUNTS.HEADER_KEY), row.get(ACCOUNTS.HEADER_DESCRIPTION)),
        suspended ? List.of() : fields(row.get(ACCOUNTS.FIELDS).data()),
        suspended ? List.of() : emojis(row.get(ACCOUNTS.EMOJIS).data()),
        row.get(ACCOUNTS.CREATED_AT).toInstant());
  }

  private Actor.Endpoints endpoints(Record row) {
    return new Actor.Endpoints(
        row.get(ACCOUNTS.INBOX_URL),
        urls.sharedInbox(),
        row.get(ACCOUNTS.OUTBOX_URL),
        row.get(ACCOUNTS.FOLLOWERS_URL),
        row.get(ACCOUNTS.FOLLOWING_URL),
        row.get(ACCOUNTS.FEATURED_URL),
        row.get(ACCOUNTS.FEATURED_TAGS_URL));
  }

  private @Nullable Image image(@Nullable String key, String description) {
    return key == null
        ? null
        : new Image(
            urls.media(key), MediaTypes.ofKey(key), description.isEmpty() ? null : description);
  }

  private static List<Actor.PropertyValue> fields(String stored) {
    List<Actor.PropertyValue> fields = new ArrayList<>();
    for (JsonNode field : array(stored)) {
      fields.add(
          new Actor.PropertyValue(field.path("name").asText(""), field.path("value").asText("")));
    }
    return fields;
  }

  /** Custom emojis as they are stored: entities of the client API. */
  static List<Tag.Emoji> emojis(String stored) {
    List<Tag.Emoji> emojis = new ArrayList<>();
    for (JsonNode emoji : array(stored)) {
      String url = emoji.path("url").asText("");
      emojis.add(
          new Tag.Emoji(null, emoji.path("shortcode").asText(""), url, MediaTypes.ofKey(url)));
    }
    return emojis;
  }

  private static JsonNode array(String json) {
    return Json.read(json.getBytes(StandardCharsets.UTF_8));
  }
}
