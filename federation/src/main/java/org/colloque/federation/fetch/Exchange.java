package org.colloque.federation.fetch;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.colloque.federation.handle.Origin;
import org.colloque.federation.signature.RequestSigner;
import org.colloque.federation.signature.Scheme;
import org.colloque.federation.signature.Schemes;
import org.jspecify.annotations.Nullable;

/** One question with its redirects, each checked at the door and signed anew. */
final class Exchange {

  private final Door door;
  private final HttpClient client;
  private final OpenRequests open;
  private final FetchLimits limits;
  private final String userAgent;
  private final Schemes schemes;

  Exchange(
      Door door,
      HttpClient client,
      OpenRequests open,
      FetchLimits limits,
      String userAgent,
      Schemes schemes) {
    this.door = door;
    this.client = client;
    this.open = open;
    this.limits = limits;
    this.userAgent = userAgent;
    this.schemes = schemes;
  }

  /** What to ask for. */
  record Question(
      String url,
      String accept,
      String encoding,
      @Nullable RequestSigner signer,
      @Nullable String etag,
      @Nullable Sent sent) {
    Question(String url, String accept, String encoding, @Nullable RequestSigner signer) {
      this(url, accept, encoding, signer, null, null);
    }
  }

  /**
   * What is sent along and must reach nobody else: no redirect is followed with it.
   *
   * @param body is posted; null for a GET
   */
  record Sent(Map<String, String> headers, @Nullable Buffer body) {}

  /** Reads a successful answer. */
  @FunctionalInterface
  interface BodyReader<T> {
    FetchResult<T> read(Answer answer, String url, Deadline deadline) throws Exception;
  }

  <T> FetchResult<T> get(Question question, BodyReader<T> reader, Deadline deadline) {
    Set<String> visited = new HashSet<>();
    String url = withoutFragment(question.url());
    try {
      while (visited.size() <= limits.redirects()) {
        if (!visited.add(url)) {
          return new FetchResult.Refused<>("a redirect in a circle");
        }
        Step<T> step = step(question, url, reader, deadline);
        switch (step) {
          case Step.Done<T> done -> {
            return done.result();
          }
          case Step.Failed<T> failed -> {
            return refusal(failed.status());
          }
          case Step.Moved<T> moved -> {
            if (question.sent() != null) {
              return new FetchResult.Refused<>("a redirect of what was meant for one address");
            }
            url = moved.url();
          }
        }
      }
      return new FetchResult.Refused<>("more than " + limits.redirects() + " redirects");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new FetchResult.Unreachable<>("interrupted");
    }
  }

  private sealed interface Step<T> {
    record Done<T>(FetchResult<T> result) implements Step<T> {}

    /** Answered with a status that is neither success nor a redirect. */
    record Failed<T>(int status) implements Step<T> {}

    record Moved<T>(String url) implements Step<T> {}
  }

