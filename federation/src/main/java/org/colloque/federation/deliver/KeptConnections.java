package org.colloque.federation.deliver;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.colloque.federation.fetch.Connections;
import org.colloque.federation.fetch.Door;
import org.colloque.federation.fetch.FetchLimits;

/**
 * Connections that are used again: over TLS by HTTP/2 where it is offered, else by HTTP/1.1. Tells
 * whether a connection served a request before, for only such a one can be closed unnoticed.
 */
final class KeptConnections {

  private final HttpClient plain;
  private final HttpClient secure;
  private final Set<HttpConnection> fresh = ConcurrentHashMap.newKeySet();

  KeptConnections(Vertx vertx, HttpClientOptions base, FetchLimits limits, int perHost, int queue) {
    HttpClientOptions negotiating =
        new HttpClientOptions(base)
            .setUseAlpn(true)
            .setProtocolVersion(HttpVersion.HTTP_2)
            .setHttp2MultiplexingLimit(perHost);
    this.plain = client(vertx, base, limits, perHost, queue);
    this.secure = client(vertx, negotiating, limits, perHost, queue);
  }

  private HttpClient client(
      Vertx vertx, HttpClientOptions options, FetchLimits limits, int perHost, int queue) {
    return Connections.client(
        vertx, options, limits.connect(), limits.headerBytes(), perHost, queue, this::opened);
  }

  private void opened(HttpConnection connection) {
    fresh.add(connection);
    connection.closeHandler(_ -> fresh.remove(connection));
  }

  Future<HttpClientRequest> request(
      HttpMethod method, Door.Destination destination, Map<String, String> headers) {
    HttpClient client = destination.origin().scheme().equals("https") ? secure : plain;
    return client.request(Connections.request(method, destination, headers));
  }

  /** Whether an earlier request went over the same connection; asked once for each request. */
  boolean isUsed(HttpClientRequest request) {
    return !fresh.remove(request.connection());
  }

  Future<Void> close() {
    return Future.all(plain.close(), secure.close()).mapEmpty();
  }
}
