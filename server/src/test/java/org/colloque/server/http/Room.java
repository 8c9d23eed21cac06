package org.colloque.server.http;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.UserId;
import org.colloque.server.rig.Wire;

/**
 * The HTTP room alone, on a free port: routes of a test, no database, and at the gate everybody is
 * believed.
 */
final class Room implements AutoCloseable {
  /** Short times in which nothing of an honest test fails. */
  static final Patience SHORT =
      new Patience(
          Duration.ofMillis(500),
          Duration.ofMillis(1_200),
          Duration.ofMillis(600),
          Duration.ofMillis(700),
          Duration.ofMillis(200),
          4 << 20);

  static final int CONCURRENCY = 64;

  /** Who sends a header {@code Member}. */
  private static final Caller MEMBER =
      new Caller(
          new Caller.Member(new UserId(1), new AccountId(1), "member", "member"),
          null,
          null,
          null,
          Locale.ENGLISH);

  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
  private final Path folder;
  private final WebServer server;
  private final int port;

  Room(Patience patience, Route... routes) throws IOException {
    folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "rooms")), "room");
    server =
        new WebServer(
            vertx,
            new WebServer.Settings(
                "127.0.0.1", 0, CONCURRENCY, folder, new Proxies(List.of()), false, patience),
            new Router(List.of(routes)),
            new Headed(),
            new Problems((_, message, _) -> message.getBytes(StandardCharsets.UTF_8)),
            (_, _, _, _, _) -> {});
    port = server.start();
  }

  private static final class Headed implements Gatekeeper {
    @Override
    public boolean isStranger(Access access, Request request) {
      return request.header("member").isEmpty();
    }

    @Override
    public Caller check(Access access, Request request) {
      return request.header("member").map(_ -> MEMBER).orElseGet(request::caller);
    }
  }

  int port() {
    return port;
  }

  Wire wire() throws IOException {
    return new Wire(port);
  }

  int requestsUnderWay() {
    return server.requestsUnderWay();
  }

  /** Where files of forms lie. */
  Path folder() {
    return folder;
  }

  int connections() {
    return server.connections();
  }

  @Override
  public void close() {
    server.stop();
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }
}
