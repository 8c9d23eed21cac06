package org.colloque.server.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.FAVOURITES;
import static org.colloque.migrations.Tables.STATUSES;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.Test;

/** Replies, boosts and likes between two instances, seen from both. */
class ThreadAcrossTest extends TwoInstances {
  @Test
  void aReplyStandsInItsThreadOnBothSides() {
    Person carol = carol();
    follow(alice, bob);
    JsonNode root = say(bob, "a question");
    JsonNode answer =
        say(
            alice,
            "@" + bob.handle() + " an answer",
            "in_reply_to_id",
            seen(alice, root).path("id").asText());
    JsonNode thanks =
        say(
            bob,
            "@" + alice.handle() + " thank you",
            "in_reply_to_id",
            seen(bob, answer).path("id").asText());
    for (Person reader : List.of(alice, bob)) {
      JsonNode above = ok(reader.app().get(path(reader, thanks) + "/context"));
      assertThat(list(above.path("ancestors"))).containsExactly(uriOf(root), uriOf(answer));
      JsonNode below = ok(reader.app().get(path(reader, root) + "/context"));
      assertThat(list(below.path("descendants"))).containsExactly(uriOf(answer), uriOf(thanks));
      assertThat(seen(reader, root).path("replies_count").asInt()).isOne();
      assertThat(seen(reader, answer).path("replies_count").asInt()).isOne();
      assertThat(seen(reader, answer).path("in_reply_to_id").asText())
          .isEqualTo(seen(reader, root).path("id").asText());
      Rig rig = reader.rig();
      assertThat(copy(rig, answer).getConversationId())
          .isEqualTo(copy(rig, root).getConversationId())
          .isEqualTo(copy(rig, thanks).getConversationId());
      assertThat(copy(rig, answer).getListed()).as("a reply to another person").isFalse();
    }
    assertThat(notifications(bob))
        .containsExactly("mention " + alice.handle(), "follow " + alice.handle());
    assertThat(notifications(alice)).containsExactly("mention " + bob.handle());
    // whoever is not in it has it nowhere
    assertThat(home(carol)).isEmpty();
    assertThat(notifications(carol)).isEmpty();
  }

  @Test
  void aReplyThatNamesNobodyReachesTheThreadAllTheSame() {
    follow(alice, bob);
    JsonNode root = say(bob, "a question");
    JsonNode answer =
        say(alice, "an answer", "in_reply_to_id", seen(alice, root).path("id").asText());
    JsonNode context = ok(bob.app().get(path(bob, root) + "/context"));
    assertThat(list(context.path("descendants"))).containsExactly(uriOf(answer));
    assertThat(notifications(bob)).doesNotContain("mention " + alice.handle());
    ok(
        alice
            .app()
            .form(
                "PUT",
                "/api/v1/statuses/" + answer.path("id").asText(),
                "status",
                "a better answer"));
    settle();
    assertThat(seen(bob, answer).path("content").asText()).contains("better");
    ok(alice.app().delete("/api/v1/statuses/" + answer.path("id").asText()));
    settle();
    assertThat(ok(bob.app().get(path(bob, root) + "/context")).path("descendants")).isEmpty();
    assertThat(seen(bob, root).path("replies_count").asInt()).isZero();
    assertThat(copy(south, answer).getContentHtml()).isEmpty();
  }

  @Test
  void whoIsMentionedReadsThePostAndWhatItAnswers() {
    Person carol = carol();
    JsonNode root = say(alice, "nobody in the south follows me");
    assertThat(row(south, root)).isEmpty();
    JsonNode mention =
        say(
            alice,
            "but @" + bob.handle() + " should see it",
            "in_reply_to_id",
            root.path("id").asText());
    assertThat(notifications(bob)).containsExactly("mention " + alice.handle());
    JsonNode context = ok(bob.app().get(path(bob, mention) + "/context"));
    assertThat(list(context.path("ancestors"))).containsExactly(uriOf(root));
    assertThat(copy(south, root).getQuiet()).isTrue();
    assertThat(home(bob)).as("he follows nobody").isEmpty();
    assertThat(notifications(carol)).isEmpty();
  }

