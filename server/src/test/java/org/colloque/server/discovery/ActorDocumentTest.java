package org.colloque.server.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.ACCOUNTS;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.ZoneOffset;
import java.util.List;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Actor documents, as other servers read them (federation.md, section 1f and quirk 12). */
class ActorDocumentTest {
  private static final String ACTIVITY = "application/activity+json";
  private static final String LINKED_DATA =
      "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"";

  private static Rig rig;
  private static Person alice;

  @BeforeAll
  static void start() {
    rig = Rig.start();
    alice = rig.local("alice");
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  private static Browser.Answer get(String path, String accept) {
    return rig.anonymous().withHeader("Accept", accept).get(path);
  }

  private static JsonNode document(String path) {
    Browser.Answer answer = get(path, ACTIVITY);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).startsWith(ACTIVITY);
    assertThat(answer.header("vary")).contains("Accept");
    return answer.json();
  }

  @Test
  void aPersonHasAllThatAPeerNeeds() {
    JsonNode actor = document("/users/alice");
    String id = rig.base() + "/users/alice";
    assertThat(actor.path("@context").path(0).asText())
        .isEqualTo("https://www.w3.org/ns/activitystreams");
    assertThat(actor.path("id").asText()).isEqualTo(id);
    assertThat(actor.path("type").asText()).isEqualTo("Person");
    assertThat(actor.path("preferredUsername").asText()).isEqualTo("alice");
    assertThat(actor.path("webfinger").asText()).isEqualTo("alice@" + rig.host());
    assertThat(actor.path("url").asText()).isEqualTo(rig.base() + "/@alice");
    assertThat(actor.path("inbox").asText()).isEqualTo(id + "/inbox");
    assertThat(actor.path("endpoints").path("sharedInbox").asText())
        .isEqualTo(rig.base() + "/inbox");
    for (String collection :
        List.of("outbox", "followers", "following", "featured", "featuredTags")) {
      Browser.Answer answer = get(actor.path(collection).asText(), ACTIVITY);
      assertThat(answer.status()).as(collection).isEqualTo(200);
      assertThat(answer.json().path("id").asText()).isEqualTo(actor.path(collection).asText());
    }
    JsonNode key = actor.path("publicKey");
    assertThat(key.path("id").asText()).isEqualTo(id + "#main-key");
    assertThat(key.path("owner").asText()).isEqualTo(id);
    assertThat(key.path("publicKeyPem").asText()).startsWith("-----BEGIN PUBLIC KEY-----");
    JsonNode proof = actor.path("assertionMethod").path(0);
    assertThat(proof.path("id").asText()).isEqualTo(id + "#ed25519-key");
    assertThat(proof.path("type").asText()).isEqualTo("Multikey");
    assertThat(proof.path("controller").asText()).isEqualTo(id);
    assertThat(proof.path("publicKeyMultibase").asText()).startsWith("z6Mk");
    assertThat(actor.path("generator").path("implements").path(0).path("href").asText())
        .isEqualTo("https://datatracker.ietf.org/doc/html/rfc9421");
    assertThat(actor.path("published").asText()).endsWith("T00:00:00Z");
    assertThat(actor.path("manuallyApprovesFollowers").asBoolean()).isFalse();
    for (String flag : List.of("discoverable", "indexable", "memorial")) {
      assertThat(actor.path(flag).isBoolean()).as(flag).isTrue();
    }
    assertThat(actor.toString()).doesNotContain("mail.example", "PRIVATE");
  }

  @Test
  void theInstanceIsAnApplication() {
    JsonNode actor = document("/actor");
    String id = rig.base() + "/actor";
    assertThat(actor.path("id").asText()).isEqualTo(id);
    assertThat(actor.path("type").asText()).isEqualTo("Application");
    assertThat(actor.path("publicKey").path("owner").asText()).isEqualTo(id);
    assertThat(actor.path("inbox").asText()).isEqualTo(id + "/inbox");
    assertThat(document(actor.path("outbox").asText()).path("totalItems").asInt()).isZero();
    // it is nobody whom members see
    String name = actor.path("preferredUsername").asText();
    assertThat(get("/users/" + name, ACTIVITY).status()).isEqualTo(404);
    assertThat(alice.app().get("/api/v2/search?q=" + name).json().path("accounts")).isEmpty();
    assertThat(alice.app().get("/api/v1/directory").text()).doesNotContain(name);
  }

