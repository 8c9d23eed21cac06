package org.colloque.server.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.colloque.server.api.EntityShape;
import org.colloque.server.http.Json;
import org.colloque.server.kit.Secrets;
import org.colloque.server.oauth.Doorkeeper;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Wire;
import org.colloque.server.users.SignedIn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How streams are opened, refused and closed, over WebSocket and as events. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamingApiTest {
  private static final String NO_ERROR = "";

  private Streamed house;
  private Person alice;
  private Person bob;

  @BeforeAll
  void start() {
    house = new Streamed();
    alice = house.rig().local("alice");
    bob = house.rig().local("bob");
    house.follow(bob, alice);
  }

  @AfterAll
  void stop() {
    house.close();
  }

  private Ear ear(String token, String query) {
    return Ear.open(house.rig(), token, query).settle();
  }

  @Test
  void theTokenComesAsHeaderAsParameterOrAsSubprotocolWhichIsEchoed() {
    String token = bob.token();
    try (Ear header = ear(token, "?stream=public");
        Ear parameter =
            Ear.open(house.rig(), "?stream=public&access_token=" + token, builder -> builder);
        Ear protocol =
            Ear.open(house.rig(), "?stream=public", builder -> builder.subprotocols(token))) {
      assertThat(header.socket().getSubprotocol()).isEmpty();
      assertThat(protocol.socket().getSubprotocol()).isEqualTo(token);
      parameter.settle();
      protocol.settle();
      String id = house.postId(alice, "status", "trois fois");
      for (Ear ear : List.of(header, parameter, protocol)) {
        assertThat(ear.await("update", "public").path("id").asText()).isEqualTo(id);
      }
    }
  }

  @Test
  void aPageHearsThatThereIsSomethingAndNotWhat() throws IOException {
    Person carol = house.rig().local("carol");
    house.follow(carol, alice);
    Browser browser = SignedIn.browser(house.rig(), carol);
    String cookie = house.rig().sessionCookie() + "=" + browser.cookie(house.rig().sessionCookie());
    try (Wire wire = new Wire(house.rig().instance().port())) {
      wire.say(
          "GET /live?stream=user HTTP/1.1\r\nHost: "
              + house.rig().host()
              + "\r\nCookie: "
              + cookie
              + "\r\n\r\n");
      assertThat(wire.head()).contains("200 OK", "text/event-stream");
      house.postId(alice, "status", "nobody writes this on the wall");
      String heard = wire.line();
      while (!heard.startsWith("data:")) {
        heard = wire.line();
      }
      assertThat(heard).isEqualTo("data: 1");
    }
    assertThat(browser.get("/live?stream=nonsense").status()).isEqualTo(400);
    assertThat(browser.get("/live?stream=user:notification").status()).isEqualTo(401);
    assertThat(browser.get("/live?stream=list&list=7").status()).isEqualTo(401);
    assertThat(house.rig().anonymous().get("/live?stream=user").status()).isEqualTo(303);
    assertThat(carol.app().get("/live?stream=user").status()).isEqualTo(303);
  }

  @Test
  void whatIsFilteredIsNotToldUntilItsSenderIsAccepted() {
    Person dora = house.rig().local("dora");
    dora.app().form("PATCH", "/api/v2/notifications/policy", "for_not_following", "filter");
    String requests = "/api/v1/notifications/requests";
    try (Ear ear = ear(dora.token(), "?stream=user:notification")) {
      house.post(alice, "status", "@dora bonjour");
      String id = dora.app().get(requests).json().path(0).path("id").asText();
      dora.app().post(requests + "/" + id + "/accept");
      assertThat(ear.awaitRaw("notifications_merged", "user:notification")).isEqualTo("1");
      assertThat(ear.rest()).isEmpty();
    }
  }

  @Test
  void aBadTokenIsRefusedBeforeTheUpgrade() {
    for (String query : List.of("", "?stream=user", "?access_token=wrong&stream=user")) {
      assertThatThrownBy(() ->
              Ear.open(
                  house.rig(),
                  query,
                  builder -> query.isEmpty() ? builder.subprotocols("wrong") : builder))
          .isInstanceOf(CompletionException.class)
          .cause()
          .isInstanceOfSatisfying(
              WebSocketHandshakeException.class,
              refusal -> assertThat(refusal.getResponse().statusCode()).isEqualTo(401));
    }
    Browser.Answer answer =
        house.rig().anonymous().withToken("wrong").get("/api/v1/streaming?stream=user");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json().path("error").asText()).isEqualTo("The access token is invalid");
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"type\":\"subscribe\",\"stream\":\"nonsense\"}', 400, Unknown stream type",
    "'{\"type\":\"subscribe\"}', 400, Unknown stream type",
    "'{\"type\":\"subscribe\",\"stream\":\"hashtag\"}', 400, Missing tag name parameter",
    "'{\"type\":\"subscribe\",\"stream\":\"list\"}', 400, Missing list name parameter",
    "'{\"type\":\"subscribe\",\"stream\":\"list\",\"list\":\"7\"}', 401, Not authorized to stream this list",
    "'{\"type\":\"unsubscribe\",\"stream\":\"x\"}', 400, Unknown stream type",
    "'{\"type\":', 400, The body is not valid JSON",
    "'[1]', 400, Unknown message type"
  })
  void whatIsWrongInAFrameIsTold(String frame, int status, String error) {
    try (Ear ear = ear(bob.token(), "")) {
      ear.socket().sendText(frame, true).join();
      JsonNode told = ear.await(answer -> answer.has("error"));
      assertThat(told.path("error").asText()).isEqualTo(error);
      assertThat(told.path("status").asInt()).isEqualTo(status);
    }
  }

  @Test
  void anUnknownStreamInTheAddressOfASocketIsToldInAFrame() {
    try (Ear ear = Ear.open(house.rig(), bob.token(), "?stream=nonsense")) {
      assertThat(ear.await(frame -> frame.has("error")).path("error").asText())
          .isEqualTo("Unknown stream type");
    }
  }

  @Test
  void aTagHasAtMost255Characters() {
    try (Ear ear = ear(bob.token(), "")) {
      ear.subscribe("hashtag", "tag", "a".repeat(Channel.MAX_TAG_CHARACTERS));
      assertThat(ear.rest()).isEmpty();
      ear.subscribe("hashtag", "tag", "a".repeat(Channel.MAX_TAG_CHARACTERS + 1));
      assertThat(ear.rest().getFirst().path("error").asText())
          .isEqualTo("The tag name is too long");
    }
  }

  @Test
  void aBinaryFrameClosesWith1003() {
    try (Ear ear = ear(bob.token(), "?stream=public")) {
      assertThat(ear.sayBytes().awaitClose()).isEqualTo(1003);
    }
  }

  @Test
  void notificationsNeedTheirScope() {
    String all = bob.token();
    String statusesOnly = house.rig().token(bob, "read:statuses");
    String notificationsOnly = house.rig().token(bob, "read:notifications");
    String writeOnly = house.rig().token(bob, "write:statuses");
    String id = house.postId(bob, "status", "favori ?");
    try (Ear whole = ear(all, "?stream=user").subscribe("user:notification");
        Ear statuses = ear(statusesOnly, "?stream=user");
        Ear notifications = ear(notificationsOnly, "?stream=user:notification")) {
      statuses.subscribe("user:notification");
      assertThat(statuses.rest().getFirst().path("error").asText())
          .isEqualTo("Access token does not have the required scopes");
      notifications.subscribe("user");
      assertThat(notifications.rest().getFirst().path("status").asInt()).isEqualTo(401);
      alice.app().post("/api/v1/statuses/" + id + "/favourite");
      JsonNode told = whole.await("notification", "user");
      assertThat(told.path("type").asText()).isEqualTo("favourite");
      assertThat(told.path("status").path("id").asText()).isEqualTo(id);
      EntityShape.assertShape("Notification", told);
      whole.await("notification", "user:notification");
      notifications.await("notification", "user:notification");
      house.post(alice, "status", "après");
      statuses.await("update", "user");
      assertThat(statuses.rest()).hasSize(1);
    }
    assertThat(
            house
                .rig()
                .anonymous()
                .withToken(writeOnly)
                .get("/api/v1/streaming?stream=user")
                .status())
        .isEqualTo(403);
  }

  @Test
  void aRevokedTokenClosesItsStreamsAndNoOthers() throws IOException {
    String doomed = house.rig().token(bob, "read");
    try (Ear revoked = ear(doomed, "?stream=public");
        Ear other = ear(bob.token(), "?stream=public");
        BufferedReader events = events(doomed, "/user")) {
      house.sql(
          "UPDATE oauth_tokens SET revoked_at = now() WHERE token_hash = ?", Secrets.hash(doomed));
      house.signal(Doorkeeper.REVOKED, "token 1");
      assertThat(revoked.awaitClose()).isEqualTo(1001);
      assertThat(events.lines().toList()).allMatch(line -> line.equals(":thump"));
      house.post(alice, "status", "encore là");
      other.await("update", "public");
      assertThat(revoked.rest()).isEmpty();
    }
  }

  @Test
  void whoIsDisabledIsCutOff() {
    Person leaving = house.rig().local("leaving");
    try (Ear ear = ear(leaving.token(), "?stream=public")) {
      house.sql("UPDATE users SET disabled_at = now() WHERE id = ?", leaving.user().value());
      house.signal(Doorkeeper.REVOKED, "user " + leaving.user());
      assertThat(ear.awaitClose()).isEqualTo(1001);
    }
  }

  @Test
  void aTokenThatEndedBetweenCheckAndOpeningIsFoundOut() {
    String doomed = house.rig().token(bob, "read");
    // the doorkeeper remembers it, and no signal says that it has ended
    house.rig().anonymous().withToken(doomed).get("/api/v1/timelines/home");
    house.sql(
        "UPDATE oauth_tokens SET revoked_at = now() WHERE token_hash = ?", Secrets.hash(doomed));
    try (Ear ear = Ear.open(house.rig(), doomed, "?stream=public")) {
      assertThat(ear.awaitClose()).isEqualTo(1001);
    }
  }

  @Test
  void aMemberHasAtMost32Streams() {
    Person busy = house.rig().local("busy");
    List<Ear> open = new java.util.ArrayList<>();
    for (int i = 0; i < Hub.MAX_PER_ACCOUNT; i++) {
      open.add(ear(busy.token(), "?stream=public"));
    }
    Browser.Answer answer =
        house.rig().anonymous().withToken(busy.token()).get("/api/v1/streaming?stream=user");
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.json().path("error").asText()).isEqualTo("Too many open streams");
    open.forEach(Ear::close);
    // what was left is free again
    org.awaitility.Awaitility.await()
        .atMost(Ear.PATIENCE)
        .ignoreExceptions()
        .until(() -> {
          ear(busy.token(), "?stream=public").close();
          return true;
        });
  }

  private BufferedReader events(String token, String path) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(house.rig().base() + "/api/v1/streaming" + path))
            .header("Authorization", "Bearer " + token)
            .build();
    try {
      HttpResponse<java.io.InputStream> response =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("content-type").orElse(NO_ERROR))
          .isEqualTo("text/event-stream");
      assertThat(response.headers().firstValue("x-accel-buffering").orElse(NO_ERROR))
          .isEqualTo("no");
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
      assertThat(lines.readLine()).isEqualTo(":)");
      return lines;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    }
  }

  private static String next(BufferedReader lines) throws IOException {
    String line = lines.readLine();
    while (line != null && line.equals(":thump")) {
      line = lines.readLine();
    }
    return line == null ? "" : line;
  }

  @ParameterizedTest
  @CsvSource({
    "/user",
    "/public",
    "/public/local",
    "/hashtag?tag=sse",
    "/hashtag/local?tag=SSE",
    "?stream=public:local",
    "?stream=user"
  })
  void eventsComeAsLines(String path) throws IOException {
    try (BufferedReader lines = events(bob.token(), path)) {
      String id = house.postId(alice, "status", "deux\nlignes #sse");
      assertThat(next(lines)).isEqualTo("event: update");
      String data = next(lines);
      assertThat(data).startsWith("data: {");
      assertThat(Json.read(data.substring(6).getBytes(StandardCharsets.UTF_8)).path("id").asText())
          .isEqualTo(id);
      assertThat(next(lines)).isEmpty();
      alice.app().delete("/api/v1/statuses/" + id);
      assertThat(next(lines)).isEqualTo("event: delete");
      assertThat(next(lines)).isEqualTo("data: " + id);
    }
  }

  @Test
  void eventsCanBeOfMediaOnlyOrOfNotificationsOnly() throws IOException {
    String id = house.postId(bob, "status", "favori");
    try (BufferedReader media = events(bob.token(), "/public?only_media=true");
        BufferedReader remote = events(bob.token(), "/public/remote");
        BufferedReader notifications = events(bob.token(), "/user/notification")) {
      alice.app().post("/api/v1/statuses/" + id + "/favourite");
      assertThat(next(notifications)).isEqualTo("event: notification");
      bob.app().delete("/api/v1/statuses/" + id);
      // the first thing told on each is the deletion, which everybody is told
      assertThat(next(media)).isEqualTo("event: delete");
      assertThat(next(remote)).isEqualTo("event: delete");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/health, 200, OK",
    "/nonsense, 400, Unknown channel requested",
    "/user/nonsense, 400, Unknown channel requested",
    "'', 400, Unknown channel requested",
    "?stream=nonsense, 400, Unknown stream type",
    "/hashtag, 400, Missing tag name parameter",
    "/hashtag/local?tag=, 400, Missing tag name parameter",
    "/list, 400, Missing list name parameter",
    "/list?list=7, 401, Not authorized to stream this list"
  })
  void otherAddressesSayWhatIsWrong(String path, int status, String text) {
    Browser.Answer answer = bob.app().get("/api/v1/streaming" + path);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(status == 200 ? answer.text() : answer.json().path("error").asText())
        .isEqualTo(text);
  }
}
