package org.colloque.federation;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.colloque.federation.deliver.Deliverer;
import org.colloque.federation.fetch.Door;
import org.colloque.federation.fetch.FetchLimits;
import org.colloque.federation.fetch.Fetcher;
import org.colloque.federation.fetch.Resolver;
import org.colloque.federation.handle.Origin;
import org.colloque.federation.signature.PemKeyPair;
import org.colloque.federation.signature.RequestSigner;
import org.colloque.federation.signature.Schemes;
import org.colloque.federation.signature.SigningKey;

/** Our side of the door in a test: a fetcher and a deliverer, with short times. */
public final class Outside implements AutoCloseable {

  public static final Origin SELF = Origin.of("https://home.example").orElseThrow();
  public static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  public static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  public static final PemKeyPair PAIR = PemKeyPair.generate();
  public static final RequestSigner SIGNER =
      new RequestSigner(
          SigningKey.of("https://home.example/actor#main-key", PAIR.privatePem()).orElseThrow(),
          CLOCK);

  /** As in production. */
  public static final FetchLimits STANDARD = FetchLimits.STANDARD;

  /** 2 seconds in all, for hosts that are slow on purpose. */
  public static final FetchLimits SHORT =
      new FetchLimits(Duration.ofSeconds(1), Duration.ofSeconds(2), 1 << 20, 3, 32 * 1024, 16, 4);

  private final Schemes schemes = new Schemes();
  private final Vertx vertx = Vertx.vertx();
  private final Door door;
  private final Fetcher fetcher;
  private final Deliverer deliverer;

  private Outside(boolean localMode, Resolver resolver, FetchLimits limits) {
    this.door = new Door(SELF, localMode, resolver);
    HttpClientOptions base = new HttpClientOptions();
    this.fetcher = new Fetcher(vertx, door, "Colloque (test)", schemes, limits, base);
    this.deliverer = new Deliverer(vertx, door, "Colloque (test)", CLOCK, schemes, limits, base);
  }

  /** Loopback, any port and plain http are allowed. */
  public static Outside local(FetchLimits limits) {
    return new Outside(true, Resolver.system(), limits);
  }

  /** As in production, names resolved by this resolver. */
  public static Outside strict(Resolver resolver) {
    return new Outside(false, resolver, SHORT);
  }

  /** Everything is allowed, names resolved by this resolver. */
  public static Outside rebinding(Resolver resolver) {
    return new Outside(true, resolver, STANDARD);
  }

  public Fetcher fetcher() {
    return fetcher;
  }

  public Deliverer deliverer() {
    return deliverer;
  }

  public Schemes schemes() {
    return schemes;
  }

  @Override
  public void close() {
    fetcher.close();
    deliverer.close();
    door.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
