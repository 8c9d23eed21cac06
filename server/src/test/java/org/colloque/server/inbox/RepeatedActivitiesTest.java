package org.colloque.server.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.HOME_ENTRIES;
import static org.colloque.migrations.Tables.INBOX_ACTIVITIES;
import static org.colloque.migrations.Tables.STATUSES;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.colloque.server.http.Json;
import org.colloque.server.rig.AtOnce;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.RemotePerson;
import org.junit.jupiter.api.Test;

/**
 * The same thing said ten times at once, to both inboxes, has happened once (reliability.md, C14);
 * many who do the same at once are each counted once (C16).
 */
class RepeatedActivitiesTest extends InboxRoom {
  private static final int TIMES = 10;

  /** Sends the very same body to the shared and the personal inbox, by turns, at once. */
  private void flood(RemotePerson from, JsonNode activity) throws Exception {
    List<Callable<Integer>> posts = new ArrayList<>();
    byte[] body = Json.write(activity);
    for (int i = 0; i < TIMES; i++) {
      String inbox = i % 2 == 0 ? "/inbox" : "/users/" + alice.username() + "/inbox";
      posts.add(() -> from.send(rig, inbox, body));
    }
    assertThat(AtOnce.all(posts)).hasSize(TIMES).containsOnly(202);
    assertThat(
            count(INBOX_ACTIVITIES, INBOX_ACTIVITIES.ACTIVITY_URI.eq(activity.path("id").asText())))
        .isEqualTo(1);
    rig.runDueJobs();
    // and once more when it is done
    assertThat(from.send(rig, "/inbox", body)).isEqualTo(202);
    rig.runDueJobs();
  }

  private JsonNode read(JsonNode status) {
    return alice.app().get("/api/v1/statuses/" + status.path("id").asText()).json();
  }

  private JsonNode profile(long account) {
    return alice.app().get("/api/v1/accounts/" + account).json();
  }

  @Test
  void c14ACreateIsStoredToldAndCountedOnceAndItsDeleteToo() throws Exception {
    aliceFollowsBob();
    JsonNode question = aliceSays("who is there?", "public");
    ObjectNode note = bob.note("<p>I am</p>", List.of(RemotePerson.PUBLIC), List.of(aliceUri()));
    note.put("inReplyTo", question.path("uri").asText());
    bob.mention(note, aliceUri(), "@" + alice.handle());
    flood(bob, bob.create(note));
    assertThat(count(STATUSES, STATUSES.URI.eq(note.path("id").asText()))).isEqualTo(1);
    long stored = stored(note).orElseThrow().getId();
    assertThat(count(HOME_ENTRIES, HOME_ENTRIES.STATUS_ID.eq(stored))).isEqualTo(1);
    assertThat(notifications()).containsExactly("mention");
    assertThat(read(question).path("replies_count").asInt()).isEqualTo(1);
    assertThat(profile(id(bob)).path("statuses_count").asInt()).isEqualTo(1);

    flood(bob, bob.activity("Delete", note.path("id").asText()));
    assertThat(stored(note).orElseThrow().getDeletedAt()).isNotNull();
    assertThat(notifications()).isEmpty();
    assertThat(read(question).path("replies_count").asInt()).isZero();
    assertThat(profile(id(bob)).path("statuses_count").asInt()).isZero();
  }

  @Test
  void c14ALikeIsCountedOnceAndItsUndoToo() throws Exception {
    JsonNode status = aliceSays("like me", "public");
    ObjectNode like = bob.activity("Like", status.path("uri").asText());
    flood(bob, like);
    assertThat(read(status).path("favourites_count").asInt()).isEqualTo(1);
    assertThat(notifications()).containsExactly("favourite");
    flood(bob, bob.activity("Undo", like));
    assertThat(read(status).path("favourites_count").asInt()).isZero();
  }

  @Test
  void c14AnAnnounceIsCountedOnceAndItsUndoToo() throws Exception {
    JsonNode status = aliceSays("boost me", "public");
    ObjectNode announce = bob.activity("Announce", status.path("uri").asText());
    announce.putArray("to").add(PUBLIC);
    flood(bob, announce);
    assertThat(read(status).path("reblogs_count").asInt()).isEqualTo(1);
    assertThat(notifications()).containsExactly("reblog");
    assertThat(count(STATUSES, STATUSES.REBLOG_OF_ID.eq(status.path("id").asLong()))).isEqualTo(1);
    flood(bob, bob.activity("Undo", announce));
    assertThat(read(status).path("reblogs_count").asInt()).isZero();
  }

