package org.colloque.server.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the server says of itself (FEP-f1d5), and where people are asked for (RFC 6415). */
class NodeInfoTest {
  private static final String SCHEMA = "http://nodeinfo.diaspora.software/ns/schema/";

  private Rig rig;

  @BeforeEach
  void start() {
    rig = Rig.start();
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private void registrations(String mode) {
    rig.kit()
        .db()
        .doAs(
            Viewer.stranger(),
            tx -> rig.instance().rooms().settings().change(tx, Map.of("registrations", mode)));
  }

  @Test
  void bothVersionsAreFoundFromTheWellKnownPlace() {
    Person alice = rig.local("alice");
    rig.local("bob");
    alice.app().post("/api/v1/statuses", "status", "one");
    alice.app().post("/api/v1/statuses", "status", "two", "visibility", "direct");
    registrations("open");
    JsonNode index = rig.anonymous().get("/.well-known/nodeinfo").json();
    List<String> versions = new ArrayList<>();
    for (JsonNode link : index.path("links")) {
      String version = link.path("rel").asText().substring(SCHEMA.length());
      versions.add(version);
      Browser.Answer answer = rig.anonymous().get(link.path("href").asText());
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("content-type"))
          .startsWith("application/json; profile=\"" + SCHEMA + version + "#\"");
      JsonNode info = answer.json();
      assertThat(info.path("version").asText()).isEqualTo(version);
      assertThat(info.path("software").path("name").asText()).matches("[a-z0-9-]+");
      assertThat(info.path("software").path("version").asText()).isNotEmpty();
      assertThat(info.path("protocols").path(0).asText()).isEqualTo("activitypub");
      assertThat(info.path("services").path("inbound").isArray()).isTrue();
      assertThat(info.path("services").path("outbound").isArray()).isTrue();
      assertThat(info.path("openRegistrations").asBoolean()).isTrue();
      assertThat(info.path("usage").path("users").path("total").asInt()).isEqualTo(2);
      assertThat(info.path("usage").path("users").path("activeMonth").asInt()).isEqualTo(1);
      assertThat(info.path("usage").path("localPosts").asInt()).isEqualTo(2);
      assertThat(info.path("metadata").isObject()).isTrue();
    }
    assertThat(versions).containsExactly("2.0", "2.1");
  }

  @Test
  void peopleOfOtherServersAreNotCountedAndAClosedDoorIsSaid() {
    Person alice = rig.local("alice");
    registrations("approval");
    try (Remote far = Remote.start("far")) {
      RemotePerson bob = far.person("bob");
      var note = bob.note("<p>hi</p>", List.of(rig.kit().urls().actor("alice")), List.of());
      assertThat(bob.send(rig, bob.create(note))).isEqualTo(202);
      rig.runDueJobs();
      assertThat(alice.app().get("/api/v1/accounts/lookup?acct=" + bob.handle()).status())
          .isEqualTo(200);
      JsonNode info = rig.anonymous().get("/nodeinfo/2.1").json();
      assertThat(info.path("usage").path("users").path("total").asInt()).isEqualTo(1);
      assertThat(info.path("usage").path("localPosts").asInt()).isZero();
      assertThat(info.path("openRegistrations").asBoolean()).isFalse();
    }
    assertThat(rig.anonymous().get("/nodeinfo/1.0").status()).isEqualTo(404);
  }

  @Test
  void hostMetaLeadsToWebFinger() {
    rig.local("alice");
    Browser.Answer xml = rig.anonymous().get("/.well-known/host-meta");
    assertThat(xml.status()).isEqualTo(200);
    assertThat(xml.header("content-type")).startsWith("application/xrd+xml");
    assertThat(xml.header("access-control-allow-origin")).isEqualTo("*");
    assertThat(xml.text()).contains("rel=\"lrdd\"");
    JsonNode json = rig.anonymous().get("/.well-known/host-meta.json").json();
    String template = json.path("links").path(0).path("template").asText();
    assertThat(xml.text()).contains("template=\"" + template + "\"");
    Browser.Answer found =
        rig.anonymous().get(template.replace("{uri}", "acct:alice@" + rig.host()));
    assertThat(found.status()).isEqualTo(200);
    assertThat(found.json().path("subject").asText()).isEqualTo("acct:alice@" + rig.host());
  }
}
