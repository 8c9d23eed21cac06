package org.colloque.server.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.colloque.server.database.Db;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** One request and its answer. */
final class Exchange {
  /** What all exchanges of one server share. */
  record House(
      WebServer.Settings settings,
      Gatekeeper gatekeeper,
      Problems problems,
      Observer observer,
      ReplyWriter writer,
      Semaphore permits,
      Semaphore strangers,
      Semaphore uploads,
      BodyMemory bodies,
      Executor threads,
      BooleanSupplier stopping) {}

  private final House house;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final String id;
  private final long started = System.nanoTime();
  private String pattern = "";

  Exchange(House house, HttpServerRequest request, String id) {
    this.house = house;
    this.request = request;
    this.response = request.response();
    this.id = id;
  }

  /** Answers and closes the connection: what may follow on it cannot be trusted. */
  void refuse(int status) {
    if (!response.ended() && !response.closed()) {
      house.writer().refuse(request, id, status);
      observe(status);
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
              throw ProblemException.of(status, status == 404 ? "Not Found" : "Method Not Allowed");
            });
    begin(nothing, Map.of());
  }

  void begin(Route route, Map<String, String> parameters) {
    pattern = route.pattern();
    if (!hasBody(request)) {
      if (request.headers().contains("upgrade")) {
        // a WebSocket takes the connection over before the request has been read to its end
        request.pause();
      }
      dispatch(route, parameters, RequestReader.Body.NONE, List.of());
      return;
    }
    String length = request.headers().get("content-length");
    if (length != null && Smuggling.length(length) > route.limits().bodyBytes()) {
      refuse(413);
    } else if (route.limits().uploads() && !house.uploads().tryAcquire()) {
      overload(route);
    } else {
      read(route, parameters);
    }
  }

  static boolean hasBody(HttpServerRequest request) {
    String length = request.headers().get("content-length");
    return length != null && !length.equals("0") || request.headers().contains("transfer-encoding");
  }

  private void overload(Route route) {
    finish(
        route,
        house.problems().reply(Problems.overloaded(), route.access(), Caller.anonymous(locale())));
  }

  private void read(Route route, Map<String, String> parameters) {
    Vertx vertx = Objects.requireNonNull(Vertx.currentContext(), "not on the event loop").owner();
    RequestReader reader =
        new RequestReader(
            request,
            route.limits(),
            house.settings().temporary(),
            house.settings().patience(),
            house.bodies());
    reader.read(
        vertx,
        (status, body) -> {
          if (route.limits().uploads()) {
            house.uploads().release();
          }
          if (status == 200) {
            dispatch(route, parameters, body, reader.filesWritten());
          } else {
            // what a stop has cut off is not the client's fault: it must come again, not give up
            refuse(status == 400 && house.stopping().getAsBoolean() ? 503 : status);
            deleteLater(reader.filesWritten());
          }
        });
    ConnectionGuard.of(request.connection()).onMalformedBody(reader::malformed);
  }

  private void dispatch(
      Route route, Map<String, String> parameters, RequestReader.Body body, List<Path> files) {
    Request whole = whole(route, parameters, body);
    if (!house.gatekeeper().admits(whole.address())) {
      finish(route, Reply.text(403, "Forbidden\n"));
      house.bodies().give(body.bytes().length);
      deleteLater(files);
      return;
    }
    if (route.handler() instanceof QuickHandler quick) {
      Reply reply = quickly(quick, whole);
      if (reply != null) {
        finish(route, reply);
        house.bodies().give(body.bytes().length);
        deleteLater(files);
        return;
      }
    }
    boolean stranger = house.gatekeeper().isStranger(route.access(), whole);
    if (!takePlace(stranger)) {
      house.bodies().give(body.bytes().length);
      deleteLater(files);
      overload(route);
      return;
    }
    Context context = Objects.requireNonNull(Vertx.currentContext(), "not on the event loop");
    house
        .threads()
        .execute(() -> {
          try {
            Reply reply = Db.inRequest(() -> answer(route, whole, stranger));
            context.runOnContext(_ -> finish(route, reply));
          } finally {
            leavePlace(stranger);
            house.bodies().give(body.bytes().length);
            TemporaryFiles.delete(files);
          }
        });
  }

  /** Strangers never take all places, and who finds none is told before anything is done. */
  private boolean takePlace(boolean stranger) {
    if (stranger && !house.strangers().tryAcquire()) {
      return false;
    }
    if (house.permits().tryAcquire()) {
      return true;
    }
    if (stranger) {
      house.strangers().release();
    }
    return false;
  }

  private void leavePlace(boolean stranger) {
    house.permits().release();
    if (stranger) {
      house.strangers().release();
    }
  }

  private static @Nullable Reply quickly(QuickHandler handler, Request whole) {
    try {
      return handler.quick(whole);
    } catch (RuntimeException failure) {
      // answered the ordinary way, where failures are told
      return null;
    }
  }

  private Reply answer(Route route, Request whole, boolean stranger) {
    Caller caller = whole.caller();
    MDC.put("request", id);
    try {
      caller = house.gatekeeper().check(route.access(), whole);
      Request checked = whole.by(caller);
      if (caller.account().isPresent()) {
        return route.handler().handle(checked);
      }
      return stranger ? asStranger(route, checked) : pretender(route, checked);
    } catch (Throwable failure) {
      return house.problems().reply(failure, route.access(), caller);
    } finally {
      MDC.remove("request");
    }
  }

  private static Reply asStranger(Route route, Request request) {
    return Db.forStranger(() -> route.handler().handle(request));
  }

  /** Sent a token or a cookie, but not that of a member. */
  private Reply pretender(Route route, Request request) {
    if (!house.strangers().tryAcquire()) {
      throw Problems.overloaded();
    }
    try {
      return asStranger(route, request);
    } finally {
      house.strangers().release();
    }
  }

  private Request whole(Route route, Map<String, String> parameters, RequestReader.Body body) {
    Headers headers = new Headers(request.headers());
    String peer = request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
    Proxies proxies = house.settings().proxies();
    boolean secure =
        request.isSSL()
            || proxies.trusts(peer) && headers.get("x-forwarded-proto").orElse("").equals("https");
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
            proxies.client(peer, headers.get("x-forwarded-for").orElse("")),
            secure),
        Caller.anonymous(locale()));
  }

  /** What the visitor chose on a page, else what the browser prefers. */
  private Locale locale() {
    String cookies = request.headers().get("cookie");
    if (cookies != null) {
      for (Locale locale : List.of(Locale.FRENCH, Locale.ENGLISH)) {
        String choice = Caller.LANGUAGE_COOKIE + "=" + locale.getLanguage();
        if (("; " + cookies + ";").contains("; " + choice + ";")) {
          return locale;
        }
      }
    }
    String accepted = request.headers().get("accept-language");
    return accepted == null ? Locale.ENGLISH : preferred(accepted);
  }

  private void finish(Route route, Reply reply) {
    if (response.ended() || response.closed()) {
      ReplyWriter.discard(reply);
      return;
    }
    house.writer().write(request, id, route, reply);
    observe(reply.status());
  }

  private void observe(int status) {
    house
        .observer()
        .answered(id, name(request.method()), pattern, status, System.nanoTime() - started);
  }

  /** The method for figures and logs: what clients invent is not repeated there. */
  private static String name(HttpMethod method) {
    return switch (method.name()) {
      case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" -> method.name();
      case String _ -> "other";
    };
  }

  private void deleteLater(List<Path> files) {
    if (!files.isEmpty()) {
      house.threads().execute(() -> TemporaryFiles.delete(files));
    }
  }

  /** French or English, whichever the browser names first; English when it names neither. */
  static Locale preferred(String accepted) {
    for (String range : accepted.split(",", -1)) {
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
}
