package org.colloque.server.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.ACCOUNTS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.RemotePerson;
import org.junit.jupiter.api.Test;

/** Exactly which hosts a post, its edit and its deletion go to, and how often. */
class ReachTest extends Neighbours {
  @Test
  void anOpenPostGoesToFollowersAndToWhoIsNamed() {
    for (String visibility : List.of("public", "unlisted")) {
      JsonNode said = say("hello @" + named.handle(), visibility);
      assertThat(received()).containsExactly("first Create /inbox", "second Create /inbox");
      assertThat(touched()).containsExactly("first", "second");
      forget();
      edit(said, "hello again @" + named.handle());
      assertThat(received()).containsExactly("first Update /inbox", "second Update /inbox");
      forget();
      delete(said);
      assertThat(received()).containsExactly("first Delete /inbox", "second Delete /inbox");
      assertThat(touched()).containsExactly("first", "second");
      forget();
    }
  }

  @Test
  void aPostForFollowersGoesToFollowersOnly() {
    JsonNode said = say("for those who follow", "private");
    assertThat(received()).containsExactly("first Create /inbox");
    JsonNode create = only(first);
    assertThat(texts(create.path("to"))).containsExactly(uri(alice) + "/followers");
    assertThat(create.path("cc")).isEmpty();
    assertThat(create.path("object").path("to")).isEqualTo(create.path("to"));
    assertThat(create.path("object").path("cc")).isEmpty();
    assertThat(create.toString()).contains("for those who follow").doesNotContain("#Public");
    forget();
    edit(said, "still for those");
    assertThat(received()).containsExactly("first Update /inbox");
    assertThat(only(first).toString()).contains("still for those").doesNotContain("#Public");
    forget();
    delete(said);
    assertThat(received()).containsExactly("first Delete /inbox");
    assertThat(only(first).toString()).doesNotContain("those");
    assertThat(touched()).containsExactly("first");
  }

  @Test
  void whoIsNamedInAPostForFollowersGetsItInTheirOwnInbox() {
    JsonNode said = say("@" + named.handle() + " and followers", "private");
    String own = "/users/" + named.username() + "/inbox";
    assertThat(received()).containsExactly("first Create /inbox", "second Create " + own);
    JsonNode create = only(second);
    assertThat(texts(create.path("to"))).containsExactly(uri(alice) + "/followers");
    assertThat(texts(create.path("cc"))).containsExactly(named.uri());
    forget();
    edit(said, "@" + named.handle() + " and followers, once more");
    assertThat(received()).containsExactly("first Update /inbox", "second Update " + own);
    forget();
    delete(said);
    assertThat(received()).containsExactly("first Delete /inbox", "second Delete " + own);
    assertThat(touched()).containsExactly("first", "second");
  }

  @Test
  void aDirectPostGoesToWhoIsNamedOnly() {
    JsonNode said = say("@" + named.handle() + " between us", "direct");
    String own = "second %s /users/" + named.username() + "/inbox";
    assertThat(received()).containsExactly(own.formatted("Create"));
    JsonNode create = only(second);
    assertThat(texts(create.path("to"))).containsExactly(named.uri());
    assertThat(create.path("cc")).isEmpty();
    assertThat(create.path("object").path("to")).isEqualTo(create.path("to"));
    assertThat(create.path("object").path("directMessage").asBoolean()).isTrue();
    assertThat(create.toString()).doesNotContain("#Public", "/followers");
    forget();
    edit(said, "@" + named.handle() + " still between us");
    assertThat(received()).containsExactly(own.formatted("Update"));
    assertThat(only(second).toString()).doesNotContain("#Public", "/followers");
    forget();
    delete(said);
    assertThat(received()).containsExactly(own.formatted("Delete"));
    assertThat(touched()).containsExactly("second");
  }

  @Test
  void aDirectPostToOneOnTheHostOfAFollowerIsNotForTheFollower() {
    RemotePerson neighbour = person(first, "neighbour");
    known(neighbour);
    forget();
    say("@" + neighbour.handle() + " not for your neighbour", "direct");
    assertThat(received())
        .containsExactly("first Create /users/" + neighbour.username() + "/inbox");
    assertThat(texts(only(first).path("to"))).containsExactly(neighbour.uri());
  }

