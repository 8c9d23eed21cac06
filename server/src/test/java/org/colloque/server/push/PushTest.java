package org.colloque.server.push;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.PUSHES;
import static org.colloque.server.api.EntityShape.assertShape;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.colloque.server.board.Club;
import org.colloque.server.database.Viewer;
import org.colloque.server.oauth.Sessions;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.Rig;
import org.colloque.server.rig.WebPage;
import org.colloque.server.users.SignedIn;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Devices are told of what their member is told, encrypted, as long as the member may know of it.
 */
class PushTest {
  private static final String PATH = "/api/v1/push/subscription";

  private static Rig rig;
  private static Remote service;
  private static Person bob;
  private static int number;
  private Person alice;
  private Browser phone;
  private Device device;
  private String endpoint;

  @BeforeAll
  static void open() {
    rig = Rig.start();
    service = Remote.start("push");
    bob = rig.local("bob");
  }

  @AfterAll
  static void close() {
    rig.close();
    service.close();
  }

  @BeforeEach
  void meet() {
    alice = rig.local("alice" + ++number);
    phone = alice.app();
    device = new Device();
    endpoint = service.base() + "/device/" + number;
    service.forget();
  }

  private Browser.Answer subscribe(Browser app, String... more) {
    List<String> fields = new ArrayList<>(device.subscription(endpoint));
    for (String type : List.of("mention", "follow", "poll", "favourite", "status")) {
      fields.addAll(List.of("data[alerts][" + type + "]", "true"));
    }
    fields.addAll(List.of(more));
    return app.post(PATH, fields.toArray(String[]::new));
  }

  private void bobSays(String text, String... more) {
    List<String> fields = new ArrayList<>(List.of("status", text));
    fields.addAll(List.of(more));
    assertThat(bob.app().post("/api/v1/statuses", fields.toArray(String[]::new)).status())
        .isEqualTo(200);
  }

  private void bobMentionsAlice(String text) {
    bobSays("@" + alice.username() + " " + text);
  }

  /** What arrived at the device. */
  private List<LoggedRequest> arrived() {
    rig.runDueJobs();
    return service.everything().stream()
        .filter(request -> endpoint.endsWith(request.getUrl()))
        .toList();
  }

  private JsonNode onlyMessage() {
    List<LoggedRequest> arrived = arrived();
    assertThat(arrived).hasSize(1);
    return device.read(arrived.getFirst());
  }

  private static int waiting() {
    return rig.kit().db().as(Viewer.stranger(), tx -> tx.sql().fetchCount(PUSHES));
  }

  @Test
  void aTokenHasOneSubscriptionWhichCanBeSeenChangedAndEnded() {
    assertThat(phone.get(PATH).status()).isEqualTo(404);
    assertThat(phone.get(PATH).json().path("error").asText()).isEqualTo("Not Found");
    JsonNode first = subscribe(phone).json();
    assertShape("WebPushSubscription", first);
    assertThat(first.path("alerts").path("mention").asBoolean()).isTrue();
    assertThat(first.path("alerts").path("reblog").asBoolean(true)).isFalse();
    assertThat(first.path("policy").asText()).isEqualTo("all");
    assertThat(first.path("server_key").asText())
        .isEqualTo(
            rig.anonymous()
                .get("/api/v2/instance")
                .json()
                .path("configuration")
                .path("vapid")
                .path("public_key")
                .asText());
    JsonNode changed =
        phone.form("PUT", PATH, "data[alerts][reblog]", "true", "data[policy]", "followed").json();
    assertThat(changed.path("alerts").path("reblog").asBoolean()).isTrue();
    assertThat(changed.path("alerts").path("mention").asBoolean(true)).isFalse();
    assertThat(changed.path("policy").asText()).isEqualTo("followed");
    // another one of the same token takes its place, one of another token stands beside it
    JsonNode second = subscribe(phone, "subscription[standard]", "true").json();
    assertThat(second.path("id").asLong()).isGreaterThan(first.path("id").asLong());
    Browser tablet = rig.anonymous().withToken(rig.token(alice, "read", "push"));
    assertThat(tablet.get(PATH).status()).isEqualTo(404);
    assertThat(subscribe(tablet).status()).isEqualTo(200);
    assertThat(phone.delete(PATH).status()).isEqualTo(200);
    assertThat(phone.get(PATH).status()).isEqualTo(404);
    assertThat(tablet.get(PATH).status()).isEqualTo(200);
  }

