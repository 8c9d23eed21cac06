package org.colloque.server.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.BLOCKS;
import static org.colloque.migrations.Tables.FOLLOW_REQUESTS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.colloque.migrations.tables.records.AccountsRecord;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.junit.jupiter.api.Test;

/** Follows, blocks, profiles and farewells of other servers, in the shape that Mastodon sends. */
class RelationsFromElsewhereTest extends InboxRoom {
  @Test
  void aFollowIsAcceptedAndToldAndAnsweredAgainWhenRepeated() {
    ObjectNode follow = bob.activity("Follow", aliceUri());
    receive(follow);
    assertThat(follows(id(bob), alice.account().value())).isTrue();
    assertThat(notifications()).containsExactly("follow");
    JsonNode accept = far.received("Accept").getFirst().activity();
    assertThat(accept.path("actor").asText()).isEqualTo(aliceUri());
    assertThat(accept.path("object").path("id").asText()).isEqualTo(follow.path("id").asText());
    assertThat(accept.path("object").path("type").asText()).isEqualTo("Follow");
    ObjectNode again = bob.activity("Follow", aliceUri());
    receive(again);
    assertThat(far.received("Accept")).hasSize(2);
    assertThat(far.received("Accept").getLast().activity().path("object").path("id").asText())
        .isEqualTo(again.path("id").asText());
    assertThat(notifications()).containsExactly("follow");
  }

  @Test
  void whoApprovesFollowersIsAskedFirst() {
    lockAlice();
    receive(bob.activity("Follow", aliceUri()));
    assertThat(notifications()).containsExactly("follow_request");
    assertThat(far.received("Accept")).isEmpty();
    alice.app().post("/api/v1/follow_requests/" + id(bob) + "/authorize");
    rig.runDueJobs();
    assertThat(far.received("Accept")).hasSize(1);
    assertThat(follows(id(bob), alice.account().value())).isTrue();
  }

  @Test
  void aRefusedRequestIsRejected() {
    lockAlice();
    ObjectNode follow = bob.activity("Follow", aliceUri());
    receive(follow);
    alice.app().post("/api/v1/follow_requests/" + id(bob) + "/reject");
    rig.runDueJobs();
    JsonNode reject = far.received("Reject").getFirst().activity();
    assertThat(reject.path("object").path("id").asText()).isEqualTo(follow.path("id").asText());
    assertThat(count(FOLLOW_REQUESTS, FOLLOW_REQUESTS.ACCOUNT_ID.eq(id(bob)))).isZero();
  }

  @Test
  void whoIsBlockedIsRejectedWithTheIdOfTheFollow() {
    receive(bob.activity("Like", aliceUri()));
    alice.app().post("/api/v1/accounts/" + id(bob) + "/block");
    ObjectNode follow = bob.activity("Follow", aliceUri());
    receive(follow);
    assertThat(follows(id(bob), alice.account().value())).isFalse();
    assertThat(far.received("Reject").getLast().activity().path("object").path("id").asText())
        .isEqualTo(follow.path("id").asText());
  }

  @Test
  void aFollowIsUndoneAlsoByItsBareIdAndAlsoWhenTheUndoComesFirst() {
    ObjectNode follow = bob.activity("Follow", aliceUri());
    receive(follow);
    receive(bob.activity("Undo", follow));
    assertThat(follows(id(bob), alice.account().value())).isFalse();
    ObjectNode second = bob.activity("Follow", aliceUri());
    receive(second);
    receive(bob.activity("Undo", second.path("id")));
    assertThat(follows(id(bob), alice.account().value())).isFalse();
    ObjectNode third = bob.activity("Follow", aliceUri());
    receive(bob.activity("Undo", third));
    receive(third);
    assertThat(follows(id(bob), alice.account().value())).isFalse();
  }

  @Test
  void ourFollowWaitsForTheAcceptAndIsEndedByAReject() {
    var found = rig.instance().rooms().federation().resolver().accountByHandle(bob.handle());
    alice.app().post("/api/v1/accounts/" + found.orElseThrow() + "/follow");
    rig.runDueJobs();
    assertThat(follows(alice.account().value(), id(bob))).isFalse();
    Remote.Received follow = far.received("Follow").getFirst();
    assertThat(follow.path()).isEqualTo("/users/" + bob.username() + "/inbox");
    // Mitra names the Follow by its id only
    receive(bob.activity("Accept", follow.activity().path("id")));
    assertThat(follows(alice.account().value(), id(bob))).isTrue();
    receive(bob.activity("Reject", follow.activity()));
    assertThat(follows(alice.account().value(), id(bob))).isFalse();
  }

  @Test
  void anAcceptByAStrangerChangesNothing() {
    var found = rig.instance().rooms().federation().resolver().accountByHandle(bob.handle());
    alice.app().post("/api/v1/accounts/" + found.orElseThrow() + "/follow");
    rig.runDueJobs();
    JsonNode follow = far.received("Follow").getFirst().activity();
    RemotePerson mallory = far.person("mallory" + round);
    ObjectNode byId = mallory.activity("Accept", follow.path("id"));
    receive(mallory, byId);
    assertThat(follows(alice.account().value(), id(bob))).isFalse();
    assertThat(mallory.send(rig, mallory.activity("Accept", follow))).isEqualTo(401);
    rig.runDueJobs();
    assertThat(follows(alice.account().value(), id(bob))).isFalse();
  }

  @Test
  void aBlockEndsFollowsAndIsLifted() {
    aliceFollowsBob();
    receive(bob.activity("Follow", aliceUri()));
    ObjectNode block = bob.activity("Block", aliceUri());
    receive(block);
    assertThat(follows(alice.account().value(), id(bob))).isFalse();
    assertThat(follows(id(bob), alice.account().value())).isFalse();
    receive(bob.activity("Undo", block));
    assertThat(count(BLOCKS, BLOCKS.ACCOUNT_ID.eq(id(bob)))).isZero();
  }

  @Test
  void aChangedProfileIsTakenOver() {
    aliceFollowsBob();
    ObjectNode actor = bob.actor().put("name", "Robert");
    receive(bob.activity("Update", actor));
    AccountsRecord account =
        sql(sql -> sql.selectFrom(ACCOUNTS).where(ACCOUNTS.URI.eq(bob.uri())).fetchSingle());
    assertThat(account.getDisplayName()).isEqualTo("Robert");
    assertThat(account.getNoteHtml()).contains("Hello").doesNotContain("script");
  }

  @Test
  void whoDeletesThemselvesIsForgotten() {
    aliceFollowsBob();
    receive(bob.activity("Follow", aliceUri()));
    ObjectNode note = bob.note("<p>soon gone</p>");
    receive(bob.create(note));
    JsonNode status = aliceSays("liked by bob", "public");
    receive(bob.activity("Like", status.path("uri").asText()));
    receive(bob.activity("Delete", bob.uri()));
    assertThat(stored(note)).isEmpty();
    assertThat(follows(alice.account().value(), id(bob))).isFalse();
    JsonNode self = alice.app().get("/api/v1/accounts/verify_credentials").json();
    assertThat(self.path("followers_count").asInt()).isZero();
    assertThat(self.path("following_count").asInt()).isZero();
    String path = "/api/v1/statuses/" + status.path("id").asText();
    assertThat(alice.app().get(path).json().path("favourites_count").asInt()).isZero();
    // the key is forgotten too, and nobody vouches for it any more
    far.answer(
        bob.uri(), com.github.tomakehurst.wiremock.client.WireMock.aResponse().withStatus(410));
    assertThat(bob.send(rig, bob.create(bob.note("<p>ghost</p>")))).isEqualTo(401);
  }
}
