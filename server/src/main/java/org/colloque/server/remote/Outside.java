package org.colloque.server.remote;

import java.time.Duration;
import org.colloque.federation.deliver.Deliverer;
import org.colloque.federation.discovery.ActorFinder;
import org.colloque.federation.discovery.WebFinger;
import org.colloque.federation.fetch.Door;
import org.colloque.federation.fetch.FetchLimits;
import org.colloque.federation.fetch.Fetcher;
import org.colloque.federation.fetch.Resolver;
import org.colloque.federation.handle.Origin;
import org.colloque.federation.signature.Schemes;
import org.colloque.server.kit.Kit;
import org.colloque.server.moderation.FederationPolicy;

/** The one outbound door and what goes through it, opened once for the whole server. */
public final class Outside implements AutoCloseable {
  private final Origin self;
  private final Schemes schemes = new Schemes();
  private final Door door;

  /** While somebody looks at a page that does not come, and as much as a token or a name takes. */
  private static final FetchLimits QUICK =
      new FetchLimits(Duration.ofSeconds(4), Duration.ofSeconds(8), 1 << 17, 0, 32 * 1024, 32, 4);

  /** As much as a push service may cost: of its answer only the status is read. */
  private static final FetchLimits PUSH =
      new FetchLimits(Duration.ofSeconds(5), Duration.ofSeconds(10), 0, 0, 32 * 1024, 64, 8);

  private final Fetcher fetcher;
  private final Fetcher quick;
  private final Fetcher pictures;
  private final Deliverer deliverer;
  private final Fetcher pushServices;
  private final Door services;
  private final WebFinger webFinger;
  private final ActorFinder finder;

  public Outside(Kit kit, FederationPolicy policy) {
    boolean local = kit.config().federation().allowPrivateAddresses();
    String base = kit.urls().base();
    self =
        Origin.of(base)
            .orElseThrow(() -> new IllegalStateException("not a public address: " + base));
    String userAgent = "Colloque (+" + base + "/)";
    door = new Door(self, local, Resolver.system(), policy::speaksWith);
    fetcher = new Fetcher(kit.vertx(), door, userAgent, schemes);
    quick = new Fetcher(kit.vertx(), door, userAgent, schemes, QUICK);
    deliverer = new Deliverer(kit.vertx(), door, userAgent, kit.clock(), schemes);
    // a push service is chosen by a member's device, and is no server with which we federate
    services = new Door(self, local);
    pushServices = new Fetcher(kit.vertx(), services, userAgent, schemes, PUSH);
    // servers keep their pictures on other hosts, of which no rule speaks
    pictures = new Fetcher(kit.vertx(), services, userAgent, schemes);
    webFinger = new WebFinger(fetcher, local);
    finder = new ActorFinder(fetcher, webFinger);
  }

  /** Our own origin. */
  public Origin self() {
    return self;
  }

  /** How to sign for whom. */
  public Schemes schemes() {
    return schemes;
  }

  public Fetcher fetcher() {
    return fetcher;
  }

  /** With little patience and no redirects. */
  public Fetcher quickFetcher() {
    return quick;
  }

  /** For pictures only: it goes to any public host. */
  public Fetcher pictures() {
    return pictures;
  }

  public Deliverer deliverer() {
    return deliverer;
  }

  /** Through a door that the policy of federation does not guard. */
  public Fetcher pushServices() {
    return pushServices;
  }

  public WebFinger webFinger() {
    return webFinger;
  }

  public ActorFinder finder() {
    return finder;
  }

  @Override
  public void close() {
    deliverer.close();
    quick.close();
    pictures.close();
    fetcher.close();
    pushServices.close();
    door.close();
    services.close();
  }
}
