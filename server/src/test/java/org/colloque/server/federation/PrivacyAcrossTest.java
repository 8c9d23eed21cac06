package org.colloque.server.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.INBOX_ACTIVITIES;
import static org.colloque.migrations.Tables.MENTIONS;
import static org.colloque.migrations.Tables.STATUSES;

import com.fasterxml.jackson.databind.JsonNode;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.Test;

/** What one instance must not learn of the other, and what its members must not see. */
class PrivacyAcrossTest extends TwoInstances {
  @Test
  void aPostForFollowersIsThereForFollowersOnly() {
    Person carol = carol();
    follow(bob, alice);
    JsonNode said = say(alice, "for followers #private", "visibility", "private");
    assertThat(home(bob)).containsExactly(uriOf(said));
    assertThat(seen(bob, said).path("visibility").asText()).isEqualTo("private");
    assertThat(copy(south, said).getAudience()).isEqualTo("followers");
    unseen(carol, said);
    assertThat(south.anonymous().get(path(carol, said)).status()).isEqualTo(404);
    assertThat(tagTimeline(carol, "private")).isEmpty();
    assertThat(publicTimeline(bob)).doesNotContain(uriOf(said));
    // it cannot be passed on
    assertThat(bob.app().post(path(bob, said) + "/reblog").status()).isGreaterThanOrEqualTo(400);
    // and when the follow ends, it is not read any more
    ok(alice.app().post("/api/v1/accounts/" + accountId(north, bob) + "/remove_from_followers"));
    settle();
    unseen(bob, said);
  }

  @Test
  void aPostForFollowersOfNobodyThereDoesNotComeAtAll() {
    id(bob, alice);
    JsonNode said = say(alice, "for nobody in the south", "visibility", "private");
    assertThat(row(south, said)).isEmpty();
    assertThat(bodies(south)).doesNotContain("for nobody in the south");
  }

  @Test
  void aMentionInAPostForFollowersIsReadByTheOneWhoIsNamed() {
    Person carol = carol();
    JsonNode said = say(alice, "@" + bob.handle() + " and my followers", "visibility", "private");
    assertThat(notifications(bob)).containsExactly("mention " + alice.handle());
    assertThat(seen(bob, said).path("visibility").asText()).isEqualTo("private");
    unseen(carol, said);
    assertThat(home(bob)).isEmpty();
  }

  @Test
  void aDirectPostIsReadByTheOneWhoIsNamedOnly() {
    Person carol = carol();
    follow(bob, alice);
    follow(carol, alice);
    JsonNode said = say(alice, "@" + bob.handle() + " between us", "visibility", "direct");
    assertThat(seen(bob, said).path("visibility").asText()).isEqualTo("direct");
    assertThat(notifications(bob)).containsExactly("mention " + alice.handle());
    unseen(carol, said);
    assertThat(home(bob)).doesNotContain(uriOf(said));
    assertThat(home(carol)).isEmpty();
    assertThat(copy(south, said).getAudience()).isEqualTo("direct");
    var named = MENTIONS.STATUS_ID.eq(copy(south, said).getId());
    assertThat(count(south, MENTIONS, named)).isOne();
    assertThat(count(south, MENTIONS, named.and(MENTIONS.ACCOUNT_ID.eq(bob.account().value()))))
        .isOne();
  }

  @Test
  void aConversationInPrivateIsSeenByBothAndNobodyElse() {
    Person carol = carol();
    JsonNode said = say(alice, "@" + bob.handle() + " between us", "visibility", "direct");
    JsonNode answer =
        say(
            bob,
            "@" + alice.handle() + " quite so",
            "visibility",
            "direct",
            "in_reply_to_id",
            Long.toString(copy(south, said).getId()));
    for (Person reader : new Person[] {alice, bob}) {
      JsonNode context = ok(reader.app().get(path(reader, said) + "/context"));
      assertThat(context.path("descendants").findValuesAsText("uri")).contains(uriOf(answer));
    }
    unseen(carol, said);
    unseen(carol, answer);
    assertThat(north.anonymous().get(path(alice, answer)).status()).isEqualTo(404);
    ok(bob.app().delete("/api/v1/statuses/" + answer.path("id").asText()));
    settle();
    assertThat(copy(north, answer).getContentHtml()).isEmpty();
    assertThat(copy(north, answer).getDeletedAt()).isNotNull();
  }