  @Test
  void aDirectPostToNobodyElsewhereGoesNowhere() {
    JsonNode said = say("a note to myself", "direct");
    edit(said, "@" + zoe.username() + " a note to you");
    delete(said);
    assertThat(touched()).isEmpty();
  }

  @Test
  void oneCopyForEachServerHoweverManyLiveThere() {
    follow(person(first, "second-fan"), alice);
    RemotePerson mentioned = person(first, "mentioned");
    known(mentioned);
    RemotePerson alone = person(third, "alone");
    follow(alone, alice);
    withoutSharedInbox(alone);
    forget();
    say("hello all, and @" + mentioned.handle(), "public");
    assertThat(received())
        .containsExactly(
            "first Create /inbox", "third Create /users/" + alone.username() + "/inbox");
    forget();
    say("followers, and @" + mentioned.handle(), "private");
    assertThat(received())
        .containsExactly(
            "first Create /inbox", "third Create /users/" + alone.username() + "/inbox");
  }

  @Test
  void aDeletionReachesWhoLikedBoostedOrAnswered() {
    JsonNode said = say("for everybody", "public");
    String status = said.path("uri").asText();
    forget();
    receive(silent, silent.activity("Like", status));
    ObjectNode announce = named.activity("Announce", status);
    announce.putArray("to").add(PUBLIC);
    receive(named, announce);
    ObjectNode reply = other.note("<p>an answer</p>");
    reply.put("inReplyTo", status);
    receive(other, other.create(reply));
    forget();
    edit(said, "for everybody who is here");
    assertThat(received())
        .containsExactly(
            "first Update /inbox",
            "second Update /inbox",
            "third Update /inbox",
            "fourth Update /inbox");
    forget();
    delete(said);
    assertThat(received())
        .containsExactly(
            "first Delete /inbox",
            "second Delete /inbox",
            "third Delete /inbox",
            "fourth Delete /inbox");
  }

  @Test
  void aDeletionReachesWhoOnlyLiked() {
    JsonNode said = say("for everybody", "public");
    receive(silent, silent.activity("Like", said.path("uri").asText()));
    forget();
    delete(said);
    assertThat(received()).containsExactly("first Delete /inbox", "third Delete /inbox");
    assertThat(only(third).path("object").path("id").asText()).isEqualTo(said.path("uri").asText());
  }

  @Test
  void aDeletionReachesWhereAMemberHasBoostedItTo() {
    JsonNode said = say("for everybody", "public");
    forget();
    ok(zoe.app().post("/api/v1/statuses/" + said.path("id").asText() + "/reblog"));
    rig.runDueJobs();
    assertThat(received()).containsExactly("fourth Announce /inbox");
    forget();
    edit(said, "better");
    assertThat(received()).containsExactly("first Update /inbox", "fourth Update /inbox");
    forget();
    delete(said);
    assertThat(received()).containsExactly("first Delete /inbox", "fourth Delete /inbox");
  }

  @Test
  void whoHasLeftGetsNoMoreOfWhatIsForFollowersButItsDeletion() {
    JsonNode before = say("for followers", "private");
    receive(fan, fan.activity("Undo", fan.activity("Follow", uri(alice))));
    rig.clock().advance(Duration.ofMinutes(1));
    JsonNode after = say("for those who are left", "private");
    JsonNode direct = say("@" + zoe.username() + " for one", "direct");
    forget();
    edit(before, "news for followers");
    assertThat(touched()).as("the text").isEmpty();
    delete(after);
    delete(direct);
    assertThat(touched()).as("what came later").isEmpty();
    delete(before);
    assertThat(received()).as("the address").containsExactly("first Delete /inbox");
    assertThat(only(first).path("object").path("id").asText())
        .isEqualTo(before.path("uri").asText());
  }

  @Test
  void whoWasRemovedBlockedOrHasDeletedThemselvesLeavesACopyToDelete() {
    RemotePerson removed = person(second, "removed");
    RemotePerson blocked = person(third, "blocked");
    RemotePerson gone = person(fourth, "gone");
    List.of(removed, blocked, gone).forEach(follower -> follow(follower, alice));
    JsonNode said = say("for followers", "private");
    ok(alice.app().post("/api/v1/accounts/" + known(removed) + "/remove_from_followers"));
    ok(alice.app().post("/api/v1/accounts/" + known(blocked) + "/block"));
    receive(gone, gone.activity("Delete", gone.uri()));
    forget();
    delete(said);
    assertThat(received())
        .containsExactly(
            "first Delete /inbox",
            "second Delete /inbox",
            "third Delete /inbox",
            "fourth Delete /inbox");
  }

