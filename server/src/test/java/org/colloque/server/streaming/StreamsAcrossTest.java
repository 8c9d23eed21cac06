package org.colloque.server.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.Test;

/**
 * Two instances as in production: their workers are woken by what is written, and what is said on
 * the one is heard in the streams of the other.
 */
class StreamsAcrossTest {
  @Test
  void whatIsSaidThereIsHeardHere() {
    try (Rig north = Rig.live();
        Rig south = Rig.live()) {
      Person alice = north.local("alice");
      Person bob = south.local("bob");
      follow(alice, bob);
      try (Ear ear = Ear.open(north, alice.token(), "?stream=user").settle()) {
        JsonNode said = post(bob, "status", "hello @" + alice.handle());
        JsonNode heard = ear.await("update", "user");
        assertThat(heard.path("uri").asText()).isEqualTo(said.path("uri").asText());
        assertThat(heard.path("account").path("acct").asText()).isEqualTo(bob.handle());
        JsonNode told = ear.await("notification", "user");
        assertThat(told.path("type").asText()).isEqualTo("mention");
        assertThat(told.path("status").path("id").asText()).isEqualTo(heard.path("id").asText());
        String path = "/api/v1/statuses/" + said.path("id").asText();
        bob.app().form("PUT", path, "status", "hello again @" + alice.handle());
        assertThat(ear.await("status.update", "user").path("content").asText()).contains("again");
        bob.app().delete(path);
        assertThat(ear.awaitRaw("delete", "user")).isEqualTo(heard.path("id").asText());
      }
      try (Ear ear = Ear.open(south, bob.token(), "?stream=user").settle()) {
        JsonNode said = post(bob, "status", "like this");
        assertThat(ear.await("update", "user").path("id").asText())
            .isEqualTo(said.path("id").asText());
        String copy = "/api/v1/statuses/" + copy(alice, said);
        alice.app().post(copy + "/favourite");
        assertThat(ear.await("notification", "user").path("type").asText()).isEqualTo("favourite");
        alice.app().post(copy + "/reblog");
        assertThat(ear.await("notification", "user").path("type").asText()).isEqualTo("reblog");
      }
    }
  }

  private static JsonNode post(Person person, String... fields) {
    return person.app().post("/api/v1/statuses", fields).json();
  }

  /** The newest in the home feed, as soon as it is {@code status}. */
  private static String copy(Person reader, JsonNode status) {
    return Awaitility.await()
        .atMost(Ear.PATIENCE)
        .until(
            () -> reader.app().get("/api/v1/timelines/home").json().path(0),
            newest -> newest.path("uri").equals(status.path("uri")))
        .path("id")
        .asText();
  }

  private static void follow(Person follower, Person followed) {
    String id =
        follower
            .app()
            .get("/api/v2/search?resolve=true&type=accounts&q=" + followed.handle())
            .json()
            .path("accounts")
            .path(0)
            .path("id")
            .asText();
    follower.app().post("/api/v1/accounts/" + id + "/follow");
    Awaitility.await()
        .atMost(Ear.PATIENCE)
        .until(() ->
            follower
                .app()
                .get("/api/v1/accounts/relationships?id[]=" + id)
                .json()
                .path(0)
                .path("following")
                .asBoolean());
  }
}
