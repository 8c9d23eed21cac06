package org.colloque.server.remote;

import static org.colloque.migrations.Tables.ACCOUNTS;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.colloque.federation.handle.Origin;
import org.colloque.federation.json.ActivityReader;
import org.colloque.federation.json.Values;
import org.colloque.federation.vocabulary.Activity;
import org.colloque.migrations.tables.records.AccountsRecord;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.colloque.server.statuses.StatusId;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;

/**
 * Brings the profile of somebody elsewhere up to date: who they are, how many follow them, what
 * they pinned, and what they wrote last. What is fetched is stored quietly, and only what everybody
 * may read: nobody is a reader here but the instance itself.
 */
final class VisitProfile {
  /** Posts of an outbox that are kept at one visit. */
  static final int POSTS = 20;

  /** Items of an outbox that are looked at: boosts and private posts count too. */
  static final int ITEMS = 60;

  private final Kit kit;
  private final FindAccount accounts;
  private final FindStatus statuses;
  private final ReadCollection collections;
  private final AskServer servers;

  VisitProfile(
      Kit kit,
      FindAccount accounts,
      FindStatus statuses,
      ReadCollection collections,
      AskServer servers) {
    this.kit = kit;
    this.accounts = accounts;
    this.statuses = statuses;
    this.collections = collections;
    this.servers = servers;
  }

  void visit(AccountId id) {
    Optional<KnownActor> before = known(id);
    if (before.isEmpty() || before.get().isLocal() || !before.get().stands()) {
      return;
    }
    Budget budget = Budget.forProfile();
    accounts.refresh(before.get(), budget);
    known(id)
        .filter(KnownActor::stands)
        .ifPresent(actor -> {
          look(actor, budget);
          servers.ask(actor, budget);
        });
  }

  private void look(KnownActor actor, Budget budget) {
    AccountsRecord row =
        kit.db()
            .as(
                Viewer.stranger(),
                tx ->
                    tx.sql()
                        .selectFrom(ACCOUNTS)
                        .where(ACCOUNTS.ID.eq(actor.id().value()))
                        .fetchSingle());
    pins(actor, row.getFeaturedUrl(), budget);
    tags(actor, row.getFeaturedTagsUrl(), budget);
    Long posts = recent(actor, row.getOutboxUrl(), budget);
    count(actor, ACCOUNTS.FOLLOWERS_COUNT, total(row.getFollowersUrl(), budget));
    count(actor, ACCOUNTS.FOLLOWING_COUNT, total(row.getFollowingUrl(), budget));
    // last: each post that was kept has counted itself
    count(actor, ACCOUNTS.STATUSES_COUNT, posts);
  }

  private void pins(KnownActor actor, @Nullable String featured, Budget budget) {
    if (featured == null) {
      return;
    }
    ReadCollection.Read read = collections.read(featured, FeaturedRows.MAX_PINS, budget);
    List<StatusId> pinned = new ArrayList<>();
    for (JsonNode item : read.items()) {
      keep(actor, item, budget).ifPresent(pinned::add);
    }
    if (read.total() != null || !pinned.isEmpty()) {
      kit.db()
          .doAs(
              Viewer.stranger(), tx -> FeaturedRows.replacePins(kit, tx.sql(), actor.id(), pinned));
    }
  }

  private void tags(KnownActor actor, @Nullable String featured, Budget budget) {
    if (featured == null) {
      return;
    }
    List<String> names = new ArrayList<>();
    for (JsonNode item : collections.read(featured, FeaturedRows.MAX_TAGS, budget).items()) {
      String name = Values.types(item).contains("Hashtag") ? Values.word(item, "name", 255) : null;
      if (name != null) {
        names.add(name.startsWith("#") ? name.substring(1) : name);
      }
    }
    kit.db()
        .doAs(
            Viewer.stranger(),
            tx -> names.forEach(name -> FeaturedRows.addTag(kit, tx.sql(), actor.id(), name)));
  }

  /** Returns how many posts there are, as their server says. */
  private @Nullable Long recent(KnownActor actor, @Nullable String outbox, Budget budget) {
    if (outbox == null) {
      return null;
    }
    ReadCollection.Read read = collections.read(outbox, ITEMS, budget);
    int kept = 0;
    for (JsonNode item : read.items()) {
      if (kept < POSTS
          && ActivityReader.read(item, null) instanceof Activity.Create create
          && create.actor().equals(actor.uri())
          && keep(actor, item.path("object"), budget).isPresent()) {
        kept++;
      }
    }
    return read.total();
  }

  /**
   * A post of the actor's: as it stands in the document, which is of the actor's own server, or
   * fetched by its id.
   */
  private Optional<StatusId> keep(KnownActor actor, JsonNode item, Budget budget) {
    String id = Values.idOf(item);
    if (id == null || !Origin.same(id, actor.uri())) {
      return Optional.empty();
    }
    if (statuses.isMissing(id)) {
      Finding<FindStatus.Authored> found =
          item.isObject() ? statuses.inlined(item, actor, budget) : statuses.fetch(id, budget);
      found
          .optional()
          .filter(authored -> authored.author().uri().equals(actor.uri()))
          .ifPresent(authored -> statuses.keep(authored, budget));
    }
    return kit.db()
        .as(Viewer.stranger(), tx -> RemoteStatuses.byUri(tx.sql(), id))
        .filter(known -> !known.deleted() && known.author().equals(actor.id()))
        .map(RemoteStatuses.Known::id);
  }

  private @Nullable Long total(@Nullable String collection, Budget budget) {
    return collection == null ? null : collections.total(collection, budget);
  }

  private void count(
      KnownActor actor, TableField<AccountsRecord, Integer> column, @Nullable Long total) {
    if (total == null || total > Integer.MAX_VALUE) {
      return;
    }
    int value = total.intValue();
    kit.db()
        .doAs(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .update(ACCOUNTS)
                    .set(column, value)
                    .set(ACCOUNTS.VERSION, ACCOUNTS.VERSION.plus(1))
                    .where(ACCOUNTS.ID.eq(actor.id().value()))
                    .and(column.ne(value))
                    .execute());
  }

  private Optional<KnownActor> known(AccountId id) {
    return kit.db().as(Viewer.stranger(), tx -> ActorQueries.byId(tx.sql(), id));
  }
}
