package org.colloque.federation.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SelfSignedCertificate;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.colloque.federation.Outside;
import org.colloque.federation.signature.Schemes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The name of the address goes into SNI and the check of the certificate, also when pinned. */
class TlsTest {

  private static final Vertx VERTX = Vertx.vertx();
  private static final SelfSignedCertificate CERTIFICATE =
      SelfSignedCertificate.create("far.example");
  private static final AtomicReference<String> SERVER_NAME = new AtomicReference<>("none");
  private static final Door DOOR =
      new Door(
          Outside.SELF, true, _ -> List.of(InetAddress.getByAddress(new byte[] {127, 0, 0, 1})));
  private static HttpServer server;

  @BeforeAll
  static void start() {
    server =
        VERTX
            .createHttpServer(
                new HttpServerOptions()
                    .setSsl(true)
                    .setSni(true)
                    .setKeyCertOptions(CERTIFICATE.keyCertOptions()))
            .requestHandler(request -> {
              SERVER_NAME.set(request.connection().indicatedServerName());
              request.response().putHeader("Content-Type", "text/plain").end("secret");
            })
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  @AfterAll
  static void stop() {
    DOOR.close();
    VERTX.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void readsFromAHostWithACertificateForItsName() {
    String url = "https://far.example:" + server.actualPort() + "/";
    assertThat(text(url))
        .isEqualTo(new FetchResult.Found<>(new Fetcher.Text("text/plain", "secret"), url));
    assertThat(SERVER_NAME).hasValue("far.example");
  }

  @Test
  void readsNothingFromAHostWithACertificateForAnotherName() {
    assertThat(text("https://other.example:" + server.actualPort() + "/"))
        .isInstanceOf(FetchResult.Unreachable.class);
  }

  @Test
  void readsNothingFromAHostWithACertificateThatNobodyVouchesFor() {
    try (Fetcher fetcher = new Fetcher(VERTX, DOOR, "Colloque (test)", new Schemes())) {
      assertThat(
              fetcher.text(
                  "https://far.example:" + server.actualPort() + "/", Set.of("text/plain")))
          .isInstanceOf(FetchResult.Unreachable.class);
    }
  }

  private static FetchResult<Fetcher.Text> text(String url) {
    HttpClientOptions trusting =
        new HttpClientOptions().setTrustOptions(CERTIFICATE.trustOptions());
    try (Fetcher fetcher =
        new Fetcher(
            VERTX, DOOR, "Colloque (test)", new Schemes(), FetchLimits.STANDARD, trusting)) {
      return fetcher.text(url, Set.of("text/plain"));
    }
  }
}
