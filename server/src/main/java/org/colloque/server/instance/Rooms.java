package org.colloque.server.instance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.KnownAccounts;
import org.colloque.server.accounts.Resolver;
import org.colloque.server.health.HealthApi;
import org.colloque.server.health.Metrics;
import org.colloque.server.http.Gatekeeper;
import org.colloque.server.http.Observer;
import org.colloque.server.http.Problems;
import org.colloque.server.http.Route;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;
import org.colloque.server.media.MediaEntities;
import org.colloque.server.notifications.Notifier;
import org.colloque.server.oauth.Doorkeeper;
import org.colloque.server.outbox.Outbox;
import org.colloque.server.outbox.SilentOutbox;
import org.colloque.server.statuses.StatusEntities;
import org.colloque.server.statuses.StatusVerbs;
import org.colloque.server.statuses.StatusesApi;
import org.colloque.server.timelines.TimelinesApi;

/** Every room of the house, joined by hand: what each needs is what its constructor takes. */
public final class Rooms implements AutoCloseable {
  private final Doorkeeper doorkeeper;
  private final List<Route> routes = new ArrayList<>();
  private final List<Worker> workers = new ArrayList<>();
  private final Metrics metrics = new Metrics();

  Rooms(Kit kit) {
    doorkeeper = new Doorkeeper(kit);
    Outbox outbox = new SilentOutbox();
    Resolver resolver = new KnownAccounts(kit);
    Notifier notifier = new Notifier(kit);
    AccountEntities accounts = new AccountEntities(kit);
    StatusEntities statuses = new StatusEntities(kit, accounts, new MediaEntities(kit.urls()));
    StatusVerbs verbs = StatusVerbs.of(kit, notifier, outbox, resolver);
    routes.addAll(new StatusesApi(kit, verbs, statuses, accounts).routes());
    routes.addAll(new TimelinesApi(kit, statuses).routes());
    routes.addAll(new HealthApi(kit.config().metrics(), kit.db(), metrics).routes());
  }

  public List<Route> routes() {
    return routes;
  }

  public List<Worker> workers() {
    return workers;
  }

  public Gatekeeper gatekeeper() {
    return doorkeeper;
  }

  public Doorkeeper doorkeeper() {
    return doorkeeper;
  }

  Problems.ErrorPages errorPages() {
    return (_, message, _) -> message.getBytes(StandardCharsets.UTF_8);
  }

  Observer observer() {
    return metrics;
  }

  @Override
  public void close() {}
}