  private <T> Step<T> step(Question question, String url, BodyReader<T> reader, Deadline deadline)
      throws InterruptedException {
    Door.Passage passage;
    try {
      passage = door.open(url).get(deadline.left(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException _) {
      passage = new Door.Passage.Unresolved("the name could not be resolved in time");
    }
    return switch (passage) {
      case Door.Passage.Refused refused ->
          new Step.Done<>(new FetchResult.Refused<>(refused.reason()));
      case Door.Passage.Unresolved unresolved ->
          new Step.Done<>(new FetchResult.Unreachable<>(unresolved.reason()));
      case Door.Passage.Allowed allowed -> {
        String host = allowed.destination().origin().host();
        if (!open.enter(host, deadline)) {
          yield new Step.Done<>(new FetchResult.Unreachable<>("too many requests are open"));
        }
        try {
          yield ask(question, allowed.destination(), url, reader, deadline);
        } finally {
          open.leave(host);
        }
      }
    };
  }

  private <T> Step<T> ask(
      Question question,
      Door.Destination destination,
      String url,
      BodyReader<T> reader,
      Deadline deadline)
      throws InterruptedException {
    RequestSigner signer = question.signer();
    if (signer == null) {
      return ask(question, destination, Map.of(), url, reader, deadline);
    }
    Origin origin = destination.origin();
    Scheme scheme = schemes.first(origin);
    Step<T> first =
        ask(question, destination, signer.get(destination.uri(), scheme), url, reader, deadline);
    if (!(first instanceof Step.Failed<T> failed) || !scheme.mayBeUnread(failed.status())) {
      return first;
    }
    Map<String, String> otherwise = signer.get(destination.uri(), scheme.other());
    Step<T> second = ask(question, destination, otherwise, url, reader, deadline);
    if (!(second instanceof Step.Failed<T> again) || scheme.other().wasRead(again.status())) {
      schemes.learn(origin, scheme.other());
    }
    return second;
  }

  private <T> Step<T> ask(
      Question question,
      Door.Destination destination,
      Map<String, String> signature,
      String url,
      BodyReader<T> reader,
      Deadline deadline)
      throws InterruptedException {
    Map<String, String> headers = new LinkedHashMap<>(signature);
    headers.put("Accept", question.accept());
    headers.put("Accept-Encoding", question.encoding());
    headers.put("User-Agent", userAgent);
    if (question.etag() != null) {
      headers.put("If-None-Match", question.etag());
    }
    CompletableFuture<Answer> asked = send(destination, headers, question.sent());
    try (Answer answer = asked.get(deadline.left(), TimeUnit.NANOSECONDS)) {
      String location = answer.header("Location");
      if (answer.status() / 100 == 3 && location != null) {
        return moved(destination, location);
      }
      if (isWanted(answer.status(), question)) {
        return new Step.Done<>(reader.read(answer, url, deadline));
      }
      return new Step.Failed<>(answer.status());
    } catch (TimeoutException _) {
      // whoever answers now is hung up on
      CompletableFuture<Void> _ = asked.thenAccept(Answer::close);
      return new Step.Done<>(new FetchResult.Unreachable<>("too slow"));
    } catch (ExecutionException failed) {
      return new Step.Done<>(new FetchResult.Unreachable<>(reason(failed.getCause())));
    } catch (InterruptedException interrupted) {
      throw interrupted;
    } catch (Exception broken) {
      return new Step.Done<>(new FetchResult.Unreachable<>(reason(broken)));
    }
  }

  private static boolean isWanted(int status, Question question) {
    return switch (status) {
      case 200 -> true;
      case 304 -> question.etag() != null;
      default -> question.sent() != null && status / 100 == 2;
    };
  }

  private CompletableFuture<Answer> send(
      Door.Destination destination, Map<String, String> headers, @Nullable Sent sent) {
    if (sent != null) {
      headers.putAll(sent.headers());
    }
    Buffer body = sent == null ? null : sent.body();
    HttpMethod method = body == null ? HttpMethod.GET : HttpMethod.POST;
    return client
        .request(Connections.request(method, destination, headers))
        .compose(request ->
            (body == null ? request.send() : request.send(body))
                .map(response -> new Answer(request, response)))
        .toCompletionStage()
        .toCompletableFuture();
  }

  private <T> Step<T> moved(Door.Destination from, String location) {
    URI target;
    try {
      target = from.uri().resolve(location.strip());
    } catch (IllegalArgumentException _) {
      return new Step.Done<>(new FetchResult.Refused<>("a redirect to nowhere"));
    }
    boolean downgraded =
        from.origin().scheme().equals("https") && !"https".equalsIgnoreCase(target.getScheme());
    return downgraded
        ? new Step.Done<>(new FetchResult.Refused<>("a redirect from https to another scheme"))
        : new Step.Moved<>(withoutFragment(target.toString()));
  }

  private static <T> FetchResult<T> refusal(int status) {
    return switch (status) {
      case 404 -> new FetchResult.NotFound<>();
      case 410 -> new FetchResult.Gone<>();
      case 408, 425, 429 -> new FetchResult.Unreachable<>("status " + status);
      default ->
          status / 100 == 4
              ? new FetchResult.Denied<>(status)
              : new FetchResult.Unreachable<>("status " + status);
    };
  }

  /** The kind of failure only: messages may hold what the other side sent. */
  private static String reason(@Nullable Throwable failure) {
    return failure == null ? "no connection" : failure.getClass().getSimpleName();
  }

  static String withoutFragment(String url) {
    int fragment = url.indexOf('#');
    return fragment < 0 ? url : url.substring(0, fragment);
  }
}
