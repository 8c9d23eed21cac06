package org.colloque.server.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.colloque.federation.signature.Scheme;
import org.colloque.server.database.Viewer;
import org.colloque.server.instance.InstanceSettings;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What other servers read only with a signature (quirks 52 and 67). */
class AuthorizedFetchTest {
  private static final String ACTIVITY = "application/activity+json";

  private static Rig rig;
  private static Remote far;
  private static RemotePerson bob;
  private static Person alice;
  private static String status;

  @BeforeAll
  static void start() {
    rig = Rig.start();
    far = Remote.start("far");
    bob = far.person("bob");
    alice = rig.local("alice");
    JsonNode posted = alice.app().post("/api/v1/statuses", "status", "hello").json();
    status = posted.path("uri").asText();
    require(true);
  }

  @AfterAll
  static void stop() {
    far.close();
    rig.close();
  }

  private static void require(boolean signed) {
    Map<String, ?> faults =
        rig.kit()
            .db()
            .as(
                Viewer.stranger(),
                tx ->
                    rig.instance()
                        .rooms()
                        .settings()
                        .change(
                            tx,
                            Map.of(InstanceSettings.AUTHORIZED_FETCH, Boolean.toString(signed))));
    assertThat(faults).isEmpty();
  }

  private static Browser.Answer unsigned(String url) {
    return rig.anonymous().withHeader("Accept", ACTIVITY).get(url);
  }

  private static List<String> documents() {
    String actor = rig.base() + "/users/alice";
    return List.of(
        status,
        status + "/activity",
        status + "/replies",
        status + "/likes",
        status + "/shares",
        actor + "/outbox",
        actor + "/outbox?page=true",
        actor + "/followers",
        actor + "/following",
        actor + "/collections/featured");
  }

  @Test
  void withoutASignatureThereIsNothing() {
    for (String url : documents()) {
      Browser.Answer answer = unsigned(url);
      assertThat(answer.status()).as(url).isEqualTo(401);
      assertThat(answer.header("vary")).as(url).contains("Signature");
      assertThat(answer.header("cache-control")).as(url).contains("no-store");
      assertThat(answer.text()).as(url).doesNotContain("hello");
    }
  }

  @Test
  void anActivityIsADocumentWhateverIsAccepted() {
    Browser.Answer answer =
        rig.anonymous().withHeader("Accept", "text/html").get(status + "/activity");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.text()).doesNotContain("hello");
  }

  @ParameterizedTest
  @EnumSource(Scheme.class)
  void withOneThereIsEverythingForThisReaderAlone(Scheme scheme) {
    RemotePerson reader =
        far.person("reader_" + scheme.name().toLowerCase(Locale.ROOT)).signing(scheme);
    for (String url : documents()) {
      Browser.Answer answer = reader.read(rig, url);
      assertThat(answer.status()).as(url).isEqualTo(200);
      assertThat(answer.header("vary")).as(url).contains("Signature");
      assertThat(answer.header("cache-control")).as(url).contains("private").contains("no-store");
    }
    assertThat(reader.read(rig, rig.base() + "/users/alice").json().path("followers").asText())
        .isNotEmpty();
  }

  @Test
  void whoDoesNotSignGetsTheKeyOfAPersonAlone() {
    Browser.Answer answer = unsigned("/users/alice");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("cache-control")).contains("no-store");
    assertThat(answer.json().fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "@context", "id", "type", "inbox", "preferredUsername", "publicKey", "assertionMethod");
  }

  @Test
  void theInstanceItselfAndWhereToFindPeopleStayOpen() {
    assertThat(unsigned("/actor").json().path("inbox").asText()).isNotEmpty();
    assertThat(
            rig.anonymous()
                .get("/.well-known/webfinger?resource=acct:alice@" + rig.host())
                .status())
        .isEqualTo(200);
    assertThat(rig.anonymous().withHeader("Accept", "text/html").get("/@alice").status())
        .isEqualTo(200);
  }

  @Test
  void aSignatureThatDoesNotFitIsNone() {
    Browser browser = rig.anonymous().withHeader("Accept", ACTIVITY);
    bob.signGet(rig.base() + "/users/other", rig.kit().clock()).forEach(browser::withHeader);
    assertThat(browser.get(status).status()).isEqualTo(401);
  }

  @Test
  void whomTheAuthorBlocksFindsNothing() {
    RemotePerson mallory = far.person("mallory");
    assertThat(mallory.read(rig, status).status()).isEqualTo(200);
    String id =
        alice
            .app()
            .get("/api/v1/accounts/lookup?acct=" + mallory.handle())
            .json()
            .path("id")
            .asText();
    alice.app().post("/api/v1/accounts/" + id + "/block");
    assertThat(mallory.read(rig, status).status()).isEqualTo(404);
  }

  /** What one has read is not handed to the next, who may not. */
  @Test
  void row23_pinsAndOtherCollectionsAreNotForWhomTheirOwnerBlocks() {
    RemotePerson reader = far.person("friend");
    RemotePerson blocked = far.person("enemy");
    List<String> collections = documents().stream().filter(url -> !url.startsWith(status)).toList();
    assertThat(collections).hasSize(5);
    for (String url : collections) {
      assertThat(blocked.read(rig, url).status()).as(url).isEqualTo(200);
    }
    String id =
        alice
            .app()
            .get("/api/v1/accounts/lookup?acct=" + blocked.handle())
            .json()
            .path("id")
            .asText();
    alice.app().post("/api/v1/accounts/" + id + "/block");
    for (String url : collections) {
      assertThat(reader.read(rig, url).status()).as(url).isEqualTo(200);
      assertThat(blocked.read(rig, url).status()).as(url).isEqualTo(404);
      assertThat(reader.read(rig, url).status()).as(url).isEqualTo(200);
    }
  }

  @Test
  void ifItIsNotAskedForEverybodyReads() {
    require(false);
    try {
      assertThat(unsigned(status).header("cache-control")).contains("public");
      assertThat(unsigned("/users/alice").json().path("followers").asText()).isNotEmpty();
    } finally {
      require(true);
    }
    assertThat(unsigned(status).status()).isEqualTo(401);
  }
}
