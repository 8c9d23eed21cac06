package org.colloque.server.rig;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import org.colloque.server.http.Json;

/**
 * Another server on the loopback, over plain http: serves the actors and posts that it is given,
 * with WebFinger, and keeps what its inboxes receive. Its people ({@link RemotePerson}) sign with
 * real keys.
 */
public final class Remote implements AutoCloseable {
  private final WireMockServer server;
  private final String host;

  private Remote(String name) {
    server = new WireMockServer(options().bindAddress("127.0.0.1").dynamicPort());
    server.start();
    host = name + ".localhost:" + server.port();
    acceptAll();
  }

  /**
   * @param name of the host, below {@code localhost}
   */
  public static Remote start(String name) {
    return new Remote(name);
  }

  /** A POST that one of its inboxes received. */
  public record Received(String path, JsonNode activity, LoggedRequest request) {
    public String type() {
      return activity.path("type").asText();
    }
  }

  /** Name and port: the domain of its handles. */
  public String host() {
    return host;
  }

  /** {@code http://name.localhost:port}. */
  public String base() {
    return "http://" + host;
  }

  /** Somebody who lives there: actor and WebFinger are served from now on. */
  public RemotePerson person(String username) {
    return new RemotePerson(this, username, "http://" + host + "/users/" + username);
  }

  /** Serves an ActivityPub document at the path of {@code id}. */
  public void serve(String id, JsonNode document) {
    answer(
        id,
        aResponse()
            .withHeader("Content-Type", "application/activity+json")
            .withBody(Json.write(document)));
  }

  /** Serves anything at the address {@code url}. */
  public void answer(String url, ResponseDefinitionBuilder response) {
    server.stubFor(get(urlEqualTo(path(url))).willReturn(response));
  }

  /** Says who {@code handle} is. */
  public void webFinger(String handle, String actor) {
    var jrd = Json.object().put("subject", "acct:" + handle);
    jrd.putArray("links")
        .addObject()
        .put("rel", "self")
        .put("type", "application/activity+json")
        .put("href", actor);
    server.stubFor(
        get(urlPathEqualTo("/.well-known/webfinger"))
            .withQueryParam("resource", equalTo("acct:" + handle))
            .willReturn(
                aResponse()
                    .withHeader("Content-Type", "application/jrd+json")
                    .withBody(Json.write(jrd))));
  }

  /** Every inbox takes everything, as at the start. */
  public void acceptAll() {
    answerPosts(aResponse().withStatus(202));
  }

  /** How every inbox answers from now on. */
  public void answerPosts(ResponseDefinitionBuilder response) {
    server.stubFor(post(urlPathMatching(".*")).atPriority(9).willReturn(response));
  }

  /** How one inbox answers from now on. */
  public void answerPosts(String inbox, ResponseDefinitionBuilder response) {
    server.stubFor(post(urlEqualTo(path(inbox))).atPriority(1).willReturn(response));
  }

  /** Nothing is answered any more, as if the server were down. */
  public void answerEverything(ResponseDefinitionBuilder response) {
    server.stubFor(any(anyUrl()).atPriority(1).willReturn(response));
  }

  /** What the inboxes received, in order. */
  public List<Received> received() {
    return server.findAll(postRequestedFor(urlPathMatching(".*"))).stream()
        .sorted(Comparator.comparing(LoggedRequest::getLoggedDate))
        .map(request ->
            new Received(
                request.getUrl(),
                Json.read(request.getBodyAsString().getBytes(StandardCharsets.UTF_8)),
                request))
        .toList();
  }

  /** Of what was received, the activities of one type. */
  public List<Received> received(String type) {
    return received().stream().filter(received -> received.type().equals(type)).toList();
  }

  /** Every request that came, for whatever it was. */
  public List<LoggedRequest> everything() {
    return server.findAll(
        com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor(anyUrl()));
  }

  /** How often {@code url} was fetched. */
  public int fetches(String url) {
    return server
        .findAll(
            com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor(urlEqualTo(path(url))))
        .size();
  }

  /** The requests for {@code url}. */
  public List<LoggedRequest> requests(String url) {
    return server.findAll(
        com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor(urlEqualTo(path(url))));
  }

  /** Forgets what was received and fetched. */
  public void forget() {
    server.resetRequests();
  }

  private String path(String url) {
    String bare = url.contains("#") ? url.substring(0, url.indexOf('#')) : url;
    return bare.startsWith("http") ? bare.substring(bare.indexOf('/', 8)) : bare;
  }

  @Override
  public void close() {
    server.stop();
  }
}
