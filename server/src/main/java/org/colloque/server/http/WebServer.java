package org.colloque.server.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
      String host,
      int port,
      int concurrency,
      Path temporary,
      Proxies proxies,
      boolean https,
      Patience patience) {
    public Settings(
        String host, int port, int concurrency, Path temporary, Proxies proxies, boolean https) {
      this(host, port, concurrency, temporary, proxies, https, Patience.NORMAL);
    }
  }

  private final Vertx vertx;
  private final Settings settings;
  private final Router router;
  private final Exchange.House house;
  private final RequestIds requestIds = new RequestIds();
  private final Semaphore permits;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger port = new AtomicInteger();
  private @Nullable String deployment;

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
    this.permits = new Semaphore(settings.concurrency());
    this.house =
        new Exchange.House(
            settings,
            gatekeeper,
            problems,
            observer,
            new ReplyWriter(new SafeHeaders(), settings.https(), settings.patience()),
            permits,
            new Semaphore(Math.max(1, settings.concurrency() / HttpLimits.PART_OF_STRANGERS)),
            new Semaphore(HttpLimits.MAX_UPLOADS_UNDER_WAY),
            new BodyMemory(Runtime.getRuntime().maxMemory()),
            threads,
            stopping::get);
  }

  /** Opens the port; returns it, which matters when 0 was asked for. */
  public int start() {
    try {
      TemporaryFiles.prepare(settings.temporary());
      // the other processors are for virtual threads and for PostgreSQL
      int loops = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
      deployment =
          vertx
              .deployVerticle(Loop::new, new DeploymentOptions().setInstances(loops))
              .toCompletionStage()
              .toCompletableFuture()
              .get(10, TimeUnit.SECONDS);
      return port.get();
    } catch (ExecutionException failure) {
      throw new IllegalStateException(cannotListen(), refused(failure));
    } catch (IOException | TimeoutException failure) {
      throw new IllegalStateException(cannotListen(), failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while starting", interrupted);
    }
  }

  private String cannotListen() {
    return "cannot listen on " + settings.host() + ":" + settings.port();
  }

  /** The transport of the operating system has its own exception for a port in use. */
  private static Throwable refused(ExecutionException failure) {
    Throwable cause = Objects.requireNonNullElse(failure.getCause(), failure);
    if (!(cause instanceof IOException) || cause instanceof BindException) {
      return cause;
    }
    BindException refused = new BindException(cause.getMessage());
    refused.addSuppressed(cause);
    return refused;
  }

  /** Requests at work now, for figures. */
  public int requestsUnderWay() {
    return settings.concurrency() - permits.availablePermits();
  }

  /** Connections that are open now, for figures. */
  public int connections() {
    return connections.get();
  }

  /** Stops accepting, waits for the requests under way, then closes what is left. */
  public void stop() {
    stopping.set(true);
    try {
      if (!permits.tryAcquire(settings.concurrency(), GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("some requests were still under way after {}", GRACE);
      }
      String open = deployment;
      if (open != null) {
        vertx.undeploy(open).toCompletionStage().toCompletableFuture().get(1, TimeUnit.SECONDS);
      }
    } catch (ExecutionException | TimeoutException failure) {
      LOG.debug("closing the port", failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    threads.shutdown();
  }

  /** One event loop; connections are shared out among them. */
  private final class Loop extends VerticleBase {
    @Override
    public Future<?> start() {
      // below zero: any free port, but the same for all loops
      int asked = settings.port() == 0 ? -1 : settings.port();
      HttpServerOptions options = HttpLimits.options(settings.host(), asked);
      HttpServer server =
          vertx
              .createHttpServer(options)
              .connectionHandler(connection -> welcome(connection, options))
              .requestHandler(WebServer.this::accept)
              .invalidRequestHandler(WebServer.this::refuseMalformed);
      return server.listen().onSuccess(open -> port.set(open.actualPort()));
    }
  }

  private void welcome(HttpConnection connection, HttpServerOptions options) {
    // clients that go away are not news
    connection.exceptionHandler(failure -> LOG.debug("a connection failed", failure));
    connections.incrementAndGet();
    ConnectionGuard.install(connection, options, settings.patience(), connections::decrementAndGet);
  }

  private void accept(HttpServerRequest request) {
    Exchange exchange = new Exchange(house, request, requestIds.next());
    if (stopping.get()) {
      exchange.refuse(503);
      return;
    }
    int refusal = Smuggling.refusal(request);
    if (refusal != 0) {
      exchange.refuse(refusal);
      return;
    }
    String path = request.path() == null ? "/" : request.path();
    if (HttpMethod.OPTIONS.equals(request.method())) {
      preflight(request, exchange, path);
      return;
    }
    Method method = method(request.method());
    Router.Match match = router.find(method == null ? Method.GET : method, path);
    if (match == null) {
      exchange.refuseKindly(404);
    } else if (method == null || match.route() == null) {
      exchange.refuseKindly(405);
    } else {
      exchange.begin(match.route(), match.parameters());
    }
  }

  private static void preflight(HttpServerRequest request, Exchange exchange, String path) {
    if (Exchange.hasBody(request)) {
      exchange.refuse(413);
      return;
    }
    String asked = request.headers().get("access-control-request-headers");
    Cors.preflight(path, asked == null ? "" : asked, request.response());
  }

  private void refuseMalformed(HttpServerRequest request) {
    Throwable cause = ConnectionGuard.of(request.connection()).fault();
    int status =
        switch (cause) {
          case TooLongHttpLineException _ -> 414;
          case TooLongHttpHeaderException _ -> 431;
          case null, default -> 400;
        };
    new Exchange(house, request, requestIds.next()).refuse(status);
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
}
