package org.colloque.server.health;

import java.time.Duration;
import java.time.Instant;
import java.util.function.ToDoubleFunction;
import org.colloque.server.database.Database;
import org.colloque.server.database.DatabaseUnavailableException;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.WebServer;
import org.colloque.server.kit.Kit;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/** What {@code /metrics} shows beside the answers: how much is under way, and how much waits. */
public final class Figures {
  /** Longer queues are shown as so long. */
  static final int COUNTED = 50_000;

  /** The queues are looked at no more often, however often figures are asked for. */
  static final Duration FRESH = Duration.ofSeconds(5);

  private record Look(Instant at, QueueQueries.@Nullable Backlog backlog) {}

  private final Kit kit;
  private final Metrics metrics;
  private @Nullable Look last;

  public Figures(Kit kit, Metrics metrics) {
    this.kit = kit;
    this.metrics = metrics;
    queue(
        "colloque.deliveries.waiting",
        "Deliveries to other servers in the queue, counted to " + COUNTED,
        QueueQueries.Backlog::deliveries);
    queue(
        "colloque.deliveries.oldest.seconds",
        "Age of the oldest delivery in the queue",
        backlog -> age(backlog.oldestDelivery()));
    queue(
        "colloque.inbox.waiting",
        "Received activities that wait to be worked off, counted to " + COUNTED,
        QueueQueries.Backlog::received);
    queue(
        "colloque.inbox.oldest.seconds",
        "Age of the oldest activity that waits to be worked off",
        backlog -> age(backlog.oldestReceived()));
  }

  /** Shows how busy the server and the pool are. */
  public void show(WebServer web, Database database) {
    metrics.gauge(
        "colloque.http.requests.in.flight", "Requests at work now", web::requestsUnderWay);
    metrics.gauge("colloque.http.connections", "Connections open now", web::connections);
    metrics.gauge(
        "colloque.database.connections.in.use",
        "Connections to the database in use",
        database::connectionsInUse);
    metrics.gauge(
        "colloque.database.connections.max",
        "Connections to the database, at most",
        database::maxConnections);
    metrics.gauge(
        "colloque.database.waiting",
        "Threads that wait for a connection to the database",
        database::waitingForConnection);
  }

  private void queue(
      String name, String description, ToDoubleFunction<QueueQueries.Backlog> figure) {
    metrics.gauge(
        name,
        description,
        () -> {
          QueueQueries.Backlog backlog = backlog();
          return backlog == null ? Double.NaN : figure.applyAsDouble(backlog);
        });
  }

  /** Null while the database does not answer, which is not asked again at once either. */
  private synchronized QueueQueries.@Nullable Backlog backlog() {
    Instant now = kit.now();
    Look known = last;
    if (known == null || !now.isBefore(known.at().plus(FRESH)) || now.isBefore(known.at())) {
      known = new Look(now, look());
      last = known;
    }
    return known.backlog();
  }

  private QueueQueries.@Nullable Backlog look() {
    try {
      return kit.db().as(Viewer.stranger(), tx -> QueueQueries.backlog(tx.sql(), COUNTED));
    } catch (DatabaseUnavailableException | DataAccessException failure) {
      return null;
    }
  }

  private double age(@Nullable Instant since) {
    return since == null ? 0 : Math.max(0, Duration.between(since, kit.now()).toMillis() / 1000.0);
  }
}
