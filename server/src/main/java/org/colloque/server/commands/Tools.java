package org.colloque.server.commands;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Clock;
import org.colloque.server.Config;
import org.colloque.server.database.Database;
import org.colloque.server.database.Signals;
import org.colloque.server.kit.Kit;
import org.colloque.server.kit.Secrets;
import org.colloque.server.kit.Urls;

/**
 * What a command needs to call the verbs of the server beside a running one or without: the same
 * database, from which a running server hears of what was changed.
 */
final class Tools implements AutoCloseable {
  private final Service service = new Service();
  private final Database database;
  private final Vertx vertx;
  private final Kit kit;

  Tools(Config config) {
    Clock clock = Clock.systemUTC();
    database = open(config, clock);
    vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    kit =
        new Kit(
            config,
            database.db(),
            database.ids(),
            clock,
            new Urls(config.publicUrl()),
            Secrets.fromFile(config.secretKeyFile()),
            new Signals(database),
            vertx);
  }

  private Database open(Config config, Clock clock) {
    try {
      return Database.open(service.join(config), clock);
    } catch (RuntimeException failure) {
      service.close();
      throw failure;
    }
  }

  Kit kit() {
    return kit;
  }

  @Override
  public void close() {
    vertx.close();
    database.close();
    service.close();
  }
}