  @Test
  void c14AFollowIsCountedAndAnsweredOnceAndItsUndoToo() throws Exception {
    ObjectNode follow = bob.activity("Follow", aliceUri());
    flood(bob, follow);
    assertThat(profile(alice.account().value()).path("followers_count").asInt()).isEqualTo(1);
    assertThat(notifications()).containsExactly("follow");
    assertThat(far.received("Accept")).hasSize(1);
    flood(bob, bob.activity("Undo", follow));
    assertThat(profile(alice.account().value()).path("followers_count").asInt()).isZero();
  }

  @Test
  void c14AnAcceptCountsOnce() throws Exception {
    var found = rig.instance().rooms().federation().resolver().accountByHandle(bob.handle());
    alice.app().post("/api/v1/accounts/" + found.orElseThrow() + "/follow");
    rig.runDueJobs();
    flood(bob, bob.activity("Accept", far.received("Follow").getLast().activity()));
    assertThat(profile(alice.account().value()).path("following_count").asInt()).isEqualTo(1);
    assertThat(follows(alice.account().value(), id(bob))).isTrue();
  }

  @Test
  void c14WhoDeletesThemselvesTenTimesIsSubtractedOnce() throws Exception {
    aliceFollowsBob();
    receive(bob.activity("Follow", aliceUri()));
    JsonNode status = aliceSays("liked by two", "public");
    receive(bob.activity("Like", status.path("uri").asText()));
    RemotePerson carol = far.person("carol" + round);
    receive(carol, carol.activity("Like", status.path("uri").asText()));
    receive(carol, carol.activity("Follow", aliceUri()));
    flood(bob, bob.activity("Delete", bob.uri()));
    assertThat(read(status).path("favourites_count").asInt()).isEqualTo(1);
    assertThat(profile(alice.account().value()).path("followers_count").asInt()).isEqualTo(1);
    assertThat(profile(alice.account().value()).path("following_count").asInt()).isZero();
  }

  /** People of two servers, and members, all at once; each says it twice, under two ids. */
  @Test
  void c16ManyAtOnceAreEachCountedOnce() throws Exception {
    JsonNode status = aliceSays("popular", "public");
    String uri = status.path("uri").asText();
    List<RemotePerson> people = new ArrayList<>();
    List<Person> members = new ArrayList<>();
    for (int i = 0; i < TIMES; i++) {
      people.add(far.person("fan" + round + "x" + i));
      members.add(rig.local("member" + round + "x" + i));
    }
    List<Callable<Integer>> work = new ArrayList<>();
    for (RemotePerson person : people) {
      for (int twice = 0; twice < 2; twice++) {
        ObjectNode announce = person.activity("Announce", uri);
        announce.putArray("to").add(PUBLIC);
        work.add(() -> person.send(rig, person.activity("Like", uri)));
        work.add(() -> person.send(rig, announce));
        work.add(() -> person.send(rig, person.activity("Follow", aliceUri())));
      }
    }
    assertThat(AtOnce.all(work)).containsOnly(202);
    List<Callable<Integer>> together = new ArrayList<>();
    together.add(() -> {
      rig.runDueJobs();
      return 200;
    });
    String path = "/api/v1/statuses/" + status.path("id").asText();
    for (Person member : members) {
      for (int twice = 0; twice < 2; twice++) {
        together.add(() -> member.app().post(path + "/favourite").status());
        together.add(() -> member.app().post(path + "/reblog").status());
        together.add(
            () -> member.app().post("/api/v1/accounts/" + alice.account() + "/follow").status());
      }
    }
    assertThat(AtOnce.all(together)).containsOnly(200);
    rig.runDueJobs();
    assertThat(read(status).path("favourites_count").asInt()).isEqualTo(2 * TIMES);
    assertThat(read(status).path("reblogs_count").asInt()).isEqualTo(2 * TIMES);
    assertThat(profile(alice.account().value()).path("followers_count").asInt())
        .isEqualTo(2 * TIMES);
    assertThat(notifications()).hasSize(6 * TIMES);
    assertThat(count(INBOX_ACTIVITIES, INBOX_ACTIVITIES.OUTCOME.startsWith("failed"))).isZero();
    assertThat(count(ACCOUNTS, ACCOUNTS.URI.in(people.stream().map(RemotePerson::uri).toList())))
        .isEqualTo(TIMES);
  }
}
