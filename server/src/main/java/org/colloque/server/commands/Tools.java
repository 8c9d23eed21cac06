package org.colloque.server.commands;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Clock;
import org.colloque.server.Config;
import org.colloque.server.database.Database;
import org.colloque.server.database.Signals;
import org.colloque.server.kit.Cryptography;
import org.colloque.server.kit.Kit;
import org.colloque.server.kit.Opened;
import org.colloque.server.kit.Secrets;
import org.colloque.server.kit.Urls;

/**
 * What a command needs to call the verbs of the server beside a running one or without: the same
 * database, from which a running server hears of what was changed.
 */
final class Tools implements AutoCloseable {
  private final Opened opened = new Opened();
  private final Kit kit;

  Tools(Config config) {
    try {
      kit = open(config);
    } catch (RuntimeException | Error failure) {
      opened.close();
      throw failure;
    }
  }

  private Kit open(Config config) {
    Clock clock = Clock.systemUTC();
    Service service = opened.keep(new Service());
    Database database = opened.keep(Database.open(service.join(config), clock));
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    opened.keep(vertx::close);
    return new Kit(
        config,
        database.db(),
        database.ids(),
        clock,
        new Urls(config.publicUrl()),
        Secrets.fromFile(config.secretKeyFile()),
        Cryptography.STANDARD,
        new Signals(database),
        vertx);
  }

  Kit kit() {
    return kit;
  }

  @Override
  public void close() {
    opened.close();
  }
}
