package org.colloque.server.commands;

import java.time.Clock;
import java.time.Duration;
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
  synchronized Instance start(Config config) {
    DatabaseSettings database = database(config);
    Instance started = Instance.start(config, database, Clock.systemUTC());
    instance = started;
    started.work();
    LOG.info("Colloque is open: {}", config.origin());
    return started;
  }

  private DatabaseSettings database(Config config) {
    Config.Database settings = config.database();
    if (!settings.isEmbedded()) {
      return new DatabaseSettings(
          settings.url(), settings.user(), settings.password(), settings.poolSize());
    }
    EmbeddedDatabase started =
        EmbeddedDatabase.start(config.dataFolder(), config.embedded().port());
    embedded = started;
    return new DatabaseSettings(
        started.url(), started.user(), started.password(), settings.poolSize());
  }

  /** At SIGTERM, SIGINT and SIGHUP: stops cleanly and ends the process with code 0. */
  void stopOnSignal() {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("stop")
                .unstarted(() -> {
                  if (stopped.getCount() > 0) {
                    LOG.info("Stopping");
                    close();
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
        LOG.warn(
            "Not everything was finished after {} ms; what was acknowledged is kept",
            GRACE.toMillis());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
