package org.colloque.server.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Posts by their ids: who gets what, with a signature and without. */
class StatusDocumentTest {
  private static final String ACTIVITY = "application/activity+json";

  private static Rig rig;
  private static Remote far;
  private static int round;
  private Person alice;
  private RemotePerson fan;
  private RemotePerson named;
  private RemotePerson stranger;

  @BeforeAll
  static void start() {
    rig = Rig.start();
    far = Remote.start("far");
  }

  @AfterAll
  static void stop() {
    rig.close();
    far.close();
  }

  @BeforeEach
  void people() {
    round++;
    alice = rig.local("alice" + round);
    fan = far.person("fan" + round);
    named = far.person("named" + round);
    stranger = far.person("stranger" + round);
    for (RemotePerson person : List.of(named, stranger)) {
      assertThat(rig.instance().rooms().federation().resolver().accountByHandle(person.handle()))
          .isPresent();
    }
    send(fan, fan.activity("Follow", rig.kit().urls().actor(alice.username())));
  }

  private static void send(RemotePerson person, ObjectNode activity) {
    assertThat(person.send(rig, activity)).isEqualTo(202);
    rig.runDueJobs();
  }

  private JsonNode post(String text, String visibility) {
    return alice.app().post("/api/v1/statuses", "status", text, "visibility", visibility).json();
  }

  private static Browser.Answer unsigned(String url) {
    return rig.anonymous().withHeader("Accept", ACTIVITY).get(url);
  }

  private static void assertReads(RemotePerson person, String uri, String text) {
    for (String url : List.of(uri, uri + "/activity")) {
      Browser.Answer answer = person.read(rig, url);
      assertThat(answer.status()).as(person.uri() + " reads " + url).isEqualTo(200);
      assertThat(answer.text()).contains(text);
      assertThat(answer.header("cache-control")).contains("private");
      assertThat(answer.header("vary")).contains("Signature");
    }
  }

  private static void assertHidden(RemotePerson person, String uri) {
    for (String url : List.of(uri, uri + "/activity")) {
      Browser.Answer answer = person.read(rig, url);
      assertThat(answer.status()).as(person.uri() + " reads " + url).isEqualTo(404);
      assertThat(answer.text()).doesNotContain("secret");
    }
  }