  @Test
  void aBoostIsSeenCountedAndTakenBack() {
    Person carol = carol();
    follow(alice, bob);
    follow(carol, alice);
    JsonNode original = say(bob, "worth repeating");
    JsonNode boost = ok(alice.app().post(path(alice, original) + "/reblog"));
    settle();
    assertThat(notifications(bob)).contains("reblog " + alice.handle());
    JsonNode there = seen(bob, original);
    assertThat(there.path("reblogs_count").asInt()).isOne();
    assertThat(there.path("reblogged").asBoolean()).isFalse();
    JsonNode carols = ok(carol.app().get("/api/v1/timelines/home"));
    assertThat(uriOf(carols.path(0).path("reblog"))).isEqualTo(uriOf(original));
    assertThat(carols.path(0).path("account").path("acct").asText()).isEqualTo(alice.handle());
    JsonNode by = ok(bob.app().get(path(bob, original) + "/reblogged_by"));
    assertThat(by.findValuesAsText("acct")).containsExactly(alice.handle());
    ok(alice.app().post("/api/v1/statuses/" + boost.path("id").asText() + "/unreblog"));
    settle();
    assertThat(seen(bob, original).path("reblogs_count").asInt()).isZero();
    assertThat(seen(alice, original).path("reblogs_count").asInt()).isZero();
    assertThat(home(carol)).isEmpty();
    assertThat(notifications(bob)).doesNotContain("reblog " + alice.handle());
    assertThat(
            count(
                south,
                STATUSES,
                STATUSES
                    .REBLOG_OF_ID
                    .eq(copy(south, original).getId())
                    .and(STATUSES.DELETED_AT.isNull())))
        .isZero();
    // and once more
    ok(alice.app().post(path(alice, original) + "/reblog"));
    settle();
    assertThat(seen(bob, original).path("reblogs_count").asInt()).isOne();
  }

  @Test
  void aBoostBringsThePostToAServerThatDidNotHaveIt() {
    Person carol = carol();
    follow(alice, bob);
    JsonNode original = say(carol, "hardly known");
    assertThat(row(north, original)).isEmpty();
    ok(bob.app().post(path(bob, original) + "/reblog"));
    settle();
    assertThat(copy(north, original).getContentHtml()).contains("hardly known");
    JsonNode home = ok(alice.app().get("/api/v1/timelines/home"));
    assertThat(uriOf(home.path(0).path("reblog"))).isEqualTo(uriOf(original));
    assertThat(home).hasSize(1);
    // and its deletion follows it there, though nobody there follows its author
    ok(carol.app().delete("/api/v1/statuses/" + original.path("id").asText()));
    settle();
    assertThat(copy(north, original).getContentHtml()).isEmpty();
    assertThat(home(alice)).isEmpty();
  }

  @Test
  void aLikeIsSeenCountedAndTakenBack() {
    follow(alice, bob);
    JsonNode original = say(bob, "like me");
    ok(alice.app().post(path(alice, original) + "/favourite"));
    settle();
    JsonNode there = seen(bob, original);
    assertThat(there.path("favourites_count").asInt()).isOne();
    assertThat(there.path("favourited").asBoolean()).isFalse();
    assertThat(notifications(bob)).contains("favourite " + alice.handle());
    JsonNode by = ok(bob.app().get(path(bob, original) + "/favourited_by"));
    assertThat(by.findValuesAsText("acct")).containsExactly(alice.handle());
    assertThat(likes(south, original)).isOne();
    ok(alice.app().post(path(alice, original) + "/unfavourite"));
    settle();
    assertThat(seen(bob, original).path("favourites_count").asInt()).isZero();
    assertThat(notifications(bob)).doesNotContain("favourite " + alice.handle());
    assertThat(likes(south, original)).isZero();
    assertThat(likes(north, original)).isZero();
  }

  @Test
  void aLikeStaysBetweenTheTwo() {
    Person carol = carol();
    follow(alice, bob);
    follow(carol, alice);
    JsonNode original = say(bob, "like me");
    ok(alice.app().post(path(alice, original) + "/favourite"));
    settle();
    assertThat(notifications(carol)).isEmpty();
    assertThat(home(carol)).isEmpty();
    // a bookmark is nobody's business but hers
    ok(alice.app().post(path(alice, original) + "/bookmark"));
    int before = southInbox();
    settle();
    assertThat(southInbox()).isEqualTo(before);
  }

  @Test
  void theDeletionReachesWhoOnlyLikedThePost() {
    JsonNode original = say(bob, "found by a search");
    ok(alice.app().get("/api/v2/search?resolve=true&q=" + uriOf(original)));
    ok(alice.app().post(path(alice, original) + "/favourite"));
    settle();
    assertThat(follows(south, alice, bob)).isFalse();
    ok(bob.app().delete("/api/v1/statuses/" + original.path("id").asText()));
    settle();
    assertThat(copy(north, original).getDeletedAt()).isNotNull();
    assertThat(copy(north, original).getContentHtml()).isEmpty();
    assertThat(likes(north, original)).isZero();
    assertThat(likes(south, original)).isZero();
  }

  private int southInbox() {
    var inbox = org.colloque.migrations.Tables.INBOX_ACTIVITIES;
    return count(south, inbox, inbox.ID.isNotNull());
  }

  private static int likes(Rig rig, JsonNode status) {
    return count(rig, FAVOURITES, FAVOURITES.STATUS_ID.eq(copy(rig, status).getId()));
  }

  private static List<String> list(JsonNode statuses) {
    return StreamSupport.stream(statuses.spliterator(), false).map(TwoInstances::uriOf).toList();
  }
}
