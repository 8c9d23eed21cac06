package org.colloque.server.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.ACCOUNTS;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.colloque.server.database.Viewer;
import org.colloque.server.remote.InstanceActor;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The actor that signs for the instance is nobody: not counted, not listed, not found. */
class InvisibleActorTest {
  private static Rig rig;
  private static Person alice;

  @BeforeAll
  static void start() {
    rig = Rig.start();
    alice = rig.local("alice");
    rig.local("bob");
    alice.app().post("/api/v1/statuses", "status", "the only one");
    assertThat(
            rig.kit()
                .db()
                .as(
                    Viewer.stranger(),
                    tx ->
                        tx.sql().fetchCount(ACCOUNTS, ACCOUNTS.USERNAME.eq(InstanceActor.USERNAME)))
                .intValue())
        .isEqualTo(1);
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @Test
  void itIsNotCounted() {
    JsonNode instance = rig.anonymous().get("/api/v1/instance").json();
    assertThat(instance.path("stats").path("user_count").asInt()).isEqualTo(2);
    assertThat(instance.path("stats").path("status_count").asInt()).isEqualTo(1);
    for (String version : List.of("2.0", "2.1")) {
      JsonNode usage = rig.anonymous().get("/nodeinfo/" + version).json().path("usage");
      assertThat(usage.path("users").path("total").asInt()).isEqualTo(2);
      assertThat(usage.path("localPosts").asInt()).isEqualTo(1);
    }
  }

  @Test
  void itIsNotListedOrFound() {
    for (String path :
        List.of(
            "/api/v1/directory",
            "/api/v1/directory?local=true&order=new",
            "/api/v1/accounts/search?q=instance",
            "/api/v2/search?q=instance.actor",
            "/api/v2/search?q=" + rig.kit().urls().instanceActor(),
            "/api/v1/suggestions",
            "/api/v1/timelines/public")) {
      assertThat(alice.app().get(path).text()).as(path).doesNotContain(InstanceActor.USERNAME);
    }
  }

  /** Servers must find it, for they check what it signs. */
  @Test
  void serversFindIt() {
    String handle = "acct:" + InstanceActor.USERNAME + "@" + rig.host();
    assertThat(rig.anonymous().get("/.well-known/webfinger?resource=" + handle).status())
        .isEqualTo(200);
    assertThat(
            rig.anonymous()
                .withHeader("Accept", "application/activity+json")
                .get("/actor")
                .json()
                .path("type")
                .asText())
        .isEqualTo("Application");
  }
}