  @Test
  void whatIsNoSubscriptionIsRefused() {
    Map.of(
            "subscription[keys][p256dh]", "AAAA",
            "subscription[keys][auth]", "short",
            "subscription[endpoint]", "ftp://push.example/x",
            "data[policy]", "everybody")
        .forEach((field, value) ->
            assertThat(subscribe(phone, field, value).status()).as(field).isEqualTo(422));
    String longest = service.base() + "/";
    longest = longest + "x".repeat(Address.MAX_ENDPOINT - longest.length());
    assertThat(subscribe(phone, "subscription[endpoint]", longest).status()).isEqualTo(200);
    assertThat(subscribe(phone, "subscription[endpoint]", longest + "x").status()).isEqualTo(422);
    Browser reader = rig.anonymous().withToken(rig.token(alice, "read", "write"));
    assertThat(subscribe(reader).status()).isEqualTo(403);
  }

  @Test
  void theOldestDeviceGivesItsPlaceToOneTooMany() {
    subscribe(phone);
    for (int i = 1; i <= PushQueries.MAX_SUBSCRIPTIONS; i++) {
      assertThat(phone.get(PATH).status()).isEqualTo(200);
      subscribe(rig.anonymous().withToken(rig.token(alice, "push")));
    }
    assertThat(phone.get(PATH).status()).isEqualTo(404);
  }

  @Test
  void aMessageIsEncryptedForTheDeviceAsTheStandardOrItsDraftSays() {
    for (String standard : List.of("true", "false")) {
      service.forget();
      subscribe(phone, "subscription[standard]", standard);
      bobMentionsAlice("<em>hello</em> " + "é".repeat(300));
      List<LoggedRequest> arrived = arrived();
      assertThat(arrived).hasSize(1);
      LoggedRequest request = arrived.getFirst();
      assertThat(request.getHeader("TTL")).isEqualTo("172800");
      assertThat(request.getHeader("Urgency")).isEqualTo("normal");
      assertThat(request.getBodyAsString()).doesNotContain("hello", "bob");
      JsonNode claims = Device.claims(request);
      assertThat(claims.path("aud").asText()).isEqualTo(service.base());
      assertThat(claims.path("sub").asText()).isEqualTo(rig.base());
      assertThat(claims.path("exp").asLong())
          .isEqualTo(rig.kit().now().plus(Vapid.GOOD_FOR).getEpochSecond());
      JsonNode message = device.read(request);
      assertThat(message.path("access_token").asText()).isEqualTo(alice.token());
      assertThat(message.path("notification_type").asText()).isEqualTo("mention");
      assertThat(message.path("notification_id").isIntegralNumber()).isTrue();
      assertThat(message.path("title").asText()).isEqualTo("bob mentioned you");
      assertThat(message.path("body").asText())
          .startsWith("@alice")
          .contains("hello")
          .endsWith("…");
      assertThat(message.path("body").asText().length()).isEqualTo(PushMessages.MAX_BODY);
      assertThat(message.path("icon").asText()).startsWith("http");
      String id = message.path("notification_id").asText();
      assertThat(phone.get("/api/v1/notifications/" + id).status()).isEqualTo(200);
    }
  }

  @Test
  void onlyWhatWasAskedForIsToldAndFromWhomTheMemberWants() {
    subscribe(phone);
    bob.app().post("/api/v1/accounts/" + alice.account() + "/follow");
    assertThat(onlyMessage().path("notification_type").asText()).isEqualTo("follow");
    service.forget();
    phone.form("PUT", PATH, "data[alerts][follow]", "true");
    bobMentionsAlice("nothing of this");
    assertThat(arrived()).isEmpty();
    phone.form("PUT", PATH, "data[alerts][mention]", "true", "data[policy]", "followed");
    bobMentionsAlice("she does not follow him");
    assertThat(arrived()).isEmpty();
    alice.app().post("/api/v1/accounts/" + bob.account() + "/follow");
    bobMentionsAlice("now she does");
    assertThat(onlyMessage().path("body").asText()).contains("now she does");
    service.forget();
    phone.form("PUT", PATH, "data[alerts][mention]", "true", "data[policy]", "none");
    bobMentionsAlice("never");
    assertThat(arrived()).isEmpty();
    assertThat(waiting()).isZero();
  }