  @Test
  void aReplyForFollowersIsReadByBothAndNotByTheOtherReadersOfTheThread() {
    Person carol = carol();
    follow(alice, bob);
    ok(carol.app().post("/api/v1/accounts/" + bob.account() + "/follow"));
    JsonNode root = say(bob, "for my followers", "visibility", "private");
    assertThat(seen(carol, root).path("content").asText()).contains("for my followers");
    JsonNode answer =
        say(
            alice,
            "@" + bob.handle() + " and mine",
            "visibility",
            "private",
            "in_reply_to_id",
            Long.toString(copy(north, root).getId()));
    JsonNode context = ok(bob.app().get(path(bob, root) + "/context"));
    assertThat(context.path("descendants").findValuesAsText("uri")).contains(uriOf(answer));
    unseen(carol, answer);
    context = ok(carol.app().get(path(carol, root) + "/context"));
    assertThat(context.path("descendants")).isEmpty();
  }

  @Test
  void aDirectPostToSomebodyOfOnesOwnInstanceStaysThere() {
    Person carol = carol();
    follow(alice, bob);
    int before = count(north, INBOX_ACTIVITIES, INBOX_ACTIVITIES.ID.isNotNull());
    JsonNode said = say(bob, "@" + carol.username() + " just us", "visibility", "direct");
    assertThat(notifications(carol)).containsExactly("mention " + bob.username());
    assertThat(row(north, said)).isEmpty();
    assertThat(count(north, INBOX_ACTIVITIES, INBOX_ACTIVITIES.ID.isNotNull())).isEqualTo(before);
    ok(
        bob.app()
            .form(
                "PUT",
                "/api/v1/statuses/" + said.path("id").asText(),
                "status",
                "@" + carol.username() + " still us"));
    ok(bob.app().delete("/api/v1/statuses/" + said.path("id").asText()));
    settle();
    assertThat(count(north, INBOX_ACTIVITIES, INBOX_ACTIVITIES.ID.isNotNull())).isEqualTo(before);
  }

  @Test
  void whatIsDoneWithTheInboxIsNotKept() {
    follow(bob, alice);
    say(alice, "read and forgotten", "visibility", "private");
    assertThat(bodies(south)).doesNotContain("read and forgotten");
    assertThat(
            count(
                north,
                org.colloque.migrations.Tables.OUTBOX_ACTIVITIES,
                org.jooq
                    .impl
                    .DSL
                    .length(
                        org.colloque.migrations.Tables.OUTBOX_ACTIVITIES.BODY.cast(String.class))
                    .gt("\\x".length())))
        .as("nor what was delivered")
        .isZero();
  }

  @Test
  void aLikeOfAPrivatePostIsBetweenItsReaders() {
    follow(bob, alice);
    JsonNode said = say(alice, "for followers", "visibility", "private");
    ok(bob.app().post(path(bob, said) + "/favourite"));
    settle();
    assertThat(seen(alice, said).path("favourites_count").asInt()).isOne();
    ok(alice.app().delete("/api/v1/statuses/" + said.path("id").asText()));
    settle();
    assertThat(copy(south, said).getContentHtml()).isEmpty();
    assertThat(home(bob)).isEmpty();
    assertThat(count(south, STATUSES, STATUSES.CONTENT_HTML.like("%for followers%"))).isZero();
  }

  /** Nothing of it is to be had for {@code person}. */
  private static void unseen(Person person, JsonNode status) {
    String path = path(person, status);
    assertThat(person.app().get(path).status()).isEqualTo(404);
    assertThat(person.app().get(path + "/context").status()).isEqualTo(404);
    assertThat(person.app().get(path + "/history").status()).isEqualTo(404);
    assertThat(person.app().post(path + "/favourite").status()).isEqualTo(404);
    assertThat(person.app().post(path + "/reblog").status()).isEqualTo(404);
    assertThat(person.app().post(path + "/bookmark").status()).isEqualTo(404);
    assertThat(
            person
                .app()
                .post(
                    "/api/v1/statuses",
                    "status",
                    "a reply",
                    "in_reply_to_id",
                    path.substring(path.lastIndexOf('/') + 1))
                .status())
        .isEqualTo(404);
    assertThat(home(person)).doesNotContain(uriOf(status));
    assertThat(publicTimeline(person)).doesNotContain(uriOf(status));
    long author = copy(person.rig(), status).getAccountId();
    assertThat(uris(person.app().get("/api/v1/accounts/" + author + "/statuses")))
        .doesNotContain(uriOf(status));
    assertThat(
            ok(person.app().get("/api/v2/search?resolve=true&q=" + uriOf(status))).path("statuses"))
        .isEmpty();
    assertThat(notifications(person).stream().filter(one -> one.startsWith("mention")).toList())
        .isEmpty();
  }

  private static String bodies(Rig rig) {
    StringBuilder all = new StringBuilder();
    sql(rig, sql -> sql.selectFrom(INBOX_ACTIVITIES).fetch())
        .forEach(
            row -> all.append(new String(row.getBody(), java.nio.charset.StandardCharsets.UTF_8)));
    return all.toString();
  }
}
