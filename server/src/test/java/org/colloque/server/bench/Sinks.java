package org.colloque.server.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * Servers of others on addresses 127.1.x.y under one port, whose inboxes count what arrives, each
 * in its manner.
 */
final class Sinks implements AutoCloseable {
  /** How a server takes what it is sent. */
  sealed interface Manner {
    /** Answers 202 after so many milliseconds. */
    record Answers(int millis) implements Manner {}

    /** Is not there: connections are refused. */
    record Absent() implements Manner {}

    /** Takes the request and never answers. */
    record Silent() implements Manner {}

    /** Answers one byte a second. */
    record TarPit() implements Manner {}

    /** Answers what no server should. */
    record Hostile(Malice malice) implements Manner {}
  }

  /** What a hostile server answers, after 202. */
  enum Malice {
    /** Half of the body it has announced. */
    HALF,
    /** Header fields without end. */
    ENDLESS_HEADERS,
    /** Ten gigabytes. */
    TEN_GIGABYTES
  }

  private static final int PER_BLOCK = 250;
  private static final long TAR_MILLIS = 1_000;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final int port = Stage.freePort();
  private final List<HostileServer> hostile = new ArrayList<>();
  private final List<HttpServer> servers = new ArrayList<>();
  private final Map<String, AtomicInteger> arrived = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Arrival> log = new ConcurrentLinkedQueue<>();
  private final AtomicInteger total = new AtomicInteger();

  /** When something was taken in by a server that answers, by {@link System#nanoTime}. */
  record Arrival(int host, long nanos) {}

  Sinks(int hosts, IntFunction<Manner> manners) throws IOException {
    List<Future<HttpServer>> listening = new ArrayList<>();
    for (int host = 0; host < hosts; host++) {
      Manner manner = manners.apply(host);
      if (manner instanceof Manner.Hostile(Malice malice)) {
        hostile.add(new HostileServer(address(host), port, malice));
      } else if (!(manner instanceof Manner.Absent)) {
        int number = host;
        HttpServer server =
            vertx
                .createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                .requestHandler(request -> take(request, number, manner));
        servers.add(server);
        listening.add(server.listen(port, address(host)));
      }
    }
    Future.all(listening).toCompletionStage().toCompletableFuture().join();
  }

  static String address(int host) {
    return "127.1." + host / PER_BLOCK + "." + (1 + host % PER_BLOCK);
  }

  /** {@code http://127.1.x.y:port}. */
  String base(int host) {
    return "http://" + address(host) + ":" + port;
  }

  int port() {
    return port;
  }

  private void take(HttpServerRequest request, int host, Manner manner) {
    request
        .end()
        .onSuccess(_ -> {
          switch (manner) {
            case Manner.Answers(int millis) when millis > 0 -> {
              note(request, host);
              vertx.setTimer(millis, _ -> answer(request));
            }
            case Manner.Answers _ -> {
              note(request, host);
              answer(request);
            }
            case Manner.TarPit _ -> drip(request);
            case Manner.Silent _, Manner.Absent _, Manner.Hostile _ -> {}
          }
        });
  }

  private void note(HttpServerRequest request, int host) {
    log.add(new Arrival(host, System.nanoTime()));
    // what was sent is told by its digest, which is signed
    String what = host + request.path() + request.getHeader("digest");
    arrived.computeIfAbsent(what, _ -> new AtomicInteger()).incrementAndGet();
    total.incrementAndGet();
  }

  private static void answer(HttpServerRequest request) {
    request.response().setStatusCode(202).end();
  }

  private void drip(HttpServerRequest request) {
    request.response().setChunked(true).setStatusCode(202);
    vertx.setPeriodic(
        TAR_MILLIS,
        timer -> {
          if (request.response().closed()) {
            vertx.cancelTimer(timer);
          } else {
            request.response().write(".");
          }
        });
  }

  /** Arrivals, each activity counted once for each inbox. */
  int different() {
    return arrived.size();
  }

  /** Arrivals, repeated ones too. */
  int total() {
    return total.get();
  }

  List<Arrival> arrivals() {
    return List.copyOf(log);
  }

  void forget() {
    arrived.clear();
    log.clear();
    total.set(0);
  }

  @Override
  public void close() {
    hostile.forEach(HostileServer::close);
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
