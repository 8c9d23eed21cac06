package org.colloque.server.commands;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.colloque.federation.deliver.Deliverer;
import org.colloque.federation.fetch.Door;
import org.colloque.federation.handle.Origin;
import org.colloque.federation.signature.PemKeyPair;
import org.colloque.federation.signature.RequestSigner;
import org.colloque.federation.signature.Schemes;
import org.colloque.federation.signature.SigningKey;

/**
 * Sends to the instance that is being trained, as to another server. Java then knows from the start
 * of what delivering consists: a process that has just begun reads its first answers at once, and
 * less is sent twice when it dies (reliability.md, C02).
 */
final class TrainDeliveries {
  private static final int ROUNDS = 40;

  /** At once; no more than may be under way to one server. */
  private static final int EACH = 50;

  private static final byte[] BODY = "{\"type\":\"Update\"}".getBytes(StandardCharsets.UTF_8);

  private TrainDeliveries() {}

  static void to(int port, Clock clock) {
    Origin self = new Origin("http", "localhost", 1);
    RequestSigner signer =
        new RequestSigner(
            SigningKey.of(self + "/#main-key", PemKeyPair.generate().privatePem()).orElseThrow(),
            clock);
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    try (Door door = new Door(self, true);
        Deliverer deliverer = new Deliverer(vertx, door, "Colloque", clock, new Schemes())) {
      String inbox = "http://127.0.0.1:" + port + "/inbox";
      for (int round = 0; round < ROUNDS; round++) {
        CompletableFuture.allOf(
                IntStream.range(0, EACH)
                    .mapToObj(_ -> deliverer.send(inbox, BODY, signer).toCompletableFuture())
                    .toArray(CompletableFuture[]::new))
            .join();
      }
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }
}
