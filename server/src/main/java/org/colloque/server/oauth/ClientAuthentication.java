package org.colloque.server.oauth;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.colloque.server.http.Request;
import org.jooq.DSLContext;

/** How an app proves that it is the one: Basic header or parameters (RFC 6749, section 2.3.1). */
record ClientAuthentication(String clientId, String secret) {
  /** Empty when the request brings nothing of the kind. */
  static Optional<ClientAuthentication> of(Request request) {
    Optional<String> basic =
        request
            .header("authorization")
            .filter(value -> value.regionMatches(true, 0, "Basic ", 0, 6));
    if (basic.isPresent()) {
      return decode(basic.get().substring(6).trim());
    }
    Optional<String> id = request.parameters().text("client_id");
    Optional<String> secret = request.parameters().text("client_secret");
    return id.flatMap(clientId -> secret.map(s -> new ClientAuthentication(clientId, s)));
  }

  /** The app, when it is registered and the secret is its own. */
  Optional<App> app(DSLContext sql) {
    return AppQueries.authenticate(sql, clientId, secret);
  }

  private static Optional<ClientAuthentication> decode(String encoded) {
    try {
      String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      if (colon < 0 || pair.indexOf('\0') >= 0) {
        return Optional.empty();
      }
      return Optional.of(
          new ClientAuthentication(
              unescape(pair.substring(0, colon)), unescape(pair.substring(colon + 1))));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private static String unescape(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "ClientAuthentication[clientId=" + clientId + "]";
  }
}
