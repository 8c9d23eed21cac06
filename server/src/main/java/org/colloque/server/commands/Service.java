package org.colloque.server.commands;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.colloque.server.Config;
import org.colloque.server.database.DatabaseSettings;
import org.colloque.server.embedded.EmbeddedDatabase;
import org.colloque.server.instance.Instance;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An instance with the database it needs, from its start to its clean stop. */
final class Service implements AutoCloseable {
  /** Requests, workers and connections get this long to finish; a stop takes 5 s at most. */
  static final Duration GRACE = Duration.ofMillis(4_300);

  private static final Logger LOG = LoggerFactory.getLogger(Service.class);

  private final CountDownLatch stopped = new CountDownLatch(1);
  private @Nullable EmbeddedDatabase embedded;
  private @Nullable Instance instance;

  /** Starts the embedded database unless there is another, then the server on it. */
  synchronized Instance start(Config config, Clock clock) {
    DatabaseSettings database = database(config);
    Instance started = Instance.start(config, database, clock);
    instance = started;
    started.work();
    return started;
  }

  /** The database of these settings: theirs, the running one, or one that is started for now. */
  synchronized DatabaseSettings join(Config config) {
    if (config.database().isEmbedded()) {
      embedded = EmbeddedDatabase.join(config.dataFolder(), config.embedded().port());
    }
    return settings(config);
  }

  private DatabaseSettings database(Config config) {
    if (config.database().isEmbedded()) {
      embedded = EmbeddedDatabase.start(config.dataFolder(), config.embedded().port());
    }
    return settings(config);
  }

  private DatabaseSettings settings(Config config) {
    Config.Database own = config.database();
    EmbeddedDatabase started = embedded;
    return started == null
        ? new DatabaseSettings(own.url(), own.user(), own.password(), own.poolSize())
        : new DatabaseSettings(started.url(), started.user(), started.password(), own.poolSize());
  }

  /** Says where to open it. */
  static void announce(Config config) {
    LOG.info("Colloque is open: {}", config.origin());
  }

  /** At SIGTERM, SIGINT and SIGHUP: stops all of them cleanly and ends the process with code 0. */
  static void stopOnSignal(List<Service> services) {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("stop")
                .unstarted(() -> {
                  if (services.stream().anyMatch(service -> service.stopped.getCount() > 0)) {
                    LOG.info("Stopping");
                    services.parallelStream().forEach(Service::close);
                    LOG.info("Stopped");
                    Runtime.getRuntime().halt(0);
                  }
                }));
  }

  /** Waits until the service was stopped. */
  void awaitStop() {
    try {
      stopped.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops accepting, lets requests under way finish, closes the pool, then the database. */
  @Override
  public synchronized void close() {
    closeInTime(instance);
    instance = null;
    if (embedded != null) {
      embedded.close();
    }
    embedded = null;
    stopped.countDown();
  }

  private static void closeInTime(@Nullable Instance open) {
    if (open == null) {
      return;
    }
    Thread closing = Thread.ofPlatform().daemon().name("close").start(open::close);
    try {
      if (!closing.join(GRACE)) {
        LOG.warn("Not everything was finished in time; what was acknowledged is kept");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
