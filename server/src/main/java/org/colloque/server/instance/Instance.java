package org.colloque.server.instance;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.colloque.server.Config;
import org.colloque.server.database.Database;
import org.colloque.server.database.DatabaseSettings;
import org.colloque.server.database.Signals;
import org.colloque.server.database.Turn;
import org.colloque.server.http.Problems;
import org.colloque.server.http.Proxies;
import org.colloque.server.http.Router;
import org.colloque.server.http.WebServer;
import org.colloque.server.jobs.Workers;
import org.colloque.server.kit.Cryptography;
import org.colloque.server.kit.Kit;
import org.colloque.server.kit.Opened;
import org.colloque.server.kit.Secrets;
import org.colloque.server.kit.Urls;

/** The composition root: one running server on one database. Two may run in one process. */
public final class Instance implements AutoCloseable {
  private static final Duration NETWORK_STOP = Duration.ofSeconds(2);

  private final Opened opened;
  private final Kit kit;
  private final Rooms rooms;
  private final Workers workers;
  private final int port;

  private Instance(
      Config config,
      DatabaseSettings settings,
      Clock clock,
      Cryptography cryptography,
      Opened opened) {
    this.opened = opened;
    Database database = opened.keep(Database.open(settings, clock));
    Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    opened.keep(() -> close(vertx));
    Signals signals = opened.keep(new Signals(database));
    Urls urls = new Urls(config.publicUrl());
    kit =
        new Kit(
            config,
            database.db(),
            database.ids(),
            clock,
            urls,
            Secrets.fromFile(config.secretKeyFile()),
            cryptography,
            signals,
            vertx);
    Turn turn = opened.keep(new Turn(settings, "queues"));
    rooms = opened.keep(new Rooms(kit, turn));
    workers = opened.keep(new Workers(rooms.workers(), signals));
    WebServer web = webServer(config, urls);
    opened.keep(web::stop);
    rooms.figures().show(web, database);
    signals.start();
    port = web.start();
  }

  private WebServer webServer(Config config, Urls urls) {
    return new WebServer(
        kit.vertx(),
        new WebServer.Settings(
            config.listen().host(),
            config.listen().port(),
            config.workers().limit(),
            config.dataFolder().resolve("tmp"),
            new Proxies(config.trustedProxies()),
            urls.isHttps()),
        new Router(rooms.routes()),
        rooms.gatekeeper(),
        new Problems(rooms.errorPages()),
        rooms.observer());
  }

  /**
   * Opens the database, migrates it, and answers requests. Workers start with {@link #work}. When
   * it cannot, nothing stays open.
   */
  public static Instance start(Config config, DatabaseSettings database, Clock clock) {
    return start(config, database, clock, Cryptography.STANDARD);
  }

  /** As {@link #start(Config, DatabaseSettings, Clock)}, with the cryptography that a test has. */
  public static Instance start(
      Config config, DatabaseSettings database, Clock clock, Cryptography cryptography) {
    Opened opened = new Opened();
    try {
      return new Instance(config, database, clock, cryptography, opened);
    } catch (RuntimeException | Error failure) {
      opened.close();
      throw failure;
    }
  }

  /** Lets the workers run by themselves; tests run them by hand instead. */
  public void work() {
    workers.start();
  }

  public Kit kit() {
    return kit;
  }

  public Rooms rooms() {
    return rooms;
  }

  public Workers workers() {
    return workers;
  }

  public int port() {
    return port;
  }

  public URI address() {
    return kit.config().publicUrl();
  }

  /**
   * Clean stop: no new requests, those under way finish while the workers come to an end, then
   * everything else is closed, the database last.
   */
  @Override
  public void close() {
    workers.stop();
    opened.close();
  }

  private static void close(Vertx vertx)
      throws InterruptedException, ExecutionException, TimeoutException {
    vertx
        .close()
        .toCompletionStage()
        .toCompletableFuture()
        .get(NETWORK_STOP.toMillis(), TimeUnit.MILLISECONDS);
  }
}
