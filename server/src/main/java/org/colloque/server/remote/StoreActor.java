package org.colloque.server.remote;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.ACCOUNT_KEYS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.colloque.federation.handle.Handle;
import org.colloque.federation.vocabulary.Actor;
import org.colloque.federation.vocabulary.ActorType;
import org.colloque.federation.vocabulary.Image;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.CreateLocalAccount;
import org.colloque.server.accounts.ProfileTexts;
import org.colloque.server.database.Tx;
import org.colloque.server.http.Json;
import org.colloque.server.kit.Kit;
import org.colloque.server.moderation.ApplyPolicy;
import org.colloque.server.moderation.FederationPolicy;
import org.colloque.server.moderation.Verdict;
import org.colloque.server.text.HtmlSanitizer;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Keeps a remote actor as an account: the profile, where it is reached, and its keys. */
public final class StoreActor {
  private final Kit kit;
  private final FederationPolicy policy;
  private final ApplyPolicy apply;

  public StoreActor(Kit kit, FederationPolicy policy) {
    this.kit = kit;
    this.policy = policy;
    this.apply = new ApplyPolicy(kit);
  }

  /**
   * Adds or refreshes the account.
   *
   * @param handle confirmed by its host; whoever else was known by it has lost it
   * @throws IllegalArgumentException for one of our own addresses (security row 34)
   */
  public KnownActor store(Tx tx, Actor actor, Handle handle) {
    if (kit.urls().isOurs(actor.id()) || handle.host().equals(kit.urls().host())) {
      throw new IllegalArgumentException("an account of ours from outside");
    }
    // two deliveries of a new account's activities may come at once
    tx.lock("account " + handle.folded());
    OffsetDateTime now = kit.now().atOffset(ZoneOffset.UTC);
    displace(tx, actor, handle);
    long id = upsert(tx, actor, handle, now);
    storeKeys(tx, new AccountId(id), actor.keys(), now);
    Verdict verdict = policy.ofAccount(handle.host(), actor.id());
    if (!verdict.equals(Verdict.PLAIN)) {
      apply.applyTo(tx, new AccountId(id), verdict);
    }
    return ActorQueries.byUri(tx.sql(), actor.id()).orElseThrow();
  }

  /** Refreshes what is known already; its handle stays. Empty when it is not known. */
  public Optional<KnownActor> refresh(Tx tx, Actor actor) {
    return ActorQueries.byUri(tx.sql(), actor.id())
        .filter(known -> known.domain() != null)
        .map(known -> {
          String domain = known.domain() == null ? "" : known.domain();
          return store(tx, actor, new Handle(known.username(), domain));
        });
  }

  /** The handle names one actor: the account that had it before keeps its posts and loses it. */
  private void displace(Tx tx, Actor actor, Handle handle) {
    ActorQueries.byHandle(tx.sql(), handle)
        .filter(holder -> !holder.uri().equals(actor.id()))
        .ifPresent(holder ->
            tx.sql()
                .update(ACCOUNTS)
                .set(ACCOUNTS.USERNAME, "moved." + holder.id())
                .set(ACCOUNTS.DELETED_AT, kit.now().atOffset(ZoneOffset.UTC))
                .set(ACCOUNTS.VERSION, ACCOUNTS.VERSION.plus(1))
                .where(ACCOUNTS.ID.eq(holder.id().value()))
                .execute());
  }

  private long upsert(Tx tx, Actor actor, Handle handle, OffsetDateTime now) {
    Actor.Profile profile = actor.profile();
    Instant published = profile.published();
    var row = tx.sql().newRecord(ACCOUNTS);
    row.setUsername(handle.username());
    row.setDomain(handle.host());
    row.setUrl(profile.url() == null ? actor.id() : profile.url());
    row.setActorType(actor.type().type());
    row.setInboxUrl(actor.endpoints().inbox());
    row.setSharedInboxUrl(actor.endpoints().sharedInbox());
    row.setOutboxUrl(actor.endpoints().outbox());
    row.setFollowersUrl(actor.endpoints().followers());
    row.setFollowingUrl(actor.endpoints().following());
    row.setFeaturedUrl(actor.endpoints().featured());
    row.setFeaturedTagsUrl(actor.endpoints().featuredTags());
    row.setDisplayName(profile.name() == null ? "" : profile.name());
    row.setNoteHtml(profile.summary() == null ? "" : HtmlSanitizer.sanitize(profile.summary()));
    row.setFields(JSONB.valueOf(fields(before(tx, actor), profile.fields()).toString()));
    row.setEmojis(JSONB.valueOf(Emojis.json(profile.emojis())));
    row.setAvatarRemoteUrl(url(profile.icon()));
    row.setAvatarDescription(description(profile.icon()));
    row.setHeaderRemoteUrl(url(profile.image()));
    row.setHeaderDescription(description(profile.image()));
    row.setLocked(actor.flags().manuallyApprovesFollowers());
    row.setBot(isAutomatic(actor.type()));
    row.setDiscoverable(actor.flags().discoverable());
    row.setIndexable(actor.flags().indexable());
    row.setAlsoKnownAs(actor.alsoKnownAs().toArray(String[]::new));
    row.setAttributionDomains(actor.claims().attributionDomains().toArray(String[]::new));
    row.setMovedToId(movedTo(tx, actor));
    row.setUpdatedAt(now);
    row.setFetchedAt(now);
    row.setDeletedAt(null);
    // not by from(): that sets what nobody gave to null, and a suspension with it
    Map<Field<?>, @Nullable Object> update = new HashMap<>();
    Stream.of(row.fields())
        .filter(row::touched)
        .forEach(field -> update.put(field, row.get(field)));
    row.setId(kit.ids().next());
    row.setUri(actor.id());
    row.setCreatedAt(published == null ? now : published.atOffset(ZoneOffset.UTC));
    return tx.sql()
        .insertInto(ACCOUNTS)
        .set(row)
        .onConflict(ACCOUNTS.URI)
        .doUpdate()
        .set(update)
        .set(ACCOUNTS.VERSION, ACCOUNTS.VERSION.plus(1))
        .returningResult(ACCOUNTS.ID)
        .fetchSingle()
        .value1();
  }