  @Test
  void whatAFilterHidesIsNotTold() {
    subscribe(phone);
    phone.post(
        "/api/v2/filters",
        "title",
        "quiet",
        "context[]",
        "notifications",
        "filter_action",
        "hide",
        "keywords_attributes[][keyword]",
        "canary");
    bobMentionsAlice("a canary");
    assertThat(arrived()).isEmpty();
    bobMentionsAlice("something else");
    assertThat(arrived()).hasSize(1);
  }

  @Test
  void aServiceThatFailsIsAskedAgainAndOneThatForgotTheDeviceIsNot() {
    subscribe(phone);
    service.answerPosts(endpoint, aResponse().withStatus(503));
    bobMentionsAlice("hello");
    assertThat(arrived()).hasSize(1);
    assertThat(arrived()).hasSize(1);
    rig.clock().advance(SendPushes.FIRST_PAUSE);
    assertThat(arrived()).hasSize(2);
    rig.clock().advance(SendPushes.FIRST_PAUSE);
    assertThat(arrived()).hasSize(2);
    rig.clock().advance(SendPushes.FIRST_PAUSE.multipliedBy(4));
    assertThat(arrived()).hasSize(3);
    // nobody wants to read it any more
    rig.clock().advance(SendPushes.TIME_TO_LIVE);
    arrived();
    assertThat(waiting()).isZero();
    service.answerPosts(endpoint, aResponse().withStatus(410));
    bobMentionsAlice("hello again");
    arrived();
    assertThat(phone.get(PATH).status()).isEqualTo(404);
    assertThat(waiting()).isZero();
  }

  @Test
  void theEndOfATokenIsTheEndOfItsDevice() {
    subscribe(phone);
    Browser browser = SignedIn.browser(rig, alice);
    bobMentionsAlice("too late");
    WebPage page = WebPage.open(browser, Paths.SETTINGS_SESSIONS);
    Element form = page.document().expectFirst("form[action*=/apps/]");
    assertThat(WebPage.send(browser, form, Map.of()).status()).isEqualTo(303);
    assertThat(phone.get(PATH).status()).isEqualTo(401);
    assertThat(arrived()).isEmpty();
    assertThat(waiting()).isZero();
  }

  @Test
  void ofAGroupNothingIsSaidUnlessTheMemberChoseIt() {
    Club club =
        Club.of(rig, "Groupe canari", "canari" + number).with(alice, "member").with(bob, "member");
    String topic = club.topic(alice, "Le canari du lundi");
    subscribe(phone);
    club.reply(bob, topic, "un canari");
    JsonNode neutral = onlyMessage();
    assertThat(neutral.path("title").asText()).isEqualTo("Something new in one of your groups");
    assertThat(neutral.toString().toLowerCase(java.util.Locale.ROOT))
        .doesNotContain("canari", "bob", Long.toString(club.id()));
    assertThat(neutral.path("icon").asText()).contains("icon-192");
    service.forget();
    assertThat(
            WebPage.open(SignedIn.browser(rig, alice), Paths.SETTINGS_MAIL)
                .send(Paths.SETTINGS_MAIL, Map.of("push-groups", "on"))
                .status())
        .isEqualTo(303);
    club.reply(bob, topic, "un autre canari");
    assertThat(onlyMessage().path("body").asText()).contains("un autre canari");
  }

  /** Turns notifications on in a browser, as the script of the page does. */
  private Browser device(String... off) {
    Browser browser = SignedIn.browser(rig, alice);
    Map<String, String> filled = new java.util.HashMap<>();
    filled.putAll(Map.of("endpoint", endpoint, "p256dh", device.point(), "auth", device.auth()));
    List.of(off).forEach(type -> filled.put("device-" + type, ""));
    WebPage page = WebPage.open(browser, Paths.SETTINGS_MAIL);
    assertThat(page.form(Paths.SETTINGS_DEVICE).hasAttr("hidden")).isTrue();
    assertThat(page.send(Paths.SETTINGS_DEVICE, filled).status()).isEqualTo(303);
    return browser;
  }

