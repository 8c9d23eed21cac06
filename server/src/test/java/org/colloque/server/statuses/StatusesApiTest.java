package org.colloque.server.statuses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.colloque.server.api.EntityShape;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.colloque.server.text.StatusLength;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatusesApiTest {
  private Rig rig;
  private Person alice;
  private Person bob;
  private Person eve;

  @BeforeAll
  void start() {
    rig = Rig.start();
    alice = rig.local("alice");
    bob = rig.local("bob");
    eve = rig.local("eve");
    rig.kit()
        .db()
        .doAs(
            org.colloque.server.database.Viewer.stranger(),
            tx ->
                tx.sql()
                    .execute(
                        "INSERT INTO follows (id, account_id, target_account_id, created_at)"
                            + " VALUES (?, ?, ?, now())",
                        rig.kit().ids().next(),
                        bob.account().value(),
                        alice.account().value()));
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  private JsonNode post(Person author, String... fields) {
    Browser.Answer answer = author.app().post("/api/v1/statuses", fields);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private List<String> ids(JsonNode list) {
    List<String> ids = new ArrayList<>();
    list.forEach(status -> ids.add(status.path("id").asText()));
    return ids;
  }

  private List<String> home(Person person) {
    return ids(person.app().get("/api/v1/timelines/home").json());
  }

  @Test
  void aPostIsInTheFeedsOfItsAuthorAndFollowersAndInThePublicTimeline() {
    String id = post(alice, "status", "Bonjour #Néphrologie @bob").path("id").asText();
    assertThat(home(alice)).contains(id);
    assertThat(home(bob)).contains(id);
    assertThat(home(eve)).doesNotContain(id);
    assertThat(ids(rig.anonymous().get("/api/v1/timelines/public").json())).contains(id);
    assertThat(ids(rig.anonymous().get("/api/v1/timelines/tag/n%C3%A9phrologie").json()))
        .containsExactly(id);
    JsonNode seen = bob.app().get("/api/v1/statuses/" + id).json();
    assertThat(seen.path("mentions").path(0).path("acct").asText()).isEqualTo("bob");
    assertThat(seen.path("content").asText()).contains("class=\"u-url mention\"");
    assertThat(seen.path("favourited").isBoolean()).isTrue();
    assertThat(rig.anonymous().get("/api/v1/statuses/" + id).json().has("favourited")).isFalse();
  }

  @Test
  void everyAnswerHasTheShapeThatClientsKnow() {
    String root = post(alice, "status", "shape #shape @bob", "language", "fr").path("id").asText();
    post(bob, "status", "reply", "in_reply_to_id", root, "spoiler_text", "cw");
    bob.app().post("/api/v1/statuses/" + root + "/favourite");
    JsonNode reblog = bob.app().post("/api/v1/statuses/" + root + "/reblog").json();
    EntityShape.assertShape("Status", reblog);
    EntityShape.assertShape("Status", reblog.path("reblog"));
    EntityShape.assertShape("Status", rig.anonymous().get("/api/v1/statuses/" + root).json());
    EntityShape.assertShape(
        "Context", bob.app().get("/api/v1/statuses/" + root + "/context").json());
    EntityShape.assertShape(
        "StatusSource", alice.app().get("/api/v1/statuses/" + root + "/source").json());
    EntityShape.assertEach(
        "StatusEdit", alice.app().get("/api/v1/statuses/" + root + "/history").json());
    EntityShape.assertEach("Status", alice.app().get("/api/v1/timelines/home").json());
    EntityShape.assertEach("Notification", alice.app().get("/api/v1/notifications").json());
    EntityShape.assertShape(
        "GroupedNotificationsResults", alice.app().get("/api/v2/notifications").json());
    EntityShape.assertEach(
        "Account", alice.app().get("/api/v1/statuses/" + root + "/reblogged_by").json());
    EntityShape.assertShape("Status", alice.app().delete("/api/v1/statuses/" + root).json());
  }

  @ParameterizedTest
  @CsvSource({
    "public, 200, 200, 200",
    "unlisted, 200, 200, 200",
    "private, 200, 404, 404",
    "direct, 404, 404, 404"
  })
  void onlyTheAudienceCanRead(String visibility, int follower, int other, int stranger) {
    String id =
        post(alice, "status", "canary " + visibility, "visibility", visibility).path("id").asText();
    String path = "/api/v1/statuses/" + id;
    assertThat(alice.app().get(path).status()).isEqualTo(200);
    assertThat(bob.app().get(path).status()).isEqualTo(follower);
    assertThat(eve.app().get(path).status()).isEqualTo(other);
    assertThat(rig.anonymous().get(path).status()).isEqualTo(stranger);
    for (String part :
        List.of("/context", "/history", "/favourited_by", "/reblogged_by", "/card")) {
      assertThat(eve.app().get(path + part).status()).as(part).isEqualTo(other);
    }
    for (String verb : List.of("favourite", "bookmark", "reblog", "mute")) {
      assertThat(eve.app().post(path + "/" + verb).status())
          .as(verb)
          .isEqualTo(other == 200 ? 200 : 404);
    }
  }

  @Test
  void aDirectPostReachesWhomItNamesAndNobodyElse() {
    String id =
        post(alice, "status", "@eve seulement toi", "visibility", "direct").path("id").asText();
    assertThat(eve.app().get("/api/v1/statuses/" + id).status()).isEqualTo(200);
    assertThat(bob.app().get("/api/v1/statuses/" + id).status()).isEqualTo(404);
    assertThat(home(bob)).doesNotContain(id);
  }

  @Test
  void theSameKeyIsTheSameStatusAlsoInParallel() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        answers.add(
            threads.submit(() ->
                alice
                    .app()
                    .withHeader("Idempotency-Key", "one-and-the-same")
                    .post("/api/v1/statuses", "status", "only once")
                    .json()
                    .path("id")
                    .asText()));
      }
      List<String> ids = new ArrayList<>();
      for (Future<String> answer : answers) {
        ids.add(answer.get());
      }
      assertThat(ids).doesNotContain("").containsOnly(ids.getFirst());
    }
  }

  @Test
  void favouritesAndReblogsCountOnceHoweverOften() throws Exception {
    String id = post(alice, "status", "count me").path("id").asText();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        String verb = i % 2 == 0 ? "/favourite" : "/reblog";
        answers.add(threads.submit(() -> bob.app().post("/api/v1/statuses/" + id + verb).status()));
      }
      for (Future<Integer> answer : answers) {
        assertThat(answer.get()).isEqualTo(200);
      }
    }
    JsonNode seen = bob.app().get("/api/v1/statuses/" + id).json();
    assertThat(seen.path("favourites_count").asInt()).isEqualTo(1);
    assertThat(seen.path("reblogs_count").asInt()).isEqualTo(1);
    assertThat(seen.path("favourited").asBoolean()).isTrue();
    assertThat(seen.path("reblogged").asBoolean()).isTrue();
    bob.app().post("/api/v1/statuses/" + id + "/bookmark");
    assertThat(marksInHome(bob, id)).containsExactly(true, true, true, false);
    bob.app().post("/api/v1/statuses/" + id + "/unreblog");
    JsonNode after = bob.app().post("/api/v1/statuses/" + id + "/unfavourite").json();
    assertThat(after.path("favourites_count").asInt()).isZero();
    assertThat(after.path("reblogs_count").asInt()).isZero();
    bob.app().post("/api/v1/statuses/" + id + "/mute");
    assertThat(marksInHome(bob, id)).containsExactly(false, false, true, true);
  }

  /** Home is read by a query of its own: it must say the same as the others. */
  private List<Boolean> marksInHome(Person person, String id) {
    List<Boolean> marks = new ArrayList<>();
    for (JsonNode status : person.app().get("/api/v1/timelines/home").json()) {
      if (status.path("id").asText().equals(id)) {
        for (String mark : List.of("favourited", "reblogged", "bookmarked", "muted")) {
          marks.add(status.path(mark).asBoolean());
        }
      }
    }
    return marks;
  }

  @Test
  void anEditKeepsWhatWasSaidBefore() {
    String id = post(alice, "status", "first").path("id").asText();
    JsonNode edited =
        alice.app().form("PUT", "/api/v1/statuses/" + id, "status", "second #later").json();
    assertThat(edited.path("content").asText()).contains("second");
    assertThat(edited.path("edited_at").isTextual()).isTrue();
    JsonNode history = alice.app().get("/api/v1/statuses/" + id + "/history").json();
    assertThat(history).hasSize(2);
    assertThat(history.path(0).path("content").asText()).contains("first");
    assertThat(alice.app().get("/api/v1/statuses/" + id + "/source").json().path("text").asText())
        .isEqualTo("second #later");
    assertThat(bob.app().form("PUT", "/api/v1/statuses/" + id, "status", "mine").status())
        .isEqualTo(404);
    assertThat(ids(rig.anonymous().get("/api/v1/timelines/tag/later").json())).contains(id);
  }

  @Test
  void aDeletedStatusIsGoneEverywhereAndComesBackForRedraft() {
    String id = post(alice, "status", "regret #gone").path("id").asText();
    bob.app().post("/api/v1/statuses/" + id + "/reblog");
    assertThat(bob.app().delete("/api/v1/statuses/" + id).status()).isEqualTo(404);
    JsonNode deleted = alice.app().delete("/api/v1/statuses/" + id).json();
    assertThat(deleted.path("text").asText()).isEqualTo("regret #gone");
    assertThat(deleted.has("content")).isFalse();
    assertThat(alice.app().get("/api/v1/statuses/" + id).status()).isEqualTo(404);
    assertThat(home(bob)).doesNotContain(id);
    assertThat(rig.anonymous().get("/api/v1/timelines/tag/gone").json()).isEmpty();
  }

  @Test
  void aThreadIsShownInOrderAsFarAsItMayBeRead() {
    String root = post(alice, "status", "root").path("id").asText();
    String first = post(bob, "status", "first", "in_reply_to_id", root).path("id").asText();
    String second = post(alice, "status", "second", "in_reply_to_id", root).path("id").asText();
    String below = post(alice, "status", "below", "in_reply_to_id", first).path("id").asText();
    String hidden =
        post(alice, "status", "hidden", "in_reply_to_id", first, "visibility", "direct")
            .path("id")
            .asText();
    JsonNode context = rig.anonymous().get("/api/v1/statuses/" + root + "/context").json();
    assertThat(ids(context.path("descendants"))).containsExactly(first, below, second);
    assertThat(ids(context.path("descendants"))).doesNotContain(hidden);
    JsonNode ofBelow = rig.anonymous().get("/api/v1/statuses/" + below + "/context").json();
    assertThat(ids(ofBelow.path("ancestors"))).containsExactly(root, first);
    assertThat(rig.anonymous().get("/api/v1/statuses/" + root).json().path("replies_count").asInt())
        .isEqualTo(2);
  }

  @Test
  void textIsLimitedAtItsEdge() {
    String longest = "a".repeat(StatusLength.MAX);
    assertThat(alice.app().post("/api/v1/statuses", "status", longest).status()).isEqualTo(200);
    Browser.Answer tooLong = alice.app().post("/api/v1/statuses", "status", longest + "a");
    assertThat(tooLong.status()).isEqualTo(422);
    assertThat(tooLong.json().path("error").asText()).contains("500");
    assertThat(alice.app().post("/api/v1/statuses", "status", "  ").status()).isEqualTo(422);
    assertThat(alice.app().post("/api/v1/statuses", "status", "x", "visibility", "all").status())
        .isEqualTo(422);
  }

  @Test
  void pagesLinkToTheNextAndThePrevious() {
    for (int i = 0; i < 5; i++) {
      post(eve, "status", "page " + i);
    }
    Browser.Answer first =
        rig.anonymous().get("/api/v1/accounts/" + eve.account() + "/statuses?limit=2");
    assertThat(first.json()).hasSize(2);
    String next = first.header("link").replaceAll("^<([^>]+)>; rel=\"next\".*$", "$1");
    Browser.Answer second = rig.anonymous().get(next);
    assertThat(second.json()).hasSize(2);
    assertThat(ids(second.json())).doesNotContainAnyElementsOf(ids(first.json()));
    String previous = second.header("link").replaceAll("^.*<([^>]+)>; rel=\"prev\"$", "$1");
    assertThat(ids(rig.anonymous().get(previous).json())).isEqualTo(ids(first.json()));
  }

  @Test
  void aBlockedReaderDoesNotFindTheAuthor() {
    String id = post(alice, "status", "not for the blocked").path("id").asText();
    Person blocked = rig.local("blocked");
    rig.kit()
        .db()
        .doAs(
            org.colloque.server.database.Viewer.stranger(),
            tx ->
                tx.sql()
                    .execute(
                        "INSERT INTO blocks (id, account_id, target_account_id, created_at)"
                            + " VALUES (?, ?, ?, now())",
                        rig.kit().ids().next(),
                        alice.account().value(),
                        blocked.account().value()));
    assertThat(blocked.app().get("/api/v1/statuses/" + id).status()).isEqualTo(404);
    assertThat(ids(blocked.app().get("/api/v1/timelines/public").json())).doesNotContain(id);
  }

  @Test
  void bookmarksAndPinsAreListed() {
    String id = post(eve, "status", "keep").path("id").asText();
    eve.app().post("/api/v1/statuses/" + id + "/pin");
    assertThat(
            ids(
                rig.anonymous()
                    .get("/api/v1/accounts/" + eve.account() + "/statuses?pinned=true")
                    .json()))
        .containsExactly(id);
    alice.app().post("/api/v1/statuses/" + id + "/bookmark");
    assertThat(ids(alice.app().get("/api/v1/bookmarks").json())).containsExactly(id);
    alice.app().post("/api/v1/statuses/" + id + "/unbookmark");
    assertThat(alice.app().get("/api/v1/bookmarks").json()).isEmpty();
    assertThat(alice.app().post("/api/v1/statuses/" + id + "/pin").status()).isEqualTo(422);
  }
}