  @Test
  void browsersAreSentToThePageAndServersGetTheDocument() {
    for (String accept :
        List.of(ACTIVITY, LINKED_DATA, ACTIVITY + ", " + LINKED_DATA, "application/json")) {
      Browser.Answer answer = get("/users/alice", accept);
      assertThat(answer.status()).as(accept).isEqualTo(200);
      assertThat(answer.header("content-type")).startsWith(ACTIVITY);
    }
    for (String accept : List.of("text/html,application/xhtml+xml,*/*;q=0.8", "*/*")) {
      Browser.Answer answer = get("/users/alice", accept);
      assertThat(answer.status()).as(accept).isIn(302, 303);
      assertThat(answer.header("location")).endsWith("/@alice");
      assertThat(answer.header("vary")).contains("Accept");
    }
    assertThat(get("/users/nobody", ACTIVITY).status()).isEqualTo(404);
    assertThat(get("/users/nobody", "text/html").status()).isEqualTo(404);
  }

  @Test
  void aChangeIsSeenAtOnceAndWhatIsKnownIsNotSentAgain() {
    Person bob = rig.local("bob");
    Browser.Answer before = get("/users/bob", ACTIVITY);
    Browser.Answer known =
        rig.anonymous()
            .withHeader("Accept", ACTIVITY)
            .withHeader("If-None-Match", before.header("etag"))
            .get("/users/bob");
    assertThat(known.status()).isEqualTo(304);
    bob.app()
        .form(
            "PATCH",
            "/api/v1/accounts/update_credentials",
            "display_name",
            "Dr Bob",
            "note",
            "<b>hello</b>",
            "locked",
            "true",
            "discoverable",
            "false",
            "fields_attributes[0][name]",
            "Ward",
            "fields_attributes[0][value]",
            "B2");
    // told by the database to every process: it takes a moment
    org.awaitility.Awaitility.await()
        .untilAsserted(
            () -> assertThat(document("/users/bob").path("name").asText()).isEqualTo("Dr Bob"));
    JsonNode actor = document("/users/bob");
    assertThat(actor.path("summary").asText()).contains("&lt;b&gt;");
    assertThat(actor.path("manuallyApprovesFollowers").asBoolean()).isTrue();
    assertThat(actor.path("discoverable").asBoolean()).isFalse();
    assertThat(actor.path("attachment").path(0).path("type").asText()).isEqualTo("PropertyValue");
    assertThat(actor.path("attachment").path(0).path("name").asText()).isEqualTo("Ward");
  }

  @Test
  void whoIsSuspendedIsShownAsThatAndWithNothingElse() {
    Person eve = rig.local("eve");
    eve.app()
        .form(
            "PATCH",
            "/api/v1/accounts/update_credentials",
            "display_name",
            "Eve the loud",
            "note",
            "buy this");
    rig.kit()
        .db()
        .doAs(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .update(ACCOUNTS)
                    .set(ACCOUNTS.SUSPENDED_AT, rig.kit().now().atOffset(ZoneOffset.UTC))
                    .where(ACCOUNTS.ID.eq(eve.account().value()))
                    .execute());
    JsonNode actor = document("/users/eve");
    assertThat(actor.path("suspended").asBoolean()).isTrue();
    assertThat(actor.toString()).doesNotContain("Eve the loud", "buy this");
    assertThat(get("/users/eve/outbox", ACTIVITY).status()).isEqualTo(404);
    assertThat(get("/users/eve/followers", ACTIVITY).status()).isEqualTo(404);
  }
}
