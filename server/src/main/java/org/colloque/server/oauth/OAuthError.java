package org.colloque.server.oauth;

import org.colloque.server.http.Json;
import org.colloque.server.http.ProblemException;

/** The errors of RFC 6749, section 5.2, in Doorkeeper's words. */
enum OAuthError {
  INVALID_REQUEST(400, "The request is missing a required parameter or is malformed."),
  INVALID_CLIENT(
      401,
      "Client authentication failed due to unknown client, no client authentication included, or"
          + " unsupported authentication method."),
  INVALID_GRANT(
      400,
      "The provided authorization grant is invalid, expired, revoked, does not match the"
          + " redirection URI used in the authorization request, or was issued to another client."),
  UNSUPPORTED_GRANT_TYPE(
      400, "The authorization grant type is not supported by the authorization server."),
  INVALID_SCOPE(400, "The requested scope is invalid, unknown, or malformed."),
  UNAUTHORIZED_CLIENT(403, "You are not authorized to revoke this token");

  private final int status;
  private final String description;

  OAuthError(int status, String description) {
    this.status = status;
    this.description = description;
  }

  String code() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  ProblemException problem() {
    return problem(description);
  }

  /** With a text that says more. */
  ProblemException problem(String text) {
    ProblemException problem =
        ProblemException.of(status, code())
            .withDetail("error_description", Json.tree(text))
            .withHeader("cache-control", "no-store")
            .withHeader("pragma", "no-cache");
    return status == 401
        ? problem.withHeader(
            "www-authenticate",
            "Bearer realm=\"Doorkeeper\", error=\""
                + code()
                + "\", error_description=\""
                + text
                + "\"")
        : problem;
  }
}
