package org.colloque.server.http;

import io.vertx.core.http.HttpServerResponse;

/** Which paths web clients of other origins may use (semantics.md, section 1). */
final class Cors {
  private static final String EXPOSED =
      "Link, Mastodon-Async-Refresh, X-RateLimit-Reset, X-RateLimit-Limit, X-RateLimit-Remaining,"
          + " X-Request-Id";

  private Cors() {}

  /** The methods open to other origins; empty when the path is not. */
  static String methods(String path) {
    if (path.startsWith("/api/")) {
      return "POST, PUT, DELETE, GET, PATCH, OPTIONS";
    }
    return switch (path) {
      case "/oauth/token", "/oauth/revoke" -> "POST";
      case "/oauth/userinfo" -> "GET, POST";
      case String p
          when p.startsWith("/.well-known/")
              || p.startsWith("/nodeinfo/")
              || p.startsWith("/@")
              || p.startsWith("/users/") ->
          "GET";
      case String _ -> "";
    };
  }

  static void apply(String path, HttpServerResponse response) {
    if (!methods(path).isEmpty()) {
      response.putHeader("access-control-allow-origin", "*");
      response.putHeader("access-control-expose-headers", EXPOSED);
    }
  }

  /** The answer to a preflight. */
  static void preflight(String path, String headersAsked, HttpServerResponse response) {
    String methods = methods(path);
    if (methods.isEmpty()) {
      response.setStatusCode(404).end();
      return;
    }
    apply(path, response);
    response.putHeader("access-control-allow-methods", methods);
    if (!headersAsked.isEmpty()) {
      response.putHeader("access-control-allow-headers", headersAsked);
    }
    response.putHeader("access-control-max-age", "7200").setStatusCode(200).end();
  }
}
