package org.colloque.server.remote;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.colloque.federation.discovery.ActorFinder;
import org.colloque.federation.handle.Origin;
import org.colloque.federation.signature.KeyAnswer;
import org.colloque.federation.signature.KeySource;
import org.colloque.federation.signature.VerificationKey;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.colloque.server.moderation.ApplyPolicy;
import org.colloque.server.moderation.FederationPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The keys of others: in memory, in the database, and from their server, which is asked at most
 * once in five minutes for one actor (reliability.md, check C26). A key that was not confirmed for
 * a day is asked for again, so that a stolen one does not live on after it was changed.
 */
public final class RemoteKeys implements KeySource {
  /** One actor is asked for no more often. */
  static final Duration BETWEEN_FETCHES = Duration.ofMinutes(5);

  /** A server that did not answer is left alone for so long. */
  static final Duration AFTER_SILENCE = Duration.ofMinutes(1);

  /** A stored key is believed for so long without asking. */
  static final Duration CONFIRMED_FOR = Duration.ofHours(24);

  /**
   * Of the requests that are answered at once, the part that may wait for keys: whoever names keys
   * on servers that answer slowly must not take all places (security row 14).
   */
  static final int PART_THAT_WAITS = 4;

  private static final Duration IN_MEMORY = Duration.ofHours(1);
  private static final int KEYS = 20_000;
  private static final int REMEMBERED = 50_000;

  private final Kit kit;
  private final Outside outside;
  private final InstanceActor self;
  private final FindAccount accounts;
  private final ForgetAccount forget;
  private final FederationPolicy policy;
  private final Cache<String, VerificationKey> keys;
  private final Cache<String, Boolean> asked;
  private final Cache<String, Boolean> silent;
  private final Semaphore places;
  private final Map<String, CompletableFuture<KeyAnswer>> underWay = new ConcurrentHashMap<>();

  public RemoteKeys(
      Kit kit,
      Outside outside,
      InstanceActor self,
      FindAccount accounts,
      ForgetAccount forget,
      FederationPolicy policy) {
    this.kit = kit;
    this.outside = outside;
    this.self = self;
    this.accounts = accounts;
    this.forget = forget;
    this.policy = policy;
    keys = cache(KEYS, IN_MEMORY);
    asked = cache(REMEMBERED, BETWEEN_FETCHES);
    silent = cache(REMEMBERED, AFTER_SILENCE);
    places = new Semaphore(Math.max(1, kit.config().workers().limit() / PART_THAT_WAITS));
    kit.signals().on(ForgetAccount.FORGOTTEN, _ -> keys.invalidateAll());
    kit.signals().on(ApplyPolicy.APPLIED, _ -> keys.invalidateAll());
    kit.signals().onMissed(keys::invalidateAll);
  }

  /** Expires by the server's clock, which tests set. */
  private <V> Cache<String, V> cache(int size, Duration age) {
    Ticker ticker = () -> TimeUnit.MILLISECONDS.toNanos(kit.clock().millis());
    return Caffeine.newBuilder().maximumSize(size).expireAfterWrite(age).ticker(ticker).build();
  }

  @Override
  public KeyAnswer cached(String keyId) {
    if (!policy.speaksWithServerOf(keyId)) {
      return new KeyAnswer.Blocked();
    }
    VerificationKey known = keys.getIfPresent(keyId);
    return known == null ? stored(keyId, true) : new KeyAnswer.Known(known);
  }

  @Override
  public KeyAnswer fetched(String keyId) {
    String actor = withoutFragment(keyId);
    String host = Origin.of(keyId).map(Origin::toString).orElse("");
    if (kit.urls().isOurs(keyId)) {
      return new KeyAnswer.Missing();
    }
    if (silent.getIfPresent(host) != null || !places.tryAcquire()) {
      return new KeyAnswer.Unreachable();
    }
    try {
      return together(keyId, actor, host);
    } finally {
      places.release();
    }
  }

  /**
   * The first deliveries of a new person come at once: one asks, the others wait for its answer.
   */
  private KeyAnswer together(String keyId, String actor, String host) {
    CompletableFuture<KeyAnswer> mine = new CompletableFuture<>();
    CompletableFuture<KeyAnswer> first = underWay.putIfAbsent(keyId, mine);
    if (first != null) {
      return first.join();
    }
    KeyAnswer answer = new KeyAnswer.Unreachable();
    try {
      answer = asked(keyId, actor, host);
      return answer;
    } finally {
      underWay.remove(keyId);
      mine.complete(answer);
    }
  }

  private KeyAnswer asked(String keyId, String actor, String host) {
    if (asked.asMap().putIfAbsent(actor, true) != null) {
      KeyAnswer answer = stored(keyId, false);
      return answer instanceof KeyAnswer.Missing ? new KeyAnswer.Unreachable() : answer;
    }
    return switch (find(keyId)) {
      case Finding.Found<VerificationKey> found -> {
        keys.put(keyId, found.value());
        yield new KeyAnswer.Known(found.value());
      }
      case Finding.Nothing<VerificationKey> _ -> new KeyAnswer.Missing();
      case Finding.Later<VerificationKey> _ -> {
        silent.put(host, true);
        yield new KeyAnswer.Unreachable();
      }
      case Finding.Gone<VerificationKey> _ -> {
        forget.forget(owner(keyId).orElse(actor));
        yield new KeyAnswer.Gone();
      }
    };
  }

  private Finding<VerificationKey> find(String keyId) {
    keys.invalidate(keyId);
    if (!accounts.admitsServerOf(keyId)) {
      return FindAccount.tooManyNew();
    }
    Finding<ActorFinder.KeyOwner> found = Finding.of(outside.finder().byKey(keyId, self.signer()));
    return found.then(owner ->
        accounts
            .introduce(owner.actor())
            .then(_ -> {
              Optional<VerificationKey> key =
                  VerificationKey.of(keyId, owner.actor().id(), owner.key().pem());
              return key.<Finding<VerificationKey>>map(Finding.Found::new)
                  .orElseGet(() -> new Finding.Nothing<>("a key that is too weak"));
            }));
  }

  private KeyAnswer stored(String keyId, boolean confirmed) {
    ActorQueries.@Nullable StoredKey key = read(keyId).orElse(null);
    if (key == null || key.owner().deleted()) {
      return new KeyAnswer.Missing();
    }
    if (key.owner().suspended()) {
      return new KeyAnswer.Blocked();
    }
    if (confirmed && key.fetchedAt().isBefore(kit.now().minus(CONFIRMED_FOR))) {
      return new KeyAnswer.Missing();
    }
    Optional<VerificationKey> parsed = VerificationKey.of(key.id(), key.owner().uri(), key.pem());
    parsed.ifPresent(good -> keys.put(keyId, good));
    return parsed.<KeyAnswer>map(KeyAnswer.Known::new).orElseGet(KeyAnswer.Missing::new);
  }

  private Optional<String> owner(String keyId) {
    return read(keyId).map(key -> key.owner().uri());
  }

  private Optional<ActorQueries.StoredKey> read(String keyId) {
    return kit.db().as(Viewer.stranger(), tx -> ActorQueries.key(tx.sql(), keyId));
  }

  private static String withoutFragment(String keyId) {
    int hash = keyId.indexOf('#');
    return hash < 0 ? keyId : keyId.substring(0, hash);
  }
}
