package org.colloque.federation.fetch;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.colloque.federation.signature.RequestSigner;

/** How both sides of the door open connections: to the checked address, under the asked name. */
public final class Connections {

  private static final int LINE_BYTES = 4_096;
  private static final int IDLE_SECONDS = 20;

  private Connections() {}

  /**
   * A client with our limits; {@code base} may hold the trust of a test's certificate authority.
   */
  public static HttpClient client(
      Vertx vertx,
      HttpClientOptions base,
      Duration connect,
      int headerBytes,
      int perHost,
      int queue) {
    return client(vertx, base, connect, headerBytes, perHost, queue, _ -> {});
  }

  /** As above, telling of each connection that is opened. */
  public static HttpClient client(
      Vertx vertx,
      HttpClientOptions base,
      Duration connect,
      int headerBytes,
      int perHost,
      int queue,
      Handler<HttpConnection> opened) {
    HttpClientOptions options =
        new HttpClientOptions(base)
            .setConnectTimeout((int) connect.toMillis())
            .setSslHandshakeTimeout(connect.toMillis())
            .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
            .setMaxHeaderSize(headerBytes)
            .setMaxInitialLineLength(LINE_BYTES)
            // decompressed by us, counting: the built-in one inflates a whole chunk first
            .setDecompressionSupported(false)
            .setKeepAliveTimeout(IDLE_SECONDS)
            .setIdleTimeout(60);
    return vertx
        .httpClientBuilder()
        .with(options)
        .with(
            new PoolOptions()
                .setHttp1MaxSize(perHost)
                .setHttp2MaxSize(1)
                .setMaxWaitQueueSize(queue))
        .withConnectHandler(opened)
        .build();
  }

  /**
   * The name goes into Host, SNI and the check of the certificate; the address is connected to. The
   * caller bounds the requests to one host: Vert.x 5.0.12 breaks when a request that waits in its
   * pool is given up.
   */
  public static RequestOptions request(
      HttpMethod method, Door.Destination destination, Map<String, String> headers) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(method)
            .setServer(
                SocketAddress.inetSocketAddress(
                    new InetSocketAddress(destination.address(), destination.origin().port())))
            .setHost(destination.origin().host())
            .setPort(destination.origin().port())
            .setSsl(destination.origin().scheme().equals("https"))
            .setURI(RequestSigner.requestTarget(destination.uri()))
            .setFollowRedirects(false);
    headers.forEach((name, value) -> {
      // Vert.x writes the same value itself
      if (!name.equals("Host")) {
        options.putHeader(name, value);
      }
    });
    return options;
  }
}
