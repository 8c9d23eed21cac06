package org.colloque.server.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

/** What a server tells of the likes and boosts of its own posts (federation.md, quirk 30). */
class ToldTotalsTest extends InboxRoom {
  private static ObjectNode told(ObjectNode note, long likes, long shares) {
    ObjectNode told = note.deepCopy();
    told.putObject("likes").put("type", "Collection").put("totalItems", likes);
    told.putObject("shares").put("type", "Collection").put("totalItems", shares);
    return told;
  }

  private String shown(JsonNode note) {
    JsonNode status =
        alice.app().get("/api/v1/statuses/" + stored(note).orElseThrow().getId()).json();
    return status.path("favourites_count").asInt() + " " + status.path("reblogs_count").asInt();
  }

  @Test
  void theyAreShownAndWhatHappensHereIsAddedToThem() {
    aliceFollowsBob();
    ObjectNode note = bob.note("popular");
    receive(bob.create(told(note, 40, 7)));
    assertThat(shown(note)).isEqualTo("40 7");
    String path = "/api/v1/statuses/" + stored(note).orElseThrow().getId();
    assertThat(alice.app().post(path + "/favourite").json().path("favourites_count").asInt())
        .isEqualTo(41);
    // told again, with hers among them: no edit, and nothing is counted twice
    receive(bob.activity("Update", told(note, 42, 8)));
    assertThat(shown(note)).isEqualTo("42 8");
    assertThat(alice.app().get(path).json().path("edited_at").isNull()).isTrue();
    assertThat(alice.app().post(path + "/unfavourite").json().path("favourites_count").asInt())
        .isEqualTo(41);
  }

  @Test
  void lessThanWhatIsKnownHereHidesNothingAndNonsenseIsNothing() {
    aliceFollowsBob();
    ObjectNode note = bob.note("a post");
    receive(bob.create(told(note, -3, Integer.MAX_VALUE)));
    assertThat(shown(note)).isEqualTo("0 10000000");
    String path = "/api/v1/statuses/" + stored(note).orElseThrow().getId();
    alice.app().post(path + "/favourite");
    receive(bob.activity("Update", told(note, 0, 0)));
    assertThat(shown(note)).isEqualTo("1 0");
  }

  @Test
  void ofOurPostsNobodyElseTells() {
    JsonNode mine = aliceSays("mine", "public");
    ObjectNode forged = bob.note("forged").put("id", mine.path("uri").asText());
    assertThat(bob.send(rig, bob.activity("Update", told(forged, 99, 99)))).isEqualTo(401);
    rig.runDueJobs();
    assertThat(
            alice
                .app()
                .get("/api/v1/statuses/" + mine.path("id").asText())
                .json()
                .path("favourites_count")
                .asInt())
        .isZero();
  }
}