  private static void assertHiddenFromStrangers(String uri) {
    for (String url : List.of(uri, uri + "/activity")) {
      Browser.Answer answer = unsigned(url);
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.text()).isEqualTo(unsigned(rig.base() + "/users/nobody").text());
      assertThat(rig.anonymous().withHeader("Accept", "text/html").get(url).status())
          .isEqualTo(404);
    }
  }

  @Test
  void whatIsForEverybodyNeedsNoSignature() {
    for (String visibility : List.of("public", "unlisted")) {
      String uri = post("hello all", visibility).path("uri").asText();
      Browser.Answer answer = unsigned(uri);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("content-type")).startsWith(ACTIVITY);
      JsonNode note = answer.json();
      assertThat(note.path("@context").path(0).asText())
          .isEqualTo("https://www.w3.org/ns/activitystreams");
      assertThat(note.path("id").asText()).isEqualTo(uri);
      assertThat(note.path("type").asText()).isEqualTo("Note");
      assertThat(note.path("content").asText()).contains("hello all");
      JsonNode create = unsigned(uri + "/activity").json();
      assertThat(create.path("id").asText()).isEqualTo(uri + "/activity");
      assertThat(create.path("type").asText()).isEqualTo("Create");
      assertThat(create.path("object").path("id").asText()).isEqualTo(uri);
      assertThat(fan.read(rig, uri).status()).isEqualTo(200);
    }
  }

  @Test
  void aPostForFollowersIsForFollowersAndWhoIsNamed() {
    String uri = post("secret, @" + named.handle(), "private").path("uri").asText();
    assertHiddenFromStrangers(uri);
    assertReads(fan, uri, "secret");
    assertReads(named, uri, "secret");
    assertHidden(stranger, uri);
    // who no longer follows reads no more
    send(
        fan,
        fan.activity("Undo", fan.activity("Follow", rig.kit().urls().actor(alice.username()))));
    assertHidden(fan, uri);
  }

  @Test
  void aDirectPostIsForWhoIsNamed() {
    String uri = post("secret, @" + named.handle(), "direct").path("uri").asText();
    assertHiddenFromStrangers(uri);
    assertReads(named, uri, "secret");
    assertHidden(fan, uri);
    assertHidden(stranger, uri);
  }

  @Test
  void theServerOfAReaderIsNoReaderAndWhoIsUnknownIsNone() {
    String uri = post("secret, @" + named.handle(), "private").path("uri").asText();
    // lives where two readers live, and signs as their server's own actor would
    assertHidden(far.person("instance" + round), uri);
    try (Remote unreachable = Remote.start("unreachable")) {
      RemotePerson gone = unreachable.person("gone");
      unreachable.answerEverything(
          com.github.tomakehurst.wiremock.client.WireMock.aResponse().withStatus(500));
      assertHidden(gone, uri);
    }
  }

  @Test
  void whoIsBlockedReadsNothingPrivate() {
    String uri = post("secret, @" + named.handle(), "private").path("uri").asText();
    long id =
        rig.instance()
            .rooms()
            .federation()
            .resolver()
            .accountByHandle(named.handle())
            .orElseThrow()
            .value();
    assertThat(alice.app().post("/api/v1/accounts/" + id + "/block").status()).isEqualTo(200);
    assertHidden(named, uri);
  }

  @Test
  void aSignatureCountsForWhatItSignsOnly() {
    String secret = post("secret", "private").path("uri").asText();
    String open = post("open", "public").path("uri").asText();
    // signed for something else, by another key, or long ago
    assertThat(readWith(fan.signGet(open, rig.kit().clock()), secret)).isEqualTo(404);
    Map<String, String> stolen = fan.signGet(secret, rig.kit().clock());
    stolen.computeIfPresent(
        "Signature", (_, value) -> value.replace(fan.keyId(), stranger.keyId()));
    assertThat(readWith(stolen, secret)).isEqualTo(404);
    Map<String, String> old = fan.signGet(secret, rig.kit().clock());
    rig.clock().advance(Duration.ofDays(1));
    assertThat(readWith(old, secret)).isEqualTo(404);
    assertThat(readWith(fan.signGet(secret, rig.kit().clock()), secret)).isEqualTo(200);
    // a bad signature hides nothing that is open
    assertThat(readWith(old, open)).isEqualTo(200);
  }

  private static int readWith(Map<String, String> headers, String url) {
    Browser browser = rig.anonymous().withHeader("Accept", ACTIVITY);
    headers.forEach(browser::withHeader);
    return browser.get(url).status();
  }

  @Test
  void whatIsDeletedIsGone() {
    for (String visibility : List.of("public", "unlisted")) {
      JsonNode said = post("regret", visibility);
      String uri = said.path("uri").asText();
      assertThat(unsigned(uri).status()).isEqualTo(200);
      alice.app().delete("/api/v1/statuses/" + said.path("id").asText());
      for (String url : List.of(uri, uri + "/activity")) {
        Browser.Answer answer = unsigned(url);
        assertThat(answer.status()).isEqualTo(410);
        assertThat(answer.json().path("type").asText()).isEqualTo("Tombstone");
        assertThat(answer.json().path("id").asText()).isEqualTo(uri);
        assertThat(answer.text()).doesNotContain("regret");
      }
    }
  }

  @Test
  void thatSomethingPrivateWasDeletedIsNobodysBusiness() {
    JsonNode said = post("secret, @" + named.handle(), "direct");
    String uri = said.path("uri").asText();
    alice.app().delete("/api/v1/statuses/" + said.path("id").asText());
    assertHiddenFromStrangers(uri);
    assertThat(named.read(rig, uri).status()).isEqualTo(410);
    assertThat(stranger.read(rig, uri).status()).isEqualTo(404);
  }

  @Test
  void browsersAreSentToThePage() {
    JsonNode said = post("hello", "public");
    String uri = said.path("uri").asText();
    for (String accept : List.of("text/html,application/xhtml+xml,*/*;q=0.8", "*/*")) {
      Browser.Answer answer = rig.anonymous().withHeader("Accept", accept).get(uri);
      assertThat(answer.status()).isIn(302, 303);
      assertThat(answer.header("location"))
          .endsWith(said.path("url").asText().substring(rig.base().length()));
      assertThat(answer.header("vary")).contains("Accept");
    }
    for (String accept :
        List.of(
            ACTIVITY,
            "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"",
            "application/json")) {
      assertThat(rig.anonymous().withHeader("Accept", accept).get(uri).header("content-type"))
          .startsWith(ACTIVITY);
    }
  }

  @Test
  void aPostIsFoundUnderItsAuthorOnly() {
    String id = post("hello", "public").path("id").asText();
    rig.local("zoe" + round);
    assertThat(unsigned(rig.base() + "/users/zoe" + round + "/statuses/" + id).status())
        .isEqualTo(404);
    assertThat(unsigned(rig.base() + "/users/" + alice.username() + "/statuses/1").status())
        .isEqualTo(404);
    assertThat(unsigned(rig.base() + "/users/" + alice.username() + "/statuses/x").status())
        .isEqualTo(404);
  }

  @Test
  void aBoostIsAnActivityAndNoPost() {
    JsonNode original =
        rig.local("dora" + round).app().post("/api/v1/statuses", "status", "d").json();
    JsonNode boost =
        alice.app().post("/api/v1/statuses/" + original.path("id").asText() + "/reblog").json();
    String uri = boost.path("uri").asText();
    String base = uri.endsWith("/activity") ? uri.substring(0, uri.length() - 9) : uri;
    assertThat(unsigned(base).status()).isEqualTo(404);
    JsonNode announce = unsigned(base + "/activity").json();
    assertThat(announce.path("type").asText()).isEqualTo("Announce");
    assertThat(announce.path("object").asText()).isEqualTo(original.path("uri").asText());
    assertThat(announce.path("cc").toString()).contains(rig.kit().urls().actor("dora" + round));
  }
}
