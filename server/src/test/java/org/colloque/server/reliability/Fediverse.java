package org.colloque.server.reliability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.colloque.federation.signature.PemKeyPair;
import org.colloque.server.http.Json;

/**
 * Many servers on one loopback port, told apart by name. All their actors have the same key. Each
 * inbox takes its time, and counts what it has answered.
 */
final class Fediverse implements AutoCloseable {
  /** One pair for all: making keys is slow. */
  static final PemKeyPair KEYS = PemKeyPair.generate();

  private final HttpServer server;
  private final Map<String, Map<String, AtomicInteger>> arrived = new ConcurrentHashMap<>();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private volatile Duration delay = Duration.ZERO;

  Fediverse() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::serve);
    server.start();
  }

  /** How long each inbox takes to answer. */
  void delay(Duration each) {
    delay = each;
  }

  /** The ActivityPub id of somebody; every name on every host exists. */
  String actor(String host, String name) {
    return "http://" + host(host) + "/users/" + name;
  }

  String host(String name) {
    return name + ".localhost:" + server.getAddress().getPort();
  }

  /** How often activities about {@code object} have arrived, by the address of the inbox. */
  Map<String, AtomicInteger> arrived(String object) {
    return arrived.getOrDefault(object, Map.of());
  }

  /** How many arrivals were of something that had arrived there before. */
  int duplicates() {
    return arrived.values().stream()
        .flatMap(inboxes -> inboxes.values().stream())
        .mapToInt(times -> times.get() - 1)
        .sum();
  }

  private void serve(HttpExchange exchange) throws IOException {
    String host = exchange.getRequestHeaders().getFirst("Host");
    String address = "http://" + host + exchange.getRequestURI().getPath();
    if (exchange.getRequestMethod().equals("POST")) {
      receive(exchange, address);
    } else if (address.endsWith("/.well-known/webfinger")) {
      answer(exchange, 200, "application/jrd+json", Json.write(webFinger(exchange)));
    } else {
      answer(exchange, 200, "application/activity+json", Json.write(document(address)));
    }
  }

  /** Requests to inboxes that have been answered so far, or whose sender died meanwhile. */
  int answered() {
    return answered.get();
  }

  /** Requests to inboxes that wait for their answer now. */
  int open() {
    return open.get();
  }

  private void receive(HttpExchange exchange, String inbox) throws IOException {
    open.incrementAndGet();
    try {
      take(exchange, inbox);
    } finally {
      answered.incrementAndGet();
      open.decrementAndGet();
    }
  }

  private void take(HttpExchange exchange, String inbox) throws IOException {
    JsonNode activity = Json.read(exchange.getRequestBody().readAllBytes());
    LockSupport.parkNanos(delay.toNanos());
    // counted before the answer: what arrives is not un-arrived by a sender that dies
    JsonNode object = activity.path("object");
    String about = object.isTextual() ? object.asText() : object.path("id").asText();
    arrived
        .computeIfAbsent(about, _ -> new ConcurrentHashMap<>())
        .computeIfAbsent(inbox, _ -> new AtomicInteger())
        .incrementAndGet();
    answer(exchange, 202, "text/plain", new byte[0]);
  }

  private static void answer(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", type);
      // a connection that is kept may be closed when the next request is under way, which is a
      // retry
      exchange.getResponseHeaders().set("Connection", "close");
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static ObjectNode webFinger(HttpExchange exchange) {
    String resource = exchange.getRequestURI().getQuery().substring("resource=acct:".length());
    List<String> parts = new ArrayList<>(List.of(resource.split("@", -1)));
    ObjectNode found = Json.object().put("subject", "acct:" + resource);
    found
        .putArray("links")
        .addObject()
        .put("rel", "self")
        .put("type", "application/activity+json")
        .put("href", "http://" + parts.get(1) + "/users/" + parts.getFirst());
    return found;
  }

  private static ObjectNode document(String actor) {
    ObjectNode document =
        Json.object()
            .put("@context", "https://www.w3.org/ns/activitystreams")
            .put("id", actor)
            .put("type", "Person")
            .put("preferredUsername", actor.substring(actor.lastIndexOf('/') + 1))
            .put("inbox", actor + "/inbox")
            .put("outbox", actor + "/outbox")
            .put("followers", actor + "/followers");
    document
        .putObject("publicKey")
        .put("id", actor + "#main-key")
        .put("owner", actor)
        .put("publicKeyPem", KEYS.publicPem());
    return document;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
