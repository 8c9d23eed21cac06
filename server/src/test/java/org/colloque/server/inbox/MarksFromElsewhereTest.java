package org.colloque.server.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.FAVOURITES;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.junit.jupiter.api.Test;

/** Likes and boosts of other servers, in the shape that Mastodon sends. */
class MarksFromElsewhereTest extends InboxRoom {
  @Test
  void aLikeCountsOnceAndIsTakenBack() {
    JsonNode status = aliceSays("like me", "public");
    ObjectNode like = bob.activity("Like", status.path("uri").asText());
    receive(like);
    receive(bob.activity("Like", status.path("uri").asText()));
    String path = "/api/v1/statuses/" + status.path("id").asText();
    assertThat(alice.app().get(path).json().path("favourites_count").asInt()).isEqualTo(1);
    assertThat(notifications()).containsExactly("favourite");
    receive(bob.activity("Undo", like));
    assertThat(alice.app().get(path).json().path("favourites_count").asInt()).isZero();
    assertThat(notifications()).isEmpty();
    // a like that was taken back before it came
    ObjectNode early = bob.activity("Like", status.path("uri").asText());
    receive(bob.activity("Undo", early));
    receive(early);
    assertThat(alice.app().get(path).json().path("favourites_count").asInt()).isZero();
  }

  @Test
  void whatOneMayNotReadOneMayNotLike() {
    JsonNode status = aliceSays("for few", "private");
    ObjectNode like = bob.activity("Like", status.path("uri").asText());
    receive(like);
    assertThat(count(FAVOURITES, FAVOURITES.URI.eq(like.path("id").asText()))).isZero();
    assertThat(outcome(like)).contains("not found");
  }

  @Test
  void aBoostOfOursIsCountedToldAndTakenBack() {
    JsonNode status = aliceSays("boost me", "public");
    ObjectNode announce = bob.activity("Announce", status.path("uri").asText());
    announce.putArray("to").add(PUBLIC);
    announce.putArray("cc").add(bob.followers());
    receive(announce);
    String path = "/api/v1/statuses/" + status.path("id").asText();
    assertThat(alice.app().get(path).json().path("reblogs_count").asInt()).isEqualTo(1);
    assertThat(notifications()).containsExactly("reblog");
    receive(bob.activity("Undo", announce));
    assertThat(alice.app().get(path).json().path("reblogs_count").asInt()).isZero();
  }

  @Test
  void aBoostOfAThirdServersPostIsFetchedFromThere() {
    aliceFollowsBob();
    try (Remote third = Remote.start("third")) {
      RemotePerson dora = third.person("dora");
      ObjectNode original = dora.note("<p>the truth</p>");
      third.serve(original.path("id").asText(), original);
      ObjectNode lie = original.deepCopy().put("content", "<p>a lie</p>");
      ObjectNode announce = bob.activity("Announce", lie);
      announce.putArray("to").add(PUBLIC);
      receive(announce);
      assertThat(stored(original).orElseThrow().getContentHtml()).contains("the truth");
      JsonNode home = alice.app().get("/api/v1/timelines/home").json();
      assertThat(home.path(0).path("reblog").path("account").path("acct").asText())
          .isEqualTo(dora.handle());
      assertThat(third.requests(original.path("id").asText()).getFirst().getHeader("Signature"))
          .contains("/actor#main-key");
    }
  }

  @Test
  void aBoostOfWhatIsNotForEverybodyIsRefused() {
    JsonNode status = aliceSays("for followers", "private");
    receive(bob.activity("Follow", aliceUri()));
    ObjectNode announce = bob.activity("Announce", status.path("uri").asText());
    announce.putArray("to").add(PUBLIC);
    receive(announce);
    assertThat(stored(announce)).isEmpty();
  }

  /** What one boosts of one's own for followers is for them still, whatever the boost says. */
  @Test
  void aBoostOfOnesOwnShowsItToNobodyElse() {
    aliceFollowsBob();
    ObjectNode note = bob.note("<p>for followers</p>", List.of(bob.followers()), List.of());
    receive(bob.create(note));
    ObjectNode announce = bob.activity("Announce", note.path("id").asText());
    announce.putArray("to").add(PUBLIC);
    receive(announce);
    assertThat(stored(announce).orElseThrow().getAudience()).isEqualTo("followers");
    String path = "/api/v1/accounts/" + id(bob) + "/statuses";
    assertThat(alice.app().get(path).json()).hasSize(2);
    assertThat(rig.local("stranger" + round).app().get(path).json()).isEmpty();
    assertThat(rig.anonymous().get(path).json()).isEmpty();
  }
}