  @Test
  void aReplyGoesToTheAuthorOfWhatItAnswersWithoutANameToo() {
    ObjectNode note = silent.note("<p>@alice a question</p>", List.of(PUBLIC), List.of(uri(alice)));
    silent.mention(note, uri(alice), "@" + alice.handle());
    receive(silent, silent.create(note));
    forget();
    String parent =
        ok(alice.app().get("/api/v1/notifications")).path(0).path("status").path("id").asText();
    say("an answer without a name", "public", "in_reply_to_id", parent);
    assertThat(received()).containsExactly("first Create /inbox", "third Create /inbox");
    forget();
    say("an answer for followers", "private", "in_reply_to_id", parent);
    assertThat(received()).containsExactly("first Create /inbox");
  }

  @Test
  void aBoostGoesToFollowersAndTheAuthor() {
    ObjectNode note = silent.note("<p>worth it</p>", List.of(PUBLIC), List.of(uri(alice)));
    receive(silent, silent.create(note));
    String id =
        ok(alice.app().get("/api/v2/search?resolve=true&q=" + note.path("id").asText()))
            .path("statuses")
            .path(0)
            .path("id")
            .asText();
    forget();
    ok(alice.app().post("/api/v1/statuses/" + id + "/reblog"));
    rig.runDueJobs();
    assertThat(received()).containsExactly("first Announce /inbox", "third Announce /inbox");
    forget();
    ok(alice.app().post("/api/v1/statuses/" + id + "/unreblog"));
    rig.runDueJobs();
    assertThat(received()).containsExactly("first Undo /inbox", "third Undo /inbox");
    forget();
    ok(alice.app().post("/api/v1/statuses/" + id + "/favourite"));
    ok(alice.app().post("/api/v1/statuses/" + id + "/bookmark"));
    ok(alice.app().post("/api/v1/statuses/" + id + "/unfavourite"));
    rig.runDueJobs();
    String own = "/users/" + silent.username() + "/inbox";
    assertThat(received()).containsExactly("third Like " + own, "third Undo " + own);
    assertThat(touched()).containsExactly("third");
  }

  @Test
  void anEditThatNamesSomebodyMoreReachesThem() {
    JsonNode said = say("@" + named.handle() + " between us", "direct");
    forget();
    edit(said, "@" + named.handle() + " and @" + silent.handle() + " between us three");
    assertThat(received())
        .containsExactly(
            "second Update /users/" + named.username() + "/inbox",
            "third Update /users/" + silent.username() + "/inbox");
    assertThat(texts(only(third).path("to"))).containsExactlyInAnyOrder(named.uri(), silent.uri());
    forget();
    // who is named no more has read it once: they get the changed text and its deletion
    edit(said, "@" + silent.handle() + " between us two");
    delete(said);
    assertThat(touched()).containsExactly("second", "third");
  }

  @Test
  void whoIsSuspendedGetsNothing() {
    rig.kit()
        .db()
        .doAs(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .update(ACCOUNTS)
                    .set(ACCOUNTS.SUSPENDED_AT, rig.kit().now().atOffset(ZoneOffset.UTC))
                    .where(ACCOUNTS.URI.in(fan.uri(), named.uri()))
                    .execute());
    for (String visibility : List.of("public", "unlisted", "private", "direct")) {
      JsonNode said = say("@" + named.handle() + " hello", visibility);
      edit(said, "@" + named.handle() + " hello again");
      delete(said);
    }
    assertThat(received()).isEmpty();
  }

  @Test
  void whatWasNotSentYetIsNotSentAfterADeletion() {
    first.answerPosts(com.github.tomakehurst.wiremock.client.WireMock.aResponse().withStatus(500));
    JsonNode said = say("regretted at once", "public");
    forget();
    first.acceptAll();
    delete(said);
    rig.clock().advance(Duration.ofHours(1));
    rig.runDueJobs();
    assertThat(received()).containsExactly("first Delete /inbox");
  }
}
