package org.colloque.server.instance;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.colloque.server.Config;
import org.colloque.server.database.Database;
import org.colloque.server.database.DatabaseSettings;
import org.colloque.server.database.Signals;
import org.colloque.server.http.Problems;
import org.colloque.server.http.Proxies;
import org.colloque.server.http.Router;
import org.colloque.server.http.WebServer;
import org.colloque.server.jobs.Workers;
import org.colloque.server.kit.Kit;
import org.colloque.server.kit.Secrets;
import org.colloque.server.kit.Urls;

/** The composition root: one running server on one database. Two may run in one process. */
public final class Instance implements AutoCloseable {
  private final Vertx vertx;
  private final Database database;
  private final Signals signals;
  private final Kit kit;
  private final Rooms rooms;
  private final Workers workers;
  private final WebServer web;
  private final int port;

  private Instance(Config config, DatabaseSettings settings, Clock clock) {
    database = Database.open(settings, clock);
    vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    signals = new Signals(database);
    Urls urls = new Urls(config.publicUrl());
    kit =
        new Kit(
            config,
            database.db(),
            database.ids(),
            clock,
            urls,
            Secrets.fromFile(config.secretKeyFile()),
            signals,
            vertx);
    rooms = new Rooms(kit);
    workers = new Workers(rooms.workers(), signals);
    web =
        new WebServer(
            vertx,
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
    signals.start();
    port = web.start();
    rooms.signIn().users().setUpOwner().announce();
  }

  /** Opens the database, migrates it, and answers requests. Workers start with {@link #work}. */
  public static Instance start(Config config, DatabaseSettings database, Clock clock) {
    return new Instance(config, database, clock);
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

  /** Clean stop: no new requests, those under way finish, then workers, then the database. */
  @Override
  public void close() {
    web.stop();
    workers.close();
    rooms.close();
    signals.close();
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(2, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException
        | java.util.concurrent.TimeoutException ignored) {
      // the process ends anyway
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    database.close();
  }
}
