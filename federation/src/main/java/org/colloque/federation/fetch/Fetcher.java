package org.colloque.federation.fetch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.colloque.federation.json.Context;
import org.colloque.federation.json.Json;
import org.colloque.federation.json.Values;
import org.colloque.federation.signature.RequestSigner;
import org.colloque.federation.signature.Schemes;
import org.jspecify.annotations.Nullable;

/**
 * Reads from other servers. Every method blocks the calling thread, which should be a virtual one
 * and must hold no transaction, for at most {@link FetchLimits#total()}.
 */
public final class Fetcher implements AutoCloseable {

  /** Longer tags are not kept. */
  private static final int MAX_ETAG = 500;

  private static final String JSON = "application/json";

  private final FetchLimits limits;
  private final HttpClient client;
  private final Exchange exchange;

  /**
   * A fetcher with {@link FetchLimits#STANDARD}.
   *
   * @param userAgent names us and our address, as good manners ask
   * @param schemes how to sign for whom
   */
  public Fetcher(Vertx vertx, Door door, String userAgent, Schemes schemes) {
    this(vertx, door, userAgent, schemes, FetchLimits.STANDARD);
  }

  /** As {@link #Fetcher(Vertx, Door, String, Schemes)} with other limits. */
  public Fetcher(Vertx vertx, Door door, String userAgent, Schemes schemes, FetchLimits limits) {
    this(vertx, door, userAgent, schemes, limits, new HttpClientOptions());
  }

  /** As {@link #Fetcher(Vertx, Door, String, Schemes)} with other limits and a test's trust. */
  public Fetcher(
      Vertx vertx,
      Door door,
      String userAgent,
      Schemes schemes,
      FetchLimits limits,
      HttpClientOptions base) {
    this.limits = limits;
    this.client =
        Connections.client(
            vertx,
            base,
            limits.connect(),
            limits.headerBytes(),
            limits.openPerHost(),
            limits.open());
    this.exchange =
        new Exchange(
            door,
            client,
            new OpenRequests(limits.open(), limits.openPerHost()),
            limits,
            userAgent,
            schemes);
  }

  /** A file that was fetched. */
  public record Media(Path file, long bytes, String contentType) {}

  /**
   * A document that may not have changed since.
   *
   * @param body null when it has not
   * @param etag to be sent with the next question
   */
  public record Versioned(@Nullable String body, @Nullable String etag) {}

  /** A document as text that is not ActivityPub. */
  public record Text(String contentType, String body) {}

  /**
   * An ActivityPub object: of an ActivityPub type, naming the ActivityStreams context, and with an
   * {@code id} that is the address it was found at; else it is fetched once more from the id that
   * it claims (quirks 16 to 18, security rows 1 to 3).
   *
   * @param id may carry a fragment, as key ids do
   * @param signer signs the GET; many servers want it
   */
  public FetchResult<ObjectNode> object(String id, @Nullable RequestSigner signer) {
    Deadline deadline = new Deadline(limits.total());
    FetchResult<ObjectNode> first = document(id, signer, deadline);
    return first.then(found -> {
      String claimed = Values.idOf(found.value());
      if (claimed == null) {
        return new FetchResult.Refused<>("an object without an id");
      }
      if (isAt(claimed, found.url(), id)) {
        return found;
      }
      return document(claimed, signer, deadline)
          .then(again ->
              isAt(String.valueOf(Values.idOf(again.value())), again.url(), claimed)
                  ? again
                  : new FetchResult.Refused<>("the id is not the address"));
    });
  }

  /**
   * Posts a form to the API of another server. No redirect is followed: what is in it is meant for
   * this address alone.
   */
  public FetchResult<ObjectNode> post(String url, Map<String, String> form) {
    return call(
        url,
        new Exchange.Sent(
            Map.of("Content-Type", "application/x-www-form-urlencoded"),
            Buffer.buffer(encoded(form))));
  }

