package org.colloque.server.inbox;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.FAVOURITES;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a group announces of others (FEP-1b12, quirk 60): believed of their own server only. */
class HandedOnByGroupsTest extends InboxRoom {
  @Test
  void aLikeIsTakenFromTheServerOfWhoLikes() {
    try (Remote third = Remote.start("liking")) {
      RemotePerson dora = third.person("dora");
      JsonNode status = aliceSays("like me", "public");
      ObjectNode like = dora.activity("Like", status.path("uri").asText());
      third.serve(like.path("id").asText(), like);
      receive(announced(like));
      assertThat(likes(status)).isEqualTo(1);
      // once, whoever hands it on, and when it comes from its own server
      ObjectNode again = announced(like);
      receive(again);
      assertThat(outcome(again)).isEqualTo("known already");
      assertThat(dora.send(rig, like)).isEqualTo(202);
      rig.runDueJobs();
      assertThat(likes(status)).isEqualTo(1);
      ObjectNode undo = dora.activity("Undo", like);
      third.serve(undo.path("id").asText(), undo);
      receive(announced(undo));
      assertThat(likes(status)).isZero();
    }
  }

  @Test
  void whatTheGroupMadeUpIsNotBelieved() {
    try (Remote third = Remote.start("silent")) {
      RemotePerson dora = third.person("dora");
      JsonNode status = aliceSays("like me", "public");
      ObjectNode invented = dora.activity("Like", status.path("uri").asText());
      ObjectNode announce = announced(invented);
      receive(announce);
      assertThat(outcome(announce)).startsWith("not proven");
      // of its own server, in the name of another
      ObjectNode forged = bob.activity("Like", status.path("uri").asText());
      forged.put("actor", dora.uri());
      far.serve(forged.path("id").asText(), forged);
      receive(announced(forged));
      // at the address is another thing than was said
      ObjectNode follow = dora.activity("Follow", aliceUri());
      third.serve(follow.path("id").asText(), follow);
      receive(announced(follow.deepCopy().put("type", "Like")));
      assertThat(count(FAVOURITES, FAVOURITES.STATUS_ID.eq(status.path("id").asLong()))).isZero();
      assertThat(follows(id(bob), alice.account().value())).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {410, 404})
  void anUpdateAndADeletionAreLookedUpAtTheirServer(int gone) {
    aliceFollowsBob();
    try (Remote third = Remote.start("changing")) {
      RemotePerson dora = third.person("dora");
      ObjectNode note = dora.note("<p>first</p>");
      String uri = note.path("id").asText();
      third.serve(uri, note);
      ObjectNode announce = bob.activity("Announce", note);
      announce.putArray("to").add(PUBLIC);
      receive(announce);
      ObjectNode changed = note.deepCopy().put("content", "<p>second</p>");
      changed.put("updated", rig.kit().now().toString());
      third.serve(uri, changed);
      ObjectNode update = dora.activity("Update", changed);
      third.serve(update.path("id").asText(), update);
      receive(announced(update));
      assertThat(stored(note).orElseThrow().getContentHtml()).contains("second");
      // a moderator of the group takes it away: true only when it is gone where it lives
      ObjectNode delete = bob.activity("Delete", uri);
      receive(announced(delete));
      assertThat(stored(note).orElseThrow().getDeletedAt()).isNull();
      third.answer(uri, aResponse().withStatus(gone));
      receive(announced(bob.activity("Delete", uri)));
      assertThat(stored(note).orElseThrow().getDeletedAt()).isNotNull();
    }
  }

  private ObjectNode announced(ObjectNode activity) {
    ObjectNode announce = bob.activity("Announce", activity);
    announce.putArray("to").add(PUBLIC);
    return announce;
  }

  private int likes(JsonNode status) {
    return alice
        .app()
        .get("/api/v1/statuses/" + status.path("id").asText())
        .json()
        .path("favourites_count")
        .asInt();
  }
}
