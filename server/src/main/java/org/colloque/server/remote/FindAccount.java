package org.colloque.server.remote;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.colloque.federation.discovery.ActorFinder;
import org.colloque.federation.fetch.FetchResult;
import org.colloque.federation.handle.Handle;
import org.colloque.federation.handle.Origin;
import org.colloque.federation.vocabulary.Actor;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.colloque.server.moderation.FederationPolicy;

/** Finds accounts: ours and known ones in the database, others by asking their server. */
public final class FindAccount {
  /** A profile that is older is fetched again when somebody asks for it by name. */
  static final Duration FRESH_FOR_SEARCH = Duration.ofDays(1);

  /** A profile that is older is fetched again when its owner writes. */
  static final Duration FRESH_FOR_ACTIVITY = Duration.ofDays(7);

  private final Kit kit;
  private final Outside outside;
  private final InstanceActor self;
  private final StoreActor store;
  private final ForgetAccount forget;
  private final FederationPolicy policy;
  private final NewHosts newHosts;

  public FindAccount(
      Kit kit,
      Outside outside,
      InstanceActor self,
      StoreActor store,
      ForgetAccount forget,
      FederationPolicy policy) {
    this.kit = kit;
    this.outside = outside;
    this.self = self;
    this.store = store;
    this.forget = forget;
    this.policy = policy;
    this.newHosts = new NewHosts(kit.clock());
  }

  /** By ActivityPub id. What we know is good enough for a week, and when its server is silent. */
  public Finding<KnownActor> byUri(String uri, Budget budget) {
    Optional<KnownActor> known = known(uri);
    if (kit.urls().isOurs(uri) || known.isPresent() && !isStale(known.get(), FRESH_FOR_ACTIVITY)) {
      return of(known);
    }
    if (!budget.take()) {
      return known.isPresent() ? of(known) : new Finding.Later<>("enough was fetched");
    }
    return otherwise(known, fetch(uri));
  }

  /** By ActivityPub id, from its own server whatever is known; ours from the database. */
  public Finding<KnownActor> afresh(String uri, Budget budget) {
    if (kit.urls().isOurs(uri)) {
      return of(known(uri));
    }
    return budget.take() ? fetch(uri) : new Finding.Later<>("enough was fetched");
  }

  /** A day-old profile is fetched again; silence leaves it as it is. */
  void refresh(KnownActor actor, Budget budget) {
    if (isStale(actor, FRESH_FOR_SEARCH) && budget.take()) {
      Finding<KnownActor> _ = fetch(actor.uri());
    }
  }

  /** By handle; a day-old profile is refreshed. */
  public Finding<KnownActor> byHandle(Handle handle) {
    boolean ours = handle.host().equals(kit.urls().host());
    Optional<KnownActor> known =
        kit.db()
            .as(
                Viewer.stranger(),
                tx ->
                    ActorQueries.byHandle(
                        tx.sql(), handle.username(), ours ? null : handle.host()));
    if (ours || known.isPresent() && !isStale(known.get(), FRESH_FOR_SEARCH)) {
      return of(known);
    }
    return admits(handle.host())
        ? otherwise(known, stored(outside.finder().byHandle(handle, self.signer())))
        : tooManyNew();
  }

  /** By handle, from its own server whatever is known; ours from the database. */
  Finding<KnownActor> byHandleNow(Handle handle) {
    return handle.host().equals(kit.urls().host())
        ? byHandle(handle)
        : stored(outside.finder().byHandle(handle, self.signer()));
  }

  /** By the address of a profile or an ActivityPub id, as people paste it. */
  public Finding<KnownActor> byUrl(String url) {
    Optional<KnownActor> known =
        kit.db()
            .as(
                Viewer.stranger(),
                tx ->
                    ActorQueries.byUri(tx.sql(), url).or(() -> ActorQueries.byPage(tx.sql(), url)));
    if (kit.urls().isOurs(url) || known.isPresent() && !isStale(known.get(), FRESH_FOR_SEARCH)) {
      return of(known);
    }
    return otherwise(known, fetch(known.map(KnownActor::uri).orElse(url)));
  }

