package org.colloque.server.health;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.colloque.server.Config;
import org.colloque.server.database.DatabaseUnavailableException;
import org.colloque.server.database.Db;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.jooq.exception.DataAccessException;

/**
 * {@code /healthz}: the process answers. {@code /readyz}: the database does too. {@code /metrics}:
 * figures, for a collector that has the token or, without one, for the machine itself.
 */
public final class HealthApi {
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /** What a proxy adds: a request with one of these does not come from the machine itself. */
  private static final List<String> PROXY_HEADERS =
      List.of("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via");

  private final Config.Metrics settings;
  private final Db db;
  private final Metrics metrics;

  public HealthApi(Config.Metrics settings, Db db, Metrics metrics) {
    this.settings = settings;
    this.db = db;
    this.metrics = metrics;
  }

  public List<Route> routes() {
    Stream<Route> always =
        Stream.of(
            Route.get("/healthz", Access.anyone(), _ -> Reply.text(200, "ok\n")),
            Route.get("/readyz", Access.anyone(), _ -> ready()));
    Stream<Route> figures =
        settings.enabled()
            ? Stream.of(Route.get("/metrics", Access.anyone(), this::figures))
            : Stream.empty();
    return Stream.concat(always, figures).toList();
  }

  private Reply ready() {
    try {
      db.as(Viewer.stranger(), tx -> tx.sql().selectOne().execute());
      return Reply.text(200, "ok\n");
    } catch (DatabaseUnavailableException | DataAccessException failure) {
      return Reply.text(503, "the database does not answer\n");
    }
  }

  private Reply figures(Request request) {
    if (!mayRead(request)) {
      throw ProblemException.notFound();
    }
    return Reply.bytes(200, METRICS_TYPE, metrics.scrape().getBytes(StandardCharsets.UTF_8));
  }

  private boolean mayRead(Request request) {
    if (settings.token().isEmpty()) {
      return isLoopback(request.address())
          && PROXY_HEADERS.stream().map(request::header).allMatch(Optional::isEmpty);
    }
    byte[] expected = ("Bearer " + settings.token()).getBytes(StandardCharsets.UTF_8);
    byte[] sent = request.header("authorization").orElse("").getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(expected, sent);
  }

  private static boolean isLoopback(String address) {
    try {
      return InetAddress.ofLiteral(address).isLoopbackAddress();
    } catch (IllegalArgumentException notAnAddress) {
      return false;
    }
  }
}
