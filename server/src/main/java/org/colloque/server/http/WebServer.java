package org.colloque.server.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The HTTP server. The event loop reads a request with the limits of its route; a virtual thread of
 * its own finds out who calls and runs the handler; the event loop writes the answer. More requests
 * at once than {@link Settings#concurrency} are told to come back.
 */
public final class WebServer {
  /** How long a stop waits for requests under way. */
  public static final Duration GRACE = Duration.ofSeconds(4);

  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

  /**
   * @param concurrency handlers at work at once
   * @param temporary a folder for uploads under way
   * @param https whether the public address is an https one
   */
  public record Settings(
      String host, int port, int concurrency, Path temporary, Proxies proxies, boolean https) {}

  private final Vertx vertx;
  private final Settings settings;
  private final Router router;
  private final Gatekeeper gatekeeper;
  private final Problems problems;
  private final Observer observer;
  private final SafeHeaders safeHeaders = new SafeHeaders();
  private final ReplyWriter writer;
  private final RequestIds requestIds = new RequestIds();
  private final Semaphore permits;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private @Nullable HttpServer server;

  public WebServer(
      Vertx vertx,
      Settings settings,
      Router router,
      Gatekeeper gatekeeper,
      Problems problems,
      Observer observer) {
    this.vertx = vertx;
    this.settings = settings;
    this.router = router;
    this.gatekeeper = gatekeeper;
    this.problems = problems;
    this.observer = observer;
    this.permits = new Semaphore(settings.concurrency());
    this.writer = new ReplyWriter(safeHeaders, settings.https());
  }

  /** Opens the port; returns it, which matters when 0 was asked for. */
  public int start() {
    try {
      Files.createDirectories(settings.temporary());
      HttpServer opened =
          vertx
              .createHttpServer(HttpLimits.options(settings.host(), settings.port()))
              .requestHandler(this::accept)
              .invalidRequestHandler(this::refuseMalformed)
              .listen()
              .toCompletionStage()
              .toCompletableFuture()
              .get(10, TimeUnit.SECONDS);
      server = opened;
      return opened.actualPort();
    } catch (IOException
        | java.util.concurrent.ExecutionException
        | java.util.concurrent.TimeoutException failure) {
      throw new IllegalStateException(
          "cannot listen on " + settings.host() + ":" + settings.port(), failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while starting", interrupted);
    }
  }

  /** Stops accepting, waits for the requests under way, then closes what is left. */
  public void stop() {
    stopping.set(true);
    try {
      if (!permits.tryAcquire(settings.concurrency(), GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("some requests were still under way after {}", GRACE);
      }
      HttpServer open = server;
      if (open != null) {
        open.close().toCompletionStage().toCompletableFuture().get(1, TimeUnit.SECONDS);
      }
    } catch (java.util.concurrent.ExecutionException
        | java.util.concurrent.TimeoutException failure) {
      LOG.debug("closing the port", failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    threads.shutdown();
  }

  private void accept(HttpServerRequest request) {
    Exchange exchange = new Exchange(request, requestIds.next());
    String path = request.path() == null ? "/" : request.path();
    if (stopping.get()) {
      exchange.refuse(503);
      return;
    }
    if (Smuggling.suspicious(request)) {
      exchange.refuse(400);
      return;
    }
    if (HttpMethod.OPTIONS.equals(request.method())) {
      String asked = request.headers().get("access-control-request-headers");
      Cors.preflight(path, asked == null ? "" : asked, request.response());
      return;
    }
    Method method = method(request.method());
    Router.Match match = method == null ? null : router.find(method, path);
    if (match == null || match.route() == null) {
      exchange.refuseKindly(match == null ? 404 : 405);
      return;
    }
    exchange.begin(match.route(), match.parameters());
  }

  private void refuseMalformed(HttpServerRequest request) {
    HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER.handle(request);
  }

  private static @Nullable Method method(HttpMethod method) {
    return switch (method.name()) {
      case "GET", "HEAD" -> Method.GET;
      case "POST" -> Method.POST;
      case "PUT" -> Method.PUT;
      case "PATCH" -> Method.PATCH;
      case "DELETE" -> Method.DELETE;
      case String _ -> null;
    };
  }

  /** One request and its answer. */
  private final class Exchange {
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final String id;
    private final long started = System.nanoTime();
    private String pattern = "";

    Exchange(HttpServerRequest request, String id) {
      this.request = request;
      this.response = request.response();
      this.id = id;
    }

    /** Answers and closes the connection: what may follow on it cannot be trusted. */
    void refuse(int status) {
      if (!response.ended() && !response.closed()) {
        writer.refuse(request, id, status);
        observer.answered(
            id, request.method().name(), pattern, status, System.nanoTime() - started);
      }
    }

    /** For addresses that do not exist: a page for browsers, JSON for the others. */
    void refuseKindly(int status) {
      String accept = request.headers().get("accept");
      boolean browser = accept != null && accept.contains("text/html");
      Route nothing =
          Route.get(
              "",
              browser ? Access.page() : Access.anyone(),
              _ -> {
                throw ProblemException.of(
                    status, status == 404 ? "Not Found" : "Method Not Allowed");
              });
      begin(nothing, Map.of());
    }

    void begin(Route route, Map<String, String> parameters) {
      pattern = route.pattern();
      String length = request.headers().get("content-length");
      boolean hasBody =
          length != null && !length.equals("0") || request.headers().contains("transfer-encoding");
      if (!hasBody) {
        boolean upgrade = request.headers().contains("upgrade");
        if (upgrade) {
          request.pause();
        }
        dispatch(route, parameters, RequestReader.Body.NONE, List.of());
        return;
      }
      if (length != null && Smuggling.length(length) > route.limits().bodyBytes()) {
        refuse(413);
        return;
      }
      long[] timer = new long[1];
      RequestReader[] reader = new RequestReader[1];
      reader[0] =
          new RequestReader(
              request,
              route.limits(),
              settings.temporary(),
              (status, body) -> {
                vertx.cancelTimer(timer[0]);
                if (status == 200) {
                  dispatch(route, parameters, body, reader[0].filesWritten());
                } else {
                  refuse(status);
                  deleteLater(reader[0].filesWritten());
                }
              });
      timer[0] = vertx.setTimer(HttpLimits.READ_SECONDS * 1000L, _ -> reader[0].tooSlow());
      reader[0].read();
    }

    private void dispatch(
        Route route, Map<String, String> parameters, RequestReader.Body body, List<Path> files) {
      Request read = read(route, parameters, body);
      if (route.handler() instanceof QuickHandler quick) {
        Reply reply = quick.quick(read);
        if (reply != null) {
          finish(route, reply);
          return;
        }
      }
      if (!permits.tryAcquire()) {
        deleteLater(files);
        finish(route, problems.reply(Problems.overloaded(), route.access(), read.caller()));
        return;
      }
      Context context = vertx.getOrCreateContext();
      threads.execute(() -> {
        try {
          Reply reply = answer(route, read);
          context.runOnContext(_ -> finish(route, reply));
        } finally {
          permits.release();
          delete(files);
        }
      });
    }

    private Reply answer(Route route, Request read) {
      Caller caller = read.caller();
      MDC.put("request", id);
      try {
        caller = gatekeeper.check(route.access(), read);
        return route.handler().handle(read.by(caller));
      } catch (Throwable failure) {
        return problems.reply(failure, route.access(), caller);
      } finally {
        MDC.remove("request");
      }
    }

    private Request read(Route route, Map<String, String> parameters, RequestReader.Body body) {
      Headers headers = new Headers(request.headers());
      String peer = request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
      boolean trusted = settings.proxies().trusts(peer);
      boolean secure =
          request.isSSL() || trusted && headers.get("x-forwarded-proto").orElse("").equals("https");
      return new Request(
          new Request.Read(
              id,
              route.method(),
              request.path() == null ? "/" : request.path(),
              request.query() == null ? "" : request.query(),
              parameters,
              headers,
              body.bytes(),
              body.fields(),
              body.uploads(),
              settings.proxies().client(peer, headers.get("x-forwarded-for").orElse("")),
              secure),
          Caller.anonymous(preferred(headers)));
    }

    private void finish(Route route, Reply reply) {
      if (response.ended() || response.closed()) {
        return;
      }
      writer.write(request, id, route, reply);
      observer.answered(
          id, request.method().name(), pattern, reply.status(), System.nanoTime() - started);
    }
  }

  /** French or English, whichever the browser names first; English when it names neither. */
  static Locale preferred(Headers headers) {
    for (String range : headers.get("accept-language").orElse("").split(",", -1)) {
      String language = range.trim().toLowerCase(Locale.ROOT);
      if (language.startsWith("fr")) {
        return Locale.FRENCH;
      }
      if (language.startsWith("en")) {
        return Locale.ENGLISH;
      }
    }
    return Locale.ENGLISH;
  }

  private void deleteLater(List<Path> files) {
    if (!files.isEmpty()) {
      threads.execute(() -> delete(files));
    }
  }

  private static void delete(List<Path> files) {
    for (Path file : files) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException failure) {
        LOG.warn("a temporary file stays behind", failure);
      }
    }
  }
}
