package org.colloque.server.timelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.server.api.EntityShape.assertShape;

import com.fasterxml.jackson.databind.JsonNode;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Json;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MarkersApiTest {
  private Rig rig;
  private Person alice;

  @BeforeAll
  void start() {
    rig = Rig.start();
    alice = rig.local("alice");
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  @Test
  void appsTellEachOtherHowFarOneHasRead() {
    String path = "/api/v1/markers?timeline[]=home&timeline[]=notifications";
    assertThat(alice.app().get(path).json()).isEmpty();
    JsonNode set = alice.app().post("/api/v1/markers", "home[last_read_id]", "42").json();
    assertShape("Marker", set.path("home"));
    assertThat(set.path("home").path("version").asInt()).isEqualTo(1);
    assertThat(set.has("notifications")).isFalse();

    var both = Json.object();
    both.putObject("home").put("last_read_id", "43");
    both.putObject("notifications").put("last_read_id", "7");
    alice.app().json("POST", "/api/v1/markers", both);
    JsonNode read = alice.app().get(path).json();
    assertShape("Marker", read.path("notifications"));
    assertThat(read.path("home").path("last_read_id").asText()).isEqualTo("43");
    assertThat(read.path("home").path("version").asInt()).isEqualTo(2);
    assertThat(alice.app().get("/api/v1/markers").json()).isEmpty();
    assertThat(rig.local("bob").app().get(path).json()).isEmpty();
  }

  @Test
  void whatIsNoIdIsRefused() {
    Browser.Answer refused = alice.app().post("/api/v1/markers", "home[last_read_id]", "x");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(alice.app().post("/api/v1/markers", "other[last_read_id]", "1").json()).isEmpty();
  }

  @Test
  void ofTwoThatWriteAtOnceOneIsToldToLookAgain() {
    Person carol = rig.local("carol");
    var now = rig.kit().now();
    rig.kit()
        .db()
        .doAs(
            Viewer.of(carol.account()),
            tx -> {
              assertThat(MarkersApi.write(tx, carol.user(), "home", 5, 0, now)).isPresent();
              // a second one that had seen no marker either
              assertThat(MarkersApi.write(tx, carol.user(), "home", 6, 0, now)).isEmpty();
              assertThat(MarkersApi.write(tx, carol.user(), "home", 7, 1, now)).isPresent();
              assertThat(MarkersApi.write(tx, carol.user(), "home", 8, 1, now)).isEmpty();
            });
    JsonNode home = carol.app().get("/api/v1/markers?timeline[]=home").json().path("home");
    assertThat(home.path("last_read_id").asText()).isEqualTo("7");
  }
}