  /** Asks the API of another server as who holds this token of theirs; follows no redirect. */
  public FetchResult<ObjectNode> jsonAs(String url, String token) {
    return call(url, new Exchange.Sent(Map.of("Authorization", "Bearer " + token), null));
  }

  private FetchResult<ObjectNode> call(String url, Exchange.Sent sent) {
    return exchange.get(
        new Exchange.Question(url, JSON, "gzip", null, null, sent),
        (answer, at, until) ->
            ContentTypes.bare(answer.header("Content-Type")).equals(JSON)
                ? body(answer, until).then(body -> parsed(body.value(), at))
                : new FetchResult.Refused<>("another content type"),
        new Deadline(limits.total()));
  }

  /**
   * Posts a message to an address that a stranger named. No redirect is followed, and of the answer
   * only the status is read.
   *
   * @return the status, which says that it was taken (2xx)
   */
  public FetchResult<Integer> send(String url, Map<String, String> headers, byte[] body) {
    return exchange.get(
        new Exchange.Question(
            url, "*/*", "identity", null, null, new Exchange.Sent(headers, Buffer.buffer(body))),
        (answer, at, _) -> new FetchResult.Found<>(answer.status(), at),
        new Deadline(limits.total()));
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** A JSON document that is not ActivityPub: WebFinger, NodeInfo. */
  public FetchResult<ObjectNode> json(String url, Set<String> contentTypes) {
    Deadline deadline = new Deadline(limits.total());
    Exchange.Question question =
        new Exchange.Question(url, String.join(", ", contentTypes), "gzip", null);
    return exchange.get(
        question,
        (answer, at, until) ->
            contentTypes.contains(ContentTypes.bare(answer.header("Content-Type")))
                ? body(answer, until).then(body -> parsed(body.value(), at))
                : new FetchResult.Refused<>("another content type"),
        deadline);
  }

  /** A text document: host-meta, pages for link previews. Read as UTF-8. */
  public FetchResult<Text> text(String url, Set<String> contentTypes) {
    Exchange.Question question =
        new Exchange.Question(url, String.join(", ", contentTypes), "gzip", null);
    return exchange.get(
        question,
        (answer, at, until) -> {
          String type = ContentTypes.bare(answer.header("Content-Type"));
          return contentTypes.contains(type)
              ? body(answer, until)
                  .then(body ->
                      new FetchResult.Found<>(
                          new Text(type, new String(body.value(), StandardCharsets.UTF_8)), at))
              : new FetchResult.Refused<>("another content type");
        },
        new Deadline(limits.total()));
  }

  /**
   * As {@link #text}, unless it is still what it was.
   *
   * @param etag of the last answer; null for the first
   */
  public FetchResult<Versioned> textUnlessSame(
      String url, Set<String> contentTypes, @Nullable String etag) {
    Exchange.Question question =
        new Exchange.Question(url, String.join(", ", contentTypes), "gzip", null, etag, null);
    return exchange.get(
        question,
        (answer, at, until) -> {
          if (answer.status() == 304) {
            return new FetchResult.Found<>(new Versioned(null, etag), at);
          }
          String type = ContentTypes.bare(answer.header("Content-Type"));
          String tag = answer.header("ETag");
          return contentTypes.contains(type)
              ? body(answer, until)
                  .then(body ->
                      new FetchResult.Found<>(
                          new Versioned(
                              new String(body.value(), StandardCharsets.UTF_8),
                              tag == null || tag.length() > MAX_ETAG ? null : tag),
                          at))
              : new FetchResult.Refused<>("another content type");
        },
        new Deadline(limits.total()));
  }

  /**
   * Fetches a picture or other file. Nothing remains at {@code file} unless Found. What it really
   * is must be decided from its bytes; the content type is what the other side says.
   *
   * @param maxBytes more is TooLarge
   */
  public FetchResult<Media> media(String url, Path file, long maxBytes) {
    // identity: a picture does not shrink, and what is counted is what is written
    Exchange.Question question = new Exchange.Question(url, "*/*", "identity", null);
    FetchResult<Media> result =
        exchange.get(
            question,
            (answer, at, until) -> {
              if (!isIdentity(answer.header("Content-Encoding"))) {
                return new FetchResult.Refused<>("another content encoding");
              }
              try (OutputStream sink = Files.newOutputStream(file)) {
                FetchResult<Long> copied =
                    outcome(answer.copyTo(sink, maxBytes, until), () -> Files.size(file), at);
                String type = ContentTypes.bare(answer.header("Content-Type"));
                return copied.then(
                    size -> new FetchResult.Found<>(new Media(file, size.value(), type), at));
              }
            },
            new Deadline(limits.total()));
    if (!(result instanceof FetchResult.Found<Media>)) {
      deleteIfExists(file);
    }
    return result;
  }

  private FetchResult<ObjectNode> document(
      String url, @Nullable RequestSigner signer, Deadline deadline) {
    Exchange.Question question =
        new Exchange.Question(url, ContentTypes.ACCEPT_OBJECT, "gzip", signer);
    return exchange
        .get(
            question,
            (answer, at, until) ->
                ContentTypes.isActivity(answer.header("Content-Type"))
                    ? body(answer, until).then(body -> parsed(body.value(), at))
                    : new FetchResult.Refused<ObjectNode>("not an ActivityPub content type"),
            deadline)
        .then(found ->
            Context.isActivityStreams(found.value())
                ? found
                : new FetchResult.Refused<>("without the ActivityStreams context"));
  }

  /** Byte for byte; a fragment of the address asked for belongs to the thing inside. */
  private static boolean isAt(String id, String url, String asked) {
    return id.equals(url) || (id.equals(asked) && url.equals(Exchange.withoutFragment(asked)));
  }

  private FetchResult<byte[]> body(Answer answer, Deadline deadline)
      throws IOException, InterruptedException {
    ByteArrayOutputStream sink = new ByteArrayOutputStream();
    FetchResult<byte[]> raw =
        outcome(answer.copyTo(sink, limits.documentBytes(), deadline), sink::toByteArray, "");
    String encoding = answer.header("Content-Encoding");
    if (isIdentity(encoding)) {
      return raw;
    }
    return "gzip".equalsIgnoreCase(encoding)
        ? raw.then(body -> inflated(body.value()))
        : new FetchResult.Refused<>("another content encoding");
  }

  private FetchResult<byte[]> inflated(byte[] compressed) {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      byte[] plain = in.readNBytes(limits.documentBytes() + 1);
      return plain.length > limits.documentBytes()
          ? new FetchResult.TooLarge<>()
          : new FetchResult.Found<>(plain, "");
    } catch (IOException _) {
      return new FetchResult.Refused<>("not gzip");
    }
  }

  private static FetchResult<ObjectNode> parsed(byte[] body, String url) {
    return switch (Json.read(body)) {
      case Json.Reading.Document document -> new FetchResult.Found<>(document.root(), url);
      case Json.Reading.TooLarge _ -> new FetchResult.TooLarge<>();
      case Json.Reading.Malformed malformed -> new FetchResult.Refused<>(malformed.reason());
    };
  }

  @FunctionalInterface
  private interface Value<T> {
    T get() throws IOException;
  }

  private static <T> FetchResult<T> outcome(Answer.Reading reading, Value<T> value, String url)
      throws IOException {
    return switch (reading) {
      case COMPLETE -> new FetchResult.Found<>(value.get(), url);
      case TOO_LARGE -> new FetchResult.TooLarge<>();
      case BROKEN -> new FetchResult.Unreachable<>("the connection broke");
      case TOO_SLOW -> new FetchResult.Unreachable<>("too slow");
    };
  }

  private static boolean isIdentity(@Nullable String encoding) {
    return encoding == null || encoding.isBlank() || encoding.equalsIgnoreCase("identity");
  }

  private static void deleteIfExists(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException _) {
      // a partial file in a temporary folder does no harm
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
