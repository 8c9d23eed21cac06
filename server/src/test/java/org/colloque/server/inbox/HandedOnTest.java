package org.colloque.server.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.WireMock;
import java.util.List;
import org.colloque.server.http.Json;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers are handed on to followers, and what is handed on to us is asked of its own server. */
class HandedOnTest extends InboxRoom {
  private Remote third;
  private RemotePerson fan;
  private String followers;

  @BeforeAll
  void startThird() {
    third = Remote.start("third");
  }

  @AfterAll
  void stopThird() {
    third.close();
  }

  @BeforeEach
  void aFan() {
    fan = third.person("fan" + round);
    assertThat(fan.send(rig, fan.activity("Follow", aliceUri()))).isEqualTo(202);
    rig.runDueJobs();
    third.forget();
    followers = aliceUri() + "/followers";
  }

  private ObjectNode answer(JsonNode to, List<String> recipients, List<String> copies) {
    ObjectNode note = bob.note("I saw one too", recipients, copies);
    note.put("inReplyTo", to.path("uri").asText());
    far.serve(note.path("id").asText(), note);
    return note;
  }

  private ObjectNode openAnswer(JsonNode to) {
    return answer(to, List.of(PUBLIC), List.of(bob.followers(), followers, aliceUri()));
  }

  @Test
  void anAnswerToOursGoesToTheFollowersAsItCame() {
    JsonNode post = aliceSays("the case", "public");
    rig.runDueJobs();
    third.forget();
    far.forget();
    ObjectNode create = bob.create(openAnswer(post));
    receive(create);
    List<Remote.Received> handed = third.received();
    assertThat(handed).hasSize(1);
    assertThat(handed.getFirst().request().getBody()).isEqualTo(Json.write(create));
    assertThat(handed.getFirst().request().getHeader("Signature")).contains(aliceUri());
    // not back to where it came from, and not twice
    assertThat(far.received("Create")).isEmpty();
    assertThat(bob.send(rig, create)).isEqualTo(202);
    rig.runDueJobs();
    assertThat(third.received()).hasSize(1);
    ObjectNode delete = bob.activity("Delete", create.path("object").path("id").asText());
    receive(delete);
    assertThat(third.received("Delete")).hasSize(1);
  }

  @Test
  void whatWasNotForTheFollowersOrNotForEverybodyIsNotHandedOn() {
    JsonNode post = aliceSays("the case", "public");
    JsonNode hidden = aliceSays("for some", "private");
    rig.runDueJobs();
    third.forget();
    receive(bob.create(answer(post, List.of(PUBLIC), List.of(aliceUri()))));
    receive(bob.create(answer(post, List.of(followers, aliceUri()), List.of())));
    receive(bob.create(answer(post, List.of(aliceUri()), List.of())));
    receive(bob.create(openAnswer(hidden)));
    assertThat(third.received()).isEmpty();
  }

  @Test
  void whatIsHandedOnIsFetchedFromItsOwnServer() {
    JsonNode post = aliceSays("the case", "public");
    ObjectNode note = openAnswer(post);
    ObjectNode create = bob.create(note.deepCopy());
    ((ObjectNode) create.path("object")).put("content", "<p>what bob never said</p>");
    assertThat(fan.send(rig, create)).isEqualTo(202);
    rig.runDueJobs();
    assertThat(stored(note).orElseThrow().getContentHtml()).contains("I saw one too");
  }

  @Test
  void aForgeryIsNotStoredAndDoesNotStopWhatComesItself() {
    JsonNode post = aliceSays("the case", "public");
    ObjectNode note = bob.note("not yet", List.of(PUBLIC), List.of(followers, aliceUri()));
    note.put("inReplyTo", post.path("uri").asText());
    ObjectNode create = bob.create(note);
    assertThat(fan.send(rig, create)).isEqualTo(202);
    rig.runDueJobs();
    assertThat(stored(note)).isEmpty();
    receive(create);
    assertThat(stored(note)).isPresent();
  }

  /** Some servers keep tombstones and answer 410, others answer 404. */
  @ParameterizedTest
  @ValueSource(ints = {410, 404})
  void aDeletionIsBelievedWhenThePostIsGone(int gone) {
    JsonNode post = aliceSays("the case", "public");
    ObjectNode note = openAnswer(post);
    receive(bob.create(note));
    ObjectNode delete = bob.activity("Delete", note.path("id").asText());
    assertThat(fan.send(rig, delete)).isEqualTo(202);
    rig.runDueJobs();
    assertThat(stored(note).orElseThrow().getDeletedAt()).isNull();
    far.answer(note.path("id").asText(), WireMock.aResponse().withStatus(gone));
    ObjectNode again = bob.activity("Delete", note.path("id").asText());
    assertThat(fan.send(rig, again)).isEqualTo(202);
    rig.runDueJobs();
    assertThat(stored(note).orElseThrow().getDeletedAt()).isNotNull();
  }

  @Test
  void aPostForFollowersIsNotDeletedBecauseWeCannotFetchIt() {
    aliceFollowsBob();
    ObjectNode note = bob.note("for some", List.of(bob.followers()), List.of());
    receive(bob.create(note));
    int status = fan.send(rig, bob.activity("Delete", note.path("id").asText()));
    rig.runDueJobs();
    assertThat(status).isEqualTo(401);
    assertThat(stored(note).orElseThrow().getDeletedAt()).isNull();
  }

  @Test
  void whatConcernsNothingHereIsRefusedAndAsksNobody() {
    ObjectNode note = bob.note("to nobody here");
    far.serve(note.path("id").asText(), note);
    far.forget();
    assertThat(fan.send(rig, bob.create(note))).isEqualTo(401);
    assertThat(fan.send(rig, bob.activity("Follow", aliceUri()))).isEqualTo(401);
    rig.runDueJobs();
    assertThat(far.everything()).isEmpty();
  }
}
