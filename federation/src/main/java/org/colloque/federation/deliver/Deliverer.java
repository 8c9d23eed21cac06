package org.colloque.federation.deliver;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.colloque.federation.fetch.Connections;
import org.colloque.federation.fetch.ContentTypes;
import org.colloque.federation.fetch.Door;
import org.colloque.federation.fetch.FetchLimits;
import org.colloque.federation.handle.Origin;
import org.colloque.federation.signature.RequestSigner;
import org.colloque.federation.signature.Scheme;
import org.colloque.federation.signature.Schemes;
import org.jspecify.annotations.Nullable;

/**
 * Sends activities. Each delivery is signed at the moment of sending, goes through the same door as
 * fetches, follows no redirect, and ends within {@link FetchLimits#total()}.
 */
public final class Deliverer implements AutoCloseable {

  /** Connections to one host; a tar pit holds no more. */
  public static final int CONNECTIONS_PER_HOST = 4;

  /** Deliveries that may wait for a connection to one host before the next one is sent back. */
  public static final int WAITING_PER_HOST = 200;

  /** Of an answer, read only to keep the connection. */
  private static final int ANSWER_BYTES = 64 * 1024;

  private final Vertx vertx;
  private final Door door;
  private final String userAgent;
  private final Clock clock;
  private final Schemes schemes;
  private final FetchLimits limits;
  private final HttpClient client;
  private final Lanes lanes = new Lanes(CONNECTIONS_PER_HOST, WAITING_PER_HOST);

  /** A deliverer with {@link FetchLimits#STANDARD}. */
  public Deliverer(Vertx vertx, Door door, String userAgent, Clock clock, Schemes schemes) {
    this(vertx, door, userAgent, clock, schemes, FetchLimits.STANDARD, new HttpClientOptions());
  }

  /**
   * As {@link #Deliverer(Vertx, Door, String, Clock, Schemes)} with other limits and a test's
   * trust.
   */
  public Deliverer(
      Vertx vertx,
      Door door,
      String userAgent,
      Clock clock,
      Schemes schemes,
      FetchLimits limits,
      HttpClientOptions base) {
    this.vertx = vertx;
    this.door = door;
    this.userAgent = userAgent;
    this.clock = clock;
    this.schemes = schemes;
    this.limits = limits;
    this.client =
        Connections.client(
            vertx,
            base,
            limits.connect(),
            limits.headerBytes(),
            CONNECTIONS_PER_HOST,
            WAITING_PER_HOST);
  }

  /** Sends and waits; for a virtual thread that holds no transaction. */
  public Outcome post(String inbox, byte[] body, RequestSigner signer) {
    return send(inbox, body, signer).toCompletableFuture().join();
  }

  /** Sends; never completes exceptionally. */
  public CompletionStage<Outcome> send(String inbox, byte[] body, RequestSigner signer) {
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    CompletableFuture<Void> _ =
        door.open(inbox).thenAccept(passage -> pass(passage, body, signer, outcome));
    return outcome
        .orTimeout(limits.total().toNanos(), TimeUnit.NANOSECONDS)
        .exceptionally(Deliverer::failed);
  }

  private void pass(
      Door.Passage passage, byte[] body, RequestSigner signer, CompletableFuture<Outcome> outcome) {
    switch (passage) {
      case Door.Passage.Refused refused -> outcome.complete(new Outcome.GaveUp(refused.reason()));
      case Door.Passage.Unresolved unresolved ->
          outcome.complete(new Outcome.Retry(unresolved.reason(), null));
      case Door.Passage.Allowed allowed -> {
        Door.Destination destination = allowed.destination();
        String host = destination.origin().toString();
        Runnable start = () -> start(host, destination, body, signer, outcome);
        if (!lanes.enter(host, outcome, start)) {
          outcome.complete(new Outcome.Retry("too many deliveries to this host", null));
        }
      }
    }
  }

  private void start(
      String host,
      Door.Destination destination,
      byte[] body,
      RequestSigner signer,
      CompletableFuture<Outcome> outcome) {
    CompletableFuture<Outcome> _ =
        exchange(destination, body, signer)
            .exceptionally(Deliverer::failed)
            .whenComplete((came, _) -> {
              outcome.complete(came);
              lanes.leave(host);
            });
  }

  /** What the other side said; the rest of its answer does not matter. */
  private record Answered(int status, @Nullable String retryAfter) {}

  /** Signed as the server is known to read it; when it does not, once more the other way. */
  private CompletableFuture<Outcome> exchange(
      Door.Destination destination, byte[] body, RequestSigner signer) {
    Origin origin = destination.origin();
    Scheme scheme = schemes.first(origin);
    return exchange(destination, body, signer, scheme)
        .thenCompose(first -> {
          if (!scheme.mayBeUnread(first.status())) {
            return CompletableFuture.completedFuture(first);
          }
          return exchange(destination, body, signer, scheme.other())
              .thenApply(second -> {
                if (scheme.other().wasRead(second.status())) {
                  schemes.learn(origin, scheme.other());
                }
                return second;
              });
        })
        .thenApply(answered -> Outcomes.of(answered.status(), answered.retryAfter(), clock));
  }

  private CompletableFuture<Answered> exchange(
      Door.Destination destination, byte[] body, RequestSigner signer, Scheme scheme) {
    Map<String, String> headers = new LinkedHashMap<>(signer.post(destination.uri(), body, scheme));
    headers.put("Content-Type", ContentTypes.ACTIVITY_JSON);
    headers.put("User-Agent", userAgent);
    return client
        .request(Connections.request(HttpMethod.POST, destination, headers))
        .compose(request -> {
          long timer = vertx.setTimer(limits.total().toMillis(), _ -> request.reset());
          return request
              .send(Buffer.buffer(body))
              .map(response -> answered(request, response, timer))
              .onFailure(_ -> vertx.cancelTimer(timer));
        })
        .toCompletionStage()
        .toCompletableFuture();
  }

  /**
   * The status decides; the body is read to its end, if that is near, to use the connection again.
   */
  private Answered answered(HttpClientRequest request, HttpClientResponse response, long timer) {
    int[] count = {0};
    response.exceptionHandler(_ -> vertx.cancelTimer(timer));
    response.endHandler(_ -> vertx.cancelTimer(timer));
    response.handler(chunk -> {
      count[0] += chunk.length();
      if (count[0] > ANSWER_BYTES) {
        request.reset();
      }
    });
    return new Answered(response.statusCode(), response.getHeader("Retry-After"));
  }

  private static Outcome failed(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    String reason =
        cause instanceof TimeoutException ? "too slow" : cause.getClass().getSimpleName();
    return new Outcome.Retry(reason, null);
  }

  @Override
  public void close() {
    client.close();
  }
}