  /**
   * Keeps an actor whose document was just fetched from its own address: a known one is refreshed,
   * of a new one the handle is confirmed first.
   */
  Finding<KnownActor> introduce(Actor actor) {
    if (kit.urls().isOurs(actor.id()) || !Addresses.fit(actor)) {
      return new Finding.Nothing<>("an actor that cannot be kept");
    }
    Optional<KnownActor> refreshed = kit.db().as(Viewer.stranger(), tx -> store.refresh(tx, actor));
    if (refreshed.isPresent()) {
      return of(refreshed);
    }
    Optional<Handle> expected =
        Origin.of(actor.id())
            .flatMap(origin -> Handle.parse(actor.preferredUsername() + "@" + origin.authority()));
    if (expected.isEmpty()) {
      return new Finding.Nothing<>("an actor without a handle");
    }
    return Finding.of(outside.webFinger().find(expected.get()))
        .then(account ->
            account.actor().equals(actor.id())
                    && account.handle().username().equalsIgnoreCase(actor.preferredUsername())
                ? keep(actor, account.handle())
                : new Finding.Nothing<>("handle and actor do not name each other"));
  }

  /** Whether the server of an address may be asked: security row 15. */
  boolean admitsServerOf(String url) {
    return Origin.of(url).filter(origin -> !admits(origin.authority())).isEmpty();
  }

  /** Servers of which we know somebody, and a few new ones of each registrable domain. */
  private boolean admits(String host) {
    return kit.db().as(Viewer.stranger(), tx -> ActorQueries.knowsServer(tx.sql(), host))
        || newHosts.admits(host);
  }

  static <T> Finding<T> tooManyNew() {
    return new Finding.Nothing<>("too many new servers of one domain");
  }

  /** Fetches the actor and its handle and stores both. */
  private Finding<KnownActor> fetch(String uri) {
    if (!admitsServerOf(uri)) {
      return tooManyNew();
    }
    Finding<KnownActor> found = stored(outside.finder().byId(uri, self.signer()));
    if (found instanceof Finding.Gone<KnownActor>) {
      forget.forget(uri);
    }
    return found;
  }

  private Finding<KnownActor> stored(FetchResult<ActorFinder.FoundActor> result) {
    return Finding.of(result).then(found -> keep(found.actor(), found.handle()));
  }

  private Finding<KnownActor> keep(Actor actor, Handle handle) {
    if (kit.urls().isOurs(actor.id())
        || handle.host().equals(kit.urls().host())
        || !Addresses.fit(actor)) {
      return new Finding.Nothing<>("an actor that cannot be kept");
    }
    if (policy.ofAccount(handle.host(), actor.id()).suspended()) {
      return new Finding.Nothing<>("a server that is not spoken with");
    }
    return of(Optional.of(kit.db().as(Viewer.stranger(), tx -> store.store(tx, actor, handle))));
  }

  private Optional<KnownActor> known(String uri) {
    return kit.db().as(Viewer.stranger(), tx -> ActorQueries.byUri(tx.sql(), uri));
  }

  private boolean isStale(KnownActor actor, Duration age) {
    Instant fetchedAt = actor.fetchedAt();
    return !actor.isLocal() && (fetchedAt == null || fetchedAt.isBefore(kit.now().minus(age)));
  }

  /** Deleted and suspended accounts are not found. */
  private static Finding<KnownActor> of(Optional<KnownActor> known) {
    if (known.isEmpty()) {
      return new Finding.Nothing<>("no such account");
    }
    return known.get().stands()
        ? new Finding.Found<>(known.get())
        : new Finding.Nothing<>("the account is suspended or deleted");
  }

  /** What we had, when its server has nothing better to say. */
  private static Finding<KnownActor> otherwise(
      Optional<KnownActor> known, Finding<KnownActor> fetched) {
    return switch (fetched) {
      case Finding.Found<KnownActor> _, Finding.Gone<KnownActor> _ -> fetched;
      case Finding.Nothing<KnownActor> _, Finding.Later<KnownActor> _ ->
          known.isPresent() ? of(known) : fetched;
    };
  }
}
