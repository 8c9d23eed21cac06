package org.colloque.federation.fetch;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Posts messages to addresses that strangers named, through the same door as fetches: one request
 * each, no redirect is followed, and of the answer only the status is read. Blocks the calling
 * thread, which should be a virtual one and must hold no transaction.
 */
public final class Poster implements AutoCloseable {
  /** 5 s to connect, 10 s in all, 64 open, 8 to one host. */
  public static final FetchLimits LIMITS =
      new FetchLimits(Duration.ofSeconds(5), Duration.ofSeconds(10), 0, 0, 32 * 1024, 64, 8);

  private final Door door;
  private final String userAgent;
  private final HttpClient client;
  private final OpenRequests open = new OpenRequests(LIMITS.open(), LIMITS.openPerHost());

  public Poster(Vertx vertx, Door door, String userAgent) {
    this.door = door;
    this.userAgent = userAgent;
    this.client =
        Connections.client(
            vertx,
            new HttpClientOptions(),
            LIMITS.connect(),
            LIMITS.headerBytes(),
            LIMITS.openPerHost(),
            LIMITS.open());
  }

  /** What came of it. */
  public sealed interface Posted {
    record Answered(int status) implements Posted {}

    /** Never speak to it. */
    record Refused(String reason) implements Posted {}

    /** Nobody answered in time. */
    record Unreachable(String reason) implements Posted {}
  }

  public Posted post(String url, Map<String, String> headers, byte[] body) {
    Deadline deadline = new Deadline(LIMITS.total());
    try {
      return switch (door.open(url).get(deadline.left(), TimeUnit.NANOSECONDS)) {
        case Door.Passage.Refused refused -> new Posted.Refused(refused.reason());
        case Door.Passage.Unresolved unresolved -> new Posted.Unreachable(unresolved.reason());
        case Door.Passage.Allowed allowed -> post(allowed.destination(), headers, body, deadline);
      };
    } catch (ExecutionException | TimeoutException _) {
      return new Posted.Unreachable("the name could not be resolved in time");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Posted.Unreachable("interrupted");
    }
  }

  private Posted post(
      Door.Destination destination, Map<String, String> headers, byte[] body, Deadline deadline)
      throws InterruptedException {
    String host = destination.origin().host();
    if (!open.enter(host, deadline)) {
      return new Posted.Unreachable("too many requests are open");
    }
    try {
      return ask(destination, headers, body, deadline);
    } finally {
      open.leave(host);
    }
  }

  private Posted ask(
      Door.Destination destination, Map<String, String> headers, byte[] body, Deadline deadline)
      throws InterruptedException {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("User-Agent", userAgent);
    CompletableFuture<Answer> asked =
        client
            .request(Connections.request(HttpMethod.POST, destination, all))
            .compose(request ->
                request.send(Buffer.buffer(body)).map(response -> new Answer(request, response)))
            .toCompletionStage()
            .toCompletableFuture();
    try (Answer answer = asked.get(deadline.left(), TimeUnit.NANOSECONDS)) {
      return new Posted.Answered(answer.status());
    } catch (TimeoutException _) {
      // whoever answers now is hung up on
      CompletableFuture<Void> _ = asked.thenAccept(Answer::close);
      return new Posted.Unreachable("too slow");
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause();
      return new Posted.Unreachable(
          cause == null ? "no connection" : cause.getClass().getSimpleName());
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
