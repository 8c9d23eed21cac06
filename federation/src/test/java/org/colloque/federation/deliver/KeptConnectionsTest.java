package org.colloque.federation.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SelfSignedCertificate;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.colloque.federation.Outside;
import org.colloque.federation.fetch.Door;
import org.colloque.federation.fetch.FetchLimits;
import org.colloque.federation.signature.Schemes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections are used again, by HTTP/2 where it is offered. */
class KeptConnectionsTest {
  private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);
  private static final SelfSignedCertificate CERTIFICATE =
      SelfSignedCertificate.create("far.example");

  private final Vertx vertx = Vertx.vertx();
  private final Door door =
      new Door(
          Outside.SELF, true, _ -> List.of(InetAddress.getByAddress(new byte[] {127, 0, 0, 1})));
  private final Deliverer deliverer =
      new Deliverer(
          vertx,
          door,
          "Colloque (test)",
          Outside.CLOCK,
          new Schemes(),
          FetchLimits.STANDARD,
          new HttpClientOptions().setTrustOptions(CERTIFICATE.trustOptions()));
  private final List<HttpVersion> versions = new CopyOnWriteArrayList<>();
  private final List<HttpConnection> connections = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    deliverer.close();
    door.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void speaksHttp2WhereItIsOffered() {
    HttpServer server = server(secure().setUseAlpn(true), KeptConnectionsTest::accept);
    sendTwice("https", server);
    assertThat(versions).containsExactly(HttpVersion.HTTP_2, HttpVersion.HTTP_2);
    assertThat(connections.stream().distinct()).hasSize(1);
  }

  @Test
  void speaksHttp1OverTlsWhereHttp2IsNotOffered() {
    HttpServer server = server(secure().setUseAlpn(false), KeptConnectionsTest::accept);
    sendTwice("https", server);
    assertThat(versions).containsExactly(HttpVersion.HTTP_1_1, HttpVersion.HTTP_1_1);
    assertThat(connections.stream().distinct()).hasSize(1);
  }

  @Test
  void usesAPlainConnectionAgain() {
    HttpServer server = server(new HttpServerOptions(), KeptConnectionsTest::accept);
    sendTwice("http", server);
    assertThat(connections).hasSize(2);
    assertThat(connections.stream().distinct()).hasSize(1);
  }

  @Test
  void triesAgainOnAFreshConnectionWhenAKeptOneWasClosed() {
    HttpServer server =
        server(
            new HttpServerOptions(),
            request -> {
              if (connections.size() == 2) {
                var _ = request.connection().close();
              } else {
                accept(request);
              }
            });
    sendTwice("http", server);
    assertThat(connections).hasSize(3);
    assertThat(connections.stream().distinct()).hasSize(2);
  }

  @Test
  void doesNotTryAgainWhenAFreshConnectionIsClosed() {
    HttpServer server =
        server(
            new HttpServerOptions(),
            request -> {
              var _ = request.connection().close();
            });
    assertThat(send("http", server)).isInstanceOf(Outcome.Retry.class);
    assertThat(connections).hasSize(1);
  }

  private static HttpServerOptions secure() {
    return new HttpServerOptions().setSsl(true).setKeyCertOptions(CERTIFICATE.keyCertOptions());
  }

  private static void accept(HttpServerRequest request) {
    var _ = request.response().setStatusCode(202).end();
  }

  private void sendTwice(String scheme, HttpServer server) {
    for (int i = 0; i < 2; i++) {
      assertThat(send(scheme, server)).isEqualTo(new Outcome.Delivered(202));
    }
  }

  private Outcome send(String scheme, HttpServer server) {
    return deliverer.post(
        scheme + "://far.example:" + server.actualPort() + "/inbox", BODY, Outside.SIGNER);
  }

  private HttpServer server(HttpServerOptions options, Handler<HttpServerRequest> answer) {
    return vertx
        .createHttpServer(options)
        .requestHandler(request -> {
          versions.add(request.version());
          connections.add(request.connection());
          answer.handle(request);
        })
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }
}
