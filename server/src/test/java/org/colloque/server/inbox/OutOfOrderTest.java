package org.colloque.server.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.BLOCKS;
import static org.colloque.migrations.Tables.FAVOURITES;
import static org.colloque.migrations.Tables.STATUSES;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.colloque.migrations.tables.records.StatusesRecord;
import org.colloque.server.rig.RemotePerson;
import org.junit.jupiter.api.Test;

/**
 * Whatever order the network delivers in, the end is what the sender said last (reliability.md, C15
 * and C16 for federation): every permutation, each on people of its own.
 */
class OutOfOrderTest extends InboxRoom {
  /** Every order of {@code items}. */
  private static <T> List<List<T>> orders(List<T> items) {
    if (items.size() < 2) {
      return List.of(items);
    }
    List<List<T>> orders = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      List<T> rest = new ArrayList<>(items);
      T first = rest.remove(i);
      for (List<T> order : orders(rest)) {
        List<T> whole = new ArrayList<>(List.of(first));
        whole.addAll(order);
        orders.add(whole);
      }
    }
    return orders;
  }

  /** The note as its author has changed it so many minutes after it was published. */
  private ObjectNode edited(ObjectNode note, String html, int minutes) {
    ObjectNode edited = note.deepCopy().put("content", html);
    edited.put("updated", rig.kit().now().minus(Duration.ofMinutes(30 - minutes)).toString());
    return bob.activity("Update", edited);
  }

  private ObjectNode noteOfThisHour() {
    ObjectNode note = bob.note("<p>first</p>");
    note.put("published", rig.kit().now().minus(Duration.ofMinutes(30)).toString());
    return note;
  }

  @Test
  void c15WhatWasDeletedStaysDeletedInEveryOrder() {
    aliceFollowsBob();
    for (List<Integer> order : orders(List.of(0, 1, 2))) {
      ObjectNode note = noteOfThisHour();
      List<ObjectNode> said =
          List.of(
              bob.create(note),
              edited(note, "<p>second</p>", 5),
              bob.activity("Delete", note.path("id").asText()));
      order.forEach(index -> receive(said.get(index)));
      assertThat(
              count(
                  STATUSES,
                  STATUSES.URI.eq(note.path("id").asText()).and(STATUSES.DELETED_AT.isNull())))
          .as("order %s", order)
          .isZero();
    }
    assertThat(alice.app().get("/api/v1/timelines/home").json()).isEmpty();
  }

  @Test
  void c15TheLatestEditStandsInEveryOrder() {
    aliceFollowsBob();
    for (List<Integer> order : orders(List.of(0, 1, 2))) {
      ObjectNode note = noteOfThisHour();
      List<ObjectNode> said =
          List.of(
              bob.create(note), edited(note, "<p>second</p>", 5), edited(note, "<p>third</p>", 10));
      order.forEach(index -> receive(said.get(index)));
      StatusesRecord stored = stored(note).orElseThrow();
      assertThat(stored.getContentHtml()).as("order %s", order).contains("third");
      assertThat(stored.getEditedAt()).as("order %s", order).isNotNull();
    }
  }

  @Test
  void c15WhatWasTakenBackIsNotThereInEveryOrder() {
    JsonNode status = aliceSays("for marks", "public");
    String uri = status.path("uri").asText();
    for (List<Integer> order : orders(List.of(0, 1))) {
      for (String type : List.of("Like", "EmojiReact", "Announce", "Follow", "Block")) {
        boolean ofPerson = type.equals("Follow") || type.equals("Block");
        ObjectNode done = bob.activity(type, ofPerson ? aliceUri() : uri);
        done.putArray("to").add(PUBLIC);
        done.put("content", "🔥");
        List<ObjectNode> said = List.of(done, bob.activity("Undo", done));
        order.forEach(index -> receive(said.get(index)));
        long me = id(bob);
        assertThat(follows(me, alice.account().value())).as("%s %s", type, order).isFalse();
        assertThat(count(FAVOURITES, FAVOURITES.ACCOUNT_ID.eq(me))).as("%s", order).isZero();
        assertThat(count(BLOCKS, BLOCKS.ACCOUNT_ID.eq(me))).as("%s %s", type, order).isZero();
        assertThat(count(STATUSES, STATUSES.ACCOUNT_ID.eq(me).and(STATUSES.DELETED_AT.isNull())))
            .as("%s %s", type, order)
            .isZero();
      }
    }
    JsonNode shown = alice.app().get("/api/v1/statuses/" + status.path("id").asText()).json();
    assertThat(shown.path("favourites_count").asInt()).isZero();
    assertThat(shown.path("reblogs_count").asInt()).isZero();
    assertThat(notifications()).isEmpty();
  }

  /** Not one after the other: both are there when the worker looks. */
  @Test
  void c15AFollowAndItsUndoThatWaitTogetherCancelOut() {
    for (List<Integer> order : orders(List.of(0, 1))) {
      ObjectNode follow = bob.activity("Follow", aliceUri());
      List<ObjectNode> said = List.of(follow, bob.activity("Undo", follow));
      for (int index : order) {
        assertThat(bob.send(rig, said.get(index))).isEqualTo(202);
      }
      assertThat(said).extracting(this::outcome).as("both wait").containsOnlyNulls();
      rig.runDueJobs();
      assertThat(said).extracting(this::outcome).as("%s", order).doesNotContainNull();
      assertThat(follows(id(bob), alice.account().value())).as("%s", order).isFalse();
      assertThat(followersOfAlice()).as("%s", order).isZero();
      assertThat(notifications()).as("%s", order).isEmpty();
    }
  }

  /** Who sent is looked up for both at once, and gone when the second one is worked off. */
  @Test
  void whoGoesSaysNothingBehindIt() {
    RemotePerson dora = far.person("dora");
    ObjectNode early = dora.note("<p>early</p>", List.of(RemotePerson.PUBLIC), List.of(aliceUri()));
    dora.mention(early, aliceUri(), "@" + alice.handle());
    receive(dora, dora.create(early));
    assertThat(stored(early)).isPresent();
    ObjectNode late = dora.note("<p>late</p>", List.of(RemotePerson.PUBLIC), List.of(aliceUri()));
    dora.mention(late, aliceUri(), "@" + alice.handle());
    List<ObjectNode> said = List.of(dora.activity("Delete", dora.uri()), dora.create(late));
    said.forEach(activity -> assertThat(dora.send(rig, activity)).isEqualTo(202));
    assertThat(said).extracting(this::outcome).as("both wait").containsOnlyNulls();
    rig.runDueJobs();
    assertThat(stored(early)).isEmpty();
    assertThat(stored(late)).isEmpty();
    assertThat(outcome(said.getLast())).contains("deleted");
  }

  private int followersOfAlice() {
    return alice
        .app()
        .get("/api/v1/accounts/" + alice.account().value())
        .json()
        .path("followers_count")
        .asInt();
  }

  @Test
  void c15APollStandsAsItsServerSaidLastInEveryOrder() {
    aliceFollowsBob();
    for (List<Integer> order : orders(List.of(0, 1))) {
      ObjectNode question = bob.note("<p>which</p>").put("type", "Question");
      question.put("published", rig.kit().now().toString());
      question.putArray("oneOf").addObject().put("name", "a");
      ObjectNode counted = question.deepCopy();
      ((ObjectNode) counted.path("oneOf").path(0)).putObject("replies").put("totalItems", 7);
      List<ObjectNode> said = List.of(bob.create(question), bob.activity("Update", counted));
      order.forEach(index -> receive(said.get(index)));
      String path = "/api/v1/statuses/" + stored(question).orElseThrow().getId();
      assertThat(alice.app().get(path).json().path("poll").path("votes_count").asInt())
          .as("order %s", order)
          .isEqualTo(7);
    }
  }

  @Test
  void c15AnAcceptTwiceAndARejectBeforeOrAfterIt() {
    var found = rig.instance().rooms().federation().resolver().accountByHandle(bob.handle());
    for (List<String> order : orders(List.of("Accept", "Accept", "Reject"))) {
      alice.app().post("/api/v1/accounts/" + found.orElseThrow() + "/follow");
      rig.runDueJobs();
      JsonNode follow = far.received("Follow").getLast().activity();
      order.forEach(type -> receive(bob.activity(type, follow)));
      assertThat(follows(alice.account().value(), id(bob))).as("order %s", order).isFalse();
      JsonNode self = alice.app().get("/api/v1/accounts/verify_credentials").json();
      assertThat(self.path("following_count").asInt()).as("order %s", order).isZero();
    }
  }

  @Test
  void c15WhoIsGoneStaysGoneWhateverComesLater() {
    aliceFollowsBob();
    ObjectNode note = noteOfThisHour();
    ObjectNode create = bob.create(note);
    ObjectNode follow = bob.activity("Follow", aliceUri());
    ObjectNode last = bob.activity("Delete", bob.uri());
    // signed and accepted before, worked off after: one worker takes them in this order
    assertThat(bob.send(rig, last)).isEqualTo(202);
    assertThat(bob.send(rig, create)).isEqualTo(202);
    assertThat(bob.send(rig, follow)).isEqualTo(202);
    rig.runDueJobs();
    assertThat(stored(note)).isEmpty();
    assertThat(follows(id(bob), alice.account().value())).isFalse();
    assertThat(notifications()).isEmpty();
  }
}
