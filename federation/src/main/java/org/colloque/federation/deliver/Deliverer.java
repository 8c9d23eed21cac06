package org.colloque.federation.deliver;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.colloque.federation.fetch.ContentTypes;
import org.colloque.federation.fetch.Door;
import org.colloque.federation.fetch.FetchLimits;
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

  /** Attempts at once when a kept connection turns out to be closed. */
  private static final int ATTEMPTS = 3;

  /** Requests handed to an event loop together. */
  private static final int SIGNED_AT_ONCE = 4;

  private final Door door;
  private final String userAgent;
  private final Clock clock;
  private final Schemes schemes;
  private final KeptConnections connections;
  private final Loop[] loops;
  private final Deadlines deadlines;
  private final Lanes lanes = new Lanes(CONNECTIONS_PER_HOST, WAITING_PER_HOST);

  private final ConcurrentLinkedQueue<Knock> unsigned = new ConcurrentLinkedQueue<>();

  /** Signing takes most of the time of a delivery and must not hold up an event loop. */
  private final ExecutorService signing;

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
    this.door = door;
    this.userAgent = userAgent;
    this.clock = clock;
    this.schemes = schemes;
    this.connections =
        new KeptConnections(vertx, base, limits, CONNECTIONS_PER_HOST, WAITING_PER_HOST);
    this.deadlines = new Deadlines(vertx, limits.total());
    int cores = Runtime.getRuntime().availableProcessors();
    loops = new Loop[Math.max(1, cores / 2)];
    java.util.Arrays.setAll(loops, _ -> new Loop(vertx.getOrCreateContext(), new Wicket(vertx)));
    signing =
        Executors.newFixedThreadPool(
            Math.max(1, cores / 2), Thread.ofPlatform().daemon().name("signing-", 0).factory());
  }

  /** Sends and waits; for a virtual thread that holds no transaction. */
  public Outcome post(String inbox, byte[] body, RequestSigner signer) {
    return send(inbox, body, signer).toCompletableFuture().join();
  }

  /** Sends; never completes exceptionally. */
  public CompletionStage<Outcome> send(String inbox, byte[] body, RequestSigner signer) {
    return send(inbox, body, signer, Map.of());
  }

  /** Sends with further header fields, signed too; never completes exceptionally. */
  public CompletionStage<Outcome> send(
      String inbox, byte[] body, RequestSigner signer, Map<String, String> fields) {
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    CompletableFuture<Void> _ =
        door.open(inbox)
            .thenAccept(passage -> pass(passage, new Message(body, fields, signer), outcome));
    Deadlines.Deadline deadline =
        deadlines.begin(() -> outcome.complete(failed(new TimeoutException())));
    return outcome.whenComplete((_, _) -> deadline.met());
  }

  private record Message(byte[] body, Map<String, String> fields, RequestSigner signer) {}

  private void pass(Door.Passage passage, Message message, CompletableFuture<Outcome> outcome) {
    switch (passage) {
      case Door.Passage.Refused refused ->
          outcome.complete(new Outcome.GaveUp(Trouble.ADDRESS, refused.reason()));
      case Door.Passage.Unresolved unresolved ->
          outcome.complete(new Outcome.Retry(Trouble.NAME, unresolved.reason(), null));
      case Door.Passage.Allowed allowed -> {
        Door.Destination destination = allowed.destination();
        Delivery delivery =
            new Delivery(destination, destination.origin().toString(), message, outcome);
        if (!lanes.enter(delivery.host(), outcome, () -> start(delivery))) {
          outcome.complete(
              new Outcome.Retry(Trouble.HERE, "too many deliveries to this host", null));
        }
      }
    }
  }

  /**
   * @param host its origin as text
   */
  private record Delivery(
      Door.Destination destination,
      String host,
      Message message,
      CompletableFuture<Outcome> outcome) {}

  /**
   * One try over the network.
   *
   * @param again whether it is the second knock, signed the other way
   * @param number of tries so far that a closed connection ended, this one included
   */
  private record Knock(Delivery delivery, Scheme scheme, boolean again, int number) {}

  /** An event loop, and how many requests it lets out. */
  private record Loop(Context context, Wicket wicket) {}

  private void start(Delivery delivery) {
    Scheme scheme = schemes.first(delivery.destination().origin());
    knock(new Knock(delivery, scheme, false, 1));
  }

  private void knock(Knock knock) {
    unsigned.add(knock);
    try {
      signing.execute(this::signSome);
    } catch (RejectedExecutionException closed) {
      end(knock.delivery(), failed(closed));
    }
  }

  /** Signs what waits, a few for one event loop together: waking it costs a part of signing. */
  private void signSome() {
    Map<Loop, List<Runnable>> signed = new HashMap<>();
    for (int i = 0; i < SIGNED_AT_ONCE; i++) {
      Knock knock = unsigned.poll();
      if (knock == null) {
        break;
      }
      sign(knock, signed);
    }
    signed.forEach(
        (loop, exchanges) -> loop.context().runOnContext(_ -> exchanges.forEach(Runnable::run)));
  }

  /** Signs here; it is sent on the event loop of the host, where its connections are. */
  private void sign(Knock knock, Map<Loop, List<Runnable>> signed) {
    Delivery delivery = knock.delivery();
    Message message = delivery.message();
    Map<String, String> headers;
    try {
      headers =
          message
              .signer()
              .post(delivery.destination().uri(), message.body(), knock.scheme(), message.fields());
    } catch (RuntimeException unsignable) {
      end(delivery, new Outcome.Retry(Trouble.HERE, "not signed", null));
      return;
    }
    headers.put("Content-Type", ContentTypes.ACTIVITY_JSON);
    headers.put("User-Agent", userAgent);
    Loop loop = loop(delivery);
    Wicket wicket = loop.wicket();
    signed
        .computeIfAbsent(loop, _ -> new ArrayList<>())
        .add(() -> wicket.enter(place -> exchange(knock, headers, () -> wicket.leave(place))));
  }

  private Loop loop(Delivery delivery) {
    return loops[Math.floorMod(delivery.host().hashCode(), loops.length)];
  }

  private void onLoop(Delivery delivery, Runnable work) {
    loop(delivery).context().runOnContext(_ -> work.run());
  }

  private void exchange(Knock knock, Map<String, String> headers, Runnable answered) {
    Delivery delivery = knock.delivery();
    if (delivery.outcome().isDone()) {
      answered.run();
      lanes.leave(delivery.host());
      return;
    }
    boolean[] kept = {false};
    connections
        .request(HttpMethod.POST, delivery.destination(), headers)
        .compose(request -> {
          kept[0] = connections.isUsed(request);
          Deadlines.Deadline deadline = deadlines.begin(() -> onLoop(delivery, request::reset));
          return request
              .send(Buffer.buffer(delivery.message().body()))
              .map(response -> answered(request, response, deadline))
              .onFailure(_ -> deadline.met());
        })
        .onSuccess(answer -> judge(knock, answer))
        .onFailure(failure -> {
          if (kept[0]
              && knock.number() < ATTEMPTS
              && isClosed(failure)
              && !delivery.outcome().isDone()) {
            // the other side had closed what we kept: that says nothing about it
            knock(new Knock(delivery, knock.scheme(), knock.again(), knock.number() + 1));
          } else {
            end(delivery, failed(failure));
          }
        })
        .onComplete(_ -> answered.run());
  }

  /** Signed as the server is known to read it; when it does not, once more the other way. */
  private void judge(Knock knock, Answered answered) {
    Scheme scheme = knock.scheme();
    if (!knock.again() && scheme.mayBeUnread(answered.status())) {
      knock(new Knock(knock.delivery(), scheme.other(), true, 1));
      return;
    }
    if (knock.again() && scheme.wasRead(answered.status())) {
      schemes.learn(knock.delivery().destination().origin(), scheme);
    }
    end(knock.delivery(), Outcomes.of(answered.status(), answered.retryAfter(), clock));
  }

  /** What the other side said; the rest of its answer does not matter. */
  private record Answered(int status, @Nullable String retryAfter) {}

  private static boolean isClosed(Throwable failure) {
    return failure instanceof IOException || failure instanceof VertxException;
  }

  private void end(Delivery delivery, Outcome came) {
    delivery.outcome().complete(came);
    lanes.leave(delivery.host());
  }

  /**
   * The status decides; the body is read to its end, if that is near, to use the connection again.
   */
  private static Answered answered(
      HttpClientRequest request, HttpClientResponse response, Deadlines.Deadline deadline) {
    int[] count = {0};
    response.exceptionHandler(_ -> deadline.met());
    response.endHandler(_ -> deadline.met());
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
    return new Outcome.Retry(Trouble.ofFailure(cause), reason, null);
  }

  @Override
  public void close() {
    signing.shutdownNow();
    deadlines.close();
    Future<Void> _ = connections.close();
  }
}
