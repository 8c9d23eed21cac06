package org.colloque.server.rig;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.colloque.server.http.Json;

/** What a {@link Remote} says as the instance of a guest, in the shapes of three programs. */
public final class HomeServer {
  /** Which program answers. */
  public enum Shape {
    MASTODON,
    GOTOSOCIAL,
    PLEROMA
  }

  private final Remote remote;

  public HomeServer(Remote remote) {
    this.remote = remote;
    remote.answerPosts(
        remote.base() + "/api/v1/apps",
        json(Json.object().put("client_id", "the-client").put("client_secret", "the-secret")));
    remote.answerPosts(
        remote.base() + "/oauth/token",
        json(Json.object().put("access_token", "the-token").put("token_type", "Bearer")));
    remote.answerPosts(remote.base() + "/oauth/revoke", json(Json.object()));
  }

  /** {@code person} has signed in there. */
  public HomeServer as(RemotePerson person, Shape shape) {
    ObjectNode account =
        Json.object()
            .put("id", "1")
            .put("username", person.username())
            .put("acct", person.username())
            .put("url", remote.base() + "/@" + person.username());
    String discovery = remote.base() + "/.well-known/oauth-authorization-server";
    remote.answer(discovery, aResponse().withStatus(404));
    switch (shape) {
      case MASTODON -> {
        account.put("uri", person.uri());
        ObjectNode metadata = Json.object().put("issuer", remote.base() + "/");
        metadata.putArray("scopes_supported").add("read").add("profile");
        remote.answer(discovery, json(metadata));
      }
      case GOTOSOCIAL -> account.put("id", "01FBVD42CQ3ZEEVMW180SBX03B");
      case PLEROMA -> account.put("url", person.uri());
    }
    return says(account);
  }

  /** Whatever it says of who has signed in. */
  public HomeServer says(ObjectNode account) {
    remote.answer(remote.base() + "/api/v1/accounts/verify_credentials", json(account));
    return this;
  }

  /** Where a guest is sent to, by the names of what is asked there. */
  public static Map<String, String> question(String url) {
    return Arrays.stream(URI.create(url).getRawQuery().split("&", -1))
        .map(each -> each.split("=", 2))
        .collect(
            Collectors.toMap(
                each -> each[0], each -> URLDecoder.decode(each[1], StandardCharsets.UTF_8)));
  }

  public static ResponseDefinitionBuilder json(ObjectNode body) {
    return aResponse().withHeader("Content-Type", "application/json").withBody(Json.write(body));
  }
}
