package org.colloque.server.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.concurrent.Executors;
import org.colloque.federation.signature.PemKeyPair;
import org.colloque.federation.signature.RequestSigner;
import org.colloque.federation.signature.SigningKey;
import org.colloque.server.http.Json;

/** A server on which whoever is asked for lives, but for those whose names begin with nobody. */
final class Newcomers implements AutoCloseable {
  static final String NOBODY = "nobody";
  private static final PemKeyPair KEYS = PemKeyPair.generate();

  private final HttpServer server;

  Newcomers() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  /** Signs for the person of that name. */
  RequestSigner signer(String name) {
    return signerOf(base() + name);
  }

  /** Signs with the same key for an actor anywhere. */
  static RequestSigner signerOf(String actor) {
    return new RequestSigner(
        SigningKey.of(actor + "#main-key", KEYS.privatePem()).orElseThrow(), Clock.systemUTC());
  }

  private String base() {
    return "http://newcomers.localhost:" + server.getAddress().getPort() + "/users/";
  }

  /** Actors and WebFinger for whoever is asked for. */
  private void answer(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getQuery();
    boolean finger = query != null && query.startsWith("resource=acct:");
    String name =
        finger
            ? query.substring(14, query.indexOf('@'))
            : exchange.getRequestURI().getPath().replaceFirst(".*/", "");
    if (name.startsWith(NOBODY)) {
      exchange.sendResponseHeaders(404, -1);
      exchange.close();
      return;
    }
    var document = Json.object();
    if (finger) {
      document.put("subject", query.substring(9));
      document
          .putArray("links")
          .addObject()
          .put("rel", "self")
          .put("type", "application/activity+json")
          .put("href", base() + name);
    } else {
      document
          .put("@context", "https://www.w3.org/ns/activitystreams")
          .put("id", base() + name)
          .put("type", "Person")
          .put("preferredUsername", name)
          .put("inbox", base() + name + "/inbox");
      document
          .putObject("publicKey")
          .put("id", base() + name + "#main-key")
          .put("owner", base() + name)
          .put("publicKeyPem", KEYS.publicPem());
    }
    byte[] body = Json.write(document);
    exchange
        .getResponseHeaders()
        .set("Content-Type", finger ? "application/jrd+json" : "application/activity+json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
