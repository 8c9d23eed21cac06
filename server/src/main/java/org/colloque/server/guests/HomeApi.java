package org.colloque.server.guests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.colloque.federation.fetch.FetchResult;
import org.colloque.federation.fetch.Fetcher;
import org.colloque.federation.handle.Origin;

/**
 * The few questions that are put to the instance of a guest, in the words that Mastodon,
 * GoToSocial, Pleroma and Akkoma share. All go to the origin that was chosen, whatever it says of
 * addresses.
 */
final class HomeApi {
  /** The smallest scope that tells who somebody is (Mastodon 4.3), and what others have instead. */
  private static final String PROFILE = "profile";

  private static final String READ_ACCOUNTS = "read:accounts";

  private final Fetcher fetcher;

  HomeApi(Fetcher fetcher) {
    this.fetcher = fetcher;
  }

  /**
   * As what we are known there.
   *
   * @param scope that is asked for
   */
  record App(String clientId, String clientSecret, String scope) {}

  /**
   * Who signed in, as their instance says.
   *
   * @param uri the ActivityPub id; empty where it is not told
   * @param url the page of the profile
   */
  record Person(String username, String acct, String uri, String url) {}

  FetchResult<App> register(Origin home, String name, String redirectUri, String website) {
    String scope = offersProfile(home) ? PROFILE : READ_ACCOUNTS;
    return fetcher
        .post(
            home + "/api/v1/apps",
            Map.of(
                "client_name",
                name,
                "redirect_uris",
                redirectUri,
                "scopes",
                scope,
                "website",
                website))
        .then(found -> {
          String id = found.value().path("client_id").asText();
          String secret = found.value().path("client_secret").asText();
          return id.isEmpty() || secret.isEmpty()
              ? new FetchResult.Refused<>("no client")
              : new FetchResult.Found<>(new App(id, secret, scope), found.url());
        });
  }

  private boolean offersProfile(Origin home) {
    return fetcher.json(
                home + "/.well-known/oauth-authorization-server",
                java.util.Set.of("application/json"))
            instanceof FetchResult.Found<ObjectNode> found
        && StreamSupport.stream(found.value().path("scopes_supported").spliterator(), false)
            .map(JsonNode::asText)
            .anyMatch(PROFILE::equals);
  }

  FetchResult<String> token(
      Origin home, App app, String code, String verifier, String redirectUri) {
    return fetcher
        .post(
            home + "/oauth/token",
            Map.of(
                "grant_type",
                "authorization_code",
                "code",
                code,
                "code_verifier",
                verifier,
                "client_id",
                app.clientId(),
                "client_secret",
                app.clientSecret(),
                "redirect_uri",
                redirectUri,
                "scope",
                app.scope()))
        .then(found -> {
          String token = found.value().path("access_token").asText();
          return token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c > '~')
              ? new FetchResult.Refused<>("no token")
              : new FetchResult.Found<>(token, found.url());
        });
  }

  FetchResult<Person> whoIs(Origin home, String token) {
    return fetcher
        .jsonAs(home + "/api/v1/accounts/verify_credentials", token)
        .then(found -> {
          ObjectNode json = found.value();
          return new FetchResult.Found<>(
              new Person(
                  json.path("username").asText(),
                  json.path("acct").asText(),
                  json.path("uri").asText(),
                  json.path("url").asText()),
              found.url());
        });
  }

  /** Gives a token back that is not needed any more; what comes of it is theirs to decide. */
  void revoke(Origin home, App app, String token) {
    FetchResult<ObjectNode> _ =
        fetcher.post(
            home + "/oauth/revoke",
            Map.of(
                "client_id", app.clientId(), "client_secret", app.clientSecret(), "token", token));
  }
}