  /** Where the actor lives now, if the account there says the same. */
  private static @Nullable Long movedTo(Tx tx, Actor actor) {
    return actor.movedTo() == null || actor.movedTo().equals(actor.id())
        ? null
        : tx.sql()
            .select(ACCOUNTS.ID)
            .from(ACCOUNTS)
            .where(ACCOUNTS.URI.eq(actor.movedTo()))
            .and(DSL.val(actor.id()).eq(DSL.any(ACCOUNTS.ALSO_KNOWN_AS)))
            .fetchOptional(ACCOUNTS.ID)
            .orElse(null);
  }

  /**
   * The keys that the actor names now, and no other. A key id that another account has stays that
   * account's (security row 4).
   */
  private static void storeKeys(
      Tx tx, AccountId account, List<Actor.PublicKey> keys, OffsetDateTime now) {
    tx.sql()
        .deleteFrom(ACCOUNT_KEYS)
        .where(ACCOUNT_KEYS.ACCOUNT_ID.eq(account.value()))
        .and(ACCOUNT_KEYS.KEY_ID.notIn(keys.stream().map(Actor.PublicKey::id).toList()))
        .execute();
    for (Actor.PublicKey key : keys) {
      tx.sql()
          .insertInto(ACCOUNT_KEYS)
          .set(ACCOUNT_KEYS.KEY_ID, key.id())
          .set(ACCOUNT_KEYS.ACCOUNT_ID, account.value())
          .set(
              ACCOUNT_KEYS.ALGORITHM,
              key.isEd25519() ? CreateLocalAccount.ED25519 : CreateLocalAccount.RSA)
          .set(ACCOUNT_KEYS.PUBLIC_KEY_PEM, key.pem())
          .set(ACCOUNT_KEYS.FETCHED_AT, now)
          .onConflict(ACCOUNT_KEYS.KEY_ID)
          .doUpdate()
          .set(ACCOUNT_KEYS.PUBLIC_KEY_PEM, DSL.excluded(ACCOUNT_KEYS.PUBLIC_KEY_PEM))
          .set(ACCOUNT_KEYS.ALGORITHM, DSL.excluded(ACCOUNT_KEYS.ALGORITHM))
          .set(ACCOUNT_KEYS.FETCHED_AT, now)
          .where(ACCOUNT_KEYS.ACCOUNT_ID.eq(account.value()))
          .execute();
    }
  }

  private static JsonNode before(Tx tx, Actor actor) {
    return tx.sql()
        .select(ACCOUNTS.FIELDS)
        .from(ACCOUNTS)
        .where(ACCOUNTS.URI.eq(actor.id()))
        .fetchOptional(ACCOUNTS.FIELDS)
        .map(fields -> Json.read(fields.data().getBytes(StandardCharsets.UTF_8)))
        .orElseGet(Json.MAPPER::createArrayNode);
  }

  private static ArrayNode fields(JsonNode before, List<Actor.PropertyValue> fields) {
    ArrayNode stored = Json.MAPPER.createArrayNode();
    for (Actor.PropertyValue field : fields) {
      String value = HtmlSanitizer.sanitize(field.value());
      stored
          .addObject()
          .put("name", field.name())
          .put("source", "")
          .put("value", value)
          .set("verified_at", ProfileTexts.verified(before, field.name(), "value", value));
    }
    return stored;
  }

  private static boolean isAutomatic(ActorType type) {
    return switch (type) {
      case SERVICE, APPLICATION -> true;
      case PERSON, GROUP, ORGANIZATION -> false;
    };
  }

  private static @Nullable String url(@Nullable Image image) {
    return image == null ? null : image.url();
  }

  private static String description(@Nullable Image image) {
    return image == null || image.name() == null ? "" : image.name();
  }
}