  @Test
  void aBrowserIsToldAsTheMemberChoseUntilTheySignOutThere() {
    Browser browser = device("poll");
    bobMentionsAlice("hello there");
    JsonNode message = onlyMessage();
    assertThat(message.path("title").asText()).isEqualTo("bob mentioned you");
    assertThat(message.path("body").asText()).contains("hello there");
    assertThat(message.path("preferred_locale").asText()).isEqualTo("en");
    assertThat(message.has("access_token")).isFalse();
    assertThat(browser.get(message.path("path").asText()).text()).contains("hello there");
    // it stays on without a script, and less is told
    WebPage settings = WebPage.open(browser, Paths.SETTINGS_MAIL);
    assertThat(settings.form(Paths.SETTINGS_DEVICE).hasAttr("hidden")).isFalse();
    assertThat(settings.form(Paths.SETTINGS_DEVICE).select("#device-poll[checked]")).isEmpty();
    settings.send(Paths.SETTINGS_DEVICE, Map.of("device-mention", "", "device-follow", "on"));
    service.forget();
    bobMentionsAlice("not told");
    assertThat(arrived()).isEmpty();
    bob.app().post("/api/v1/accounts/" + alice.account() + "/follow");
    assertThat(onlyMessage().path("path").asText()).isEqualTo(Paths.NOTIFICATIONS);
    service.forget();
    settings.send(Paths.SETTINGS_DEVICE, Map.of("device-mention", "on"));
    bobMentionsAlice("too late");
    assertThat(settings.send(Paths.SIGN_OUT, Map.of()).status()).isEqualTo(303);
    assertThat(arrived()).isEmpty();
    assertThat(waiting()).isZero();
  }

  @Test
  void aBrowserIsTurnedOffAndToldNothingWhenItsSessionIsOver() {
    Browser browser = device();
    WebPage settings = WebPage.open(browser, Paths.SETTINGS_MAIL);
    assertThat(settings.send(Paths.SETTINGS_DEVICE_OFF, Map.of()).status()).isEqualTo(303);
    bobMentionsAlice("off");
    assertThat(arrived()).isEmpty();
    device();
    assertThat(browser.post(Paths.SETTINGS_DEVICE, "csrf", "none").status()).isEqualTo(403);
    rig.clock().advance(Sessions.IDLE);
    bobMentionsAlice("a month later");
    assertThat(arrived()).isEmpty();
    assertThat(waiting()).isZero();
  }

  @Test
  void aBrowserSaysOfGroupsThatThereIsNewsAndOnlyToWhoAskedForIt() {
    Club club = Club.of(rig, "Canari", "canari" + number).with(alice, "member").with(bob, "member");
    String topic = club.topic(alice, "Le canari du lundi");
    Browser browser = device();
    club.reply(bob, topic, "un canari");
    JsonNode neutral = onlyMessage();
    assertThat(neutral.path("path").asText()).isEqualTo(Paths.NOTIFICATIONS);
    assertThat(neutral.toString().toLowerCase(java.util.Locale.ROOT))
        .doesNotContain("canari", "bob", Long.toString(club.id()));
    // what only pages show
    service.forget();
    String groups = "/api/colloque/v1/groups";
    Browser founder = rig.anonymous().withToken(rig.token(bob, "read:groups", "write:groups"));
    String group = founder.post(groups, "name", "Canari").json().path("id").asText();
    String invites = groups + "/" + group + "/invites";
    assertThat(founder.post(invites, "handle", "@" + alice.username()).status()).isEqualTo(200);
    JsonNode invited = onlyMessage();
    assertThat(invited.path("notification_type").asText()).isEqualTo("colloque.group_invitation");
    assertThat(invited.toString().toLowerCase(java.util.Locale.ROOT))
        .doesNotContain("canari", "bob", group);
    service.forget();
    WebPage.open(browser, Paths.SETTINGS_MAIL)
        .send(Paths.SETTINGS_DEVICE, Map.of("device-groups", ""));
    club.reply(bob, topic, "encore");
    assertThat(arrived()).isEmpty();
  }

  @Test
  void whoLeftAGroupIsToldNothingOfWhatWaits() {
    Club club = Club.of(rig, "Groupe", "groupe" + number).with(alice, "member").with(bob, "member");
    String topic = club.topic(alice, "Lundi");
    subscribe(phone);
    club.reply(bob, topic, "encore");
    club.without(alice);
    assertThat(arrived()).isEmpty();
    assertThat(waiting()).isZero();
  }
}
