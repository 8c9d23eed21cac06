package org.colloque.server.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.ACCOUNTS;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Outbox, followers, following and pins: whole, in pages, and never with what is private. */
class CollectionsTest {
  private static Rig rig;
  private static Remote far;
  private static int round;
  private Person alice;
  private String actor;

  @BeforeAll
  static void start() {
    rig = Rig.start();
    far = Remote.start("far");
  }

  @AfterAll
  static void stop() {
    rig.close();
    far.close();
  }

  @BeforeEach
  void people() {
    round++;
    alice = rig.local("alice" + round);
    actor = rig.base() + "/users/" + alice.username();
  }

  private static Browser.Answer get(String url) {
    return rig.anonymous().withHeader("Accept", "application/activity+json").get(url);
  }

  private static JsonNode document(String url) {
    Browser.Answer answer = get(url);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.header("content-type")).startsWith("application/activity+json");
    assertThat(answer.json().path("id").asText()).isEqualTo(url);
    return answer.json();
  }

  private JsonNode post(String text, String... more) {
    List<String> fields = new ArrayList<>(List.of("status", text));
    fields.addAll(List.of(more));
    Browser.Answer answer = alice.app().post("/api/v1/statuses", fields.toArray(String[]::new));
    assertThat(answer.status()).isEqualTo(200);
    return answer.json();
  }

  /** All items of a collection, page by page; the number of pages is checked. */
  private static List<JsonNode> all(JsonNode collection, int pages) {
    assertThat(collection.path("type").asText()).isEqualTo("OrderedCollection");
    assertThat(collection.has("orderedItems")).isFalse();
    List<JsonNode> items = new ArrayList<>();
    String next = collection.path("first").asText();
    int read = 0;
    while (!next.isEmpty()) {
      JsonNode page = document(next);
      assertThat(page.path("type").asText()).isEqualTo("OrderedCollectionPage");
      assertThat(page.path("partOf").asText()).isEqualTo(collection.path("id").asText());
      page.path("orderedItems").forEach(items::add);
      next = page.path("next").asText();
      read++;
    }
    assertThat(read).isEqualTo(pages);
    return items;
  }

  @Test
  void theOutboxHasWhatEverybodyMayReadAndNothingElse() {
    JsonNode open = post("for everybody");
    JsonNode unlisted = post("not listed", "visibility", "unlisted");
    JsonNode followers = post("for followers", "visibility", "private");
    post("to one", "visibility", "direct");
    JsonNode gone = post("soon gone");
    alice.app().delete("/api/v1/statuses/" + gone.path("id").asText());
    JsonNode bobs =
        rig.local("bob" + round).app().post("/api/v1/statuses", "status", "bob's").json();
    alice.app().post("/api/v1/statuses/" + bobs.path("id").asText() + "/reblog");
    alice.app().post("/api/v1/statuses/" + followers.path("id").asText() + "/reblog");
    JsonNode outbox = document(actor + "/outbox");
    assertThat(outbox.path("totalItems").asInt()).isEqualTo(3);
    List<JsonNode> items = all(outbox, 1);
    assertThat(items.stream().map(item -> item.path("type").asText()))
        .containsExactly("Announce", "Create", "Create");
    assertThat(items.getFirst().path("object").asText()).isEqualTo(bobs.path("uri").asText());
    assertThat(items.get(1).path("object").path("id").asText())
        .isEqualTo(unlisted.path("uri").asText());
    assertThat(items.get(2).path("object").path("content").asText()).contains("for everybody");
    assertThat(items.get(2).path("object").path("id").asText())
        .isEqualTo(open.path("uri").asText());
    assertThat(items.toString()).doesNotContain("for followers", "to one", "soon gone");
  }

  @Test
  void theOutboxComesInPages() {
    List<String> said = new ArrayList<>();
    for (int i = 0; i < CollectionsApi.POSTS * 2 + 1; i++) {
      said.addFirst(post("number " + i).path("uri").asText());
      post("between " + i, "visibility", "private");
    }
    JsonNode outbox = document(actor + "/outbox");
    assertThat(outbox.path("totalItems").asInt()).isEqualTo(said.size());
    List<JsonNode> items = all(outbox, 3);
    assertThat(items.stream().map(item -> item.path("object").path("id").asText()))
        .containsExactlyElementsOf(said);
  }

  @Test
  void peopleComeInPages() {
    List<String> followers = new ArrayList<>();
    for (int i = 0; i < CollectionsApi.PEOPLE + 1; i++) {
      Person one = rig.local("f" + round + "x" + i);
      one.app().post("/api/v1/accounts/" + alice.account() + "/follow");
      followers.addFirst(rig.kit().urls().actor(one.username()));
    }
    RemotePerson bob = far.person("bob" + round);
    assertThat(bob.send(rig, bob.activity("Follow", actor))).isEqualTo(202);
    rig.runDueJobs();
    followers.addFirst(bob.uri());
    JsonNode collection = document(actor + "/followers");
    assertThat(collection.path("totalItems").asInt()).isEqualTo(followers.size());
    assertThat(all(collection, 2).stream().map(JsonNode::asText))
        .containsExactlyElementsOf(followers);
    assertThat(document(actor + "/following").path("totalItems").asInt()).isZero();
    String follower = followers.getLast();
    JsonNode following = document(follower + "/following");
    assertThat(following.path("totalItems").asInt()).isEqualTo(1);
    assertThat(all(following, 1).getFirst().asText()).isEqualTo(actor);
  }

  @Test
  void whoHidesTheirFollowersShowsTheNumberOnly() {
    Person one = rig.local("h" + round);
    one.app().post("/api/v1/accounts/" + alice.account() + "/follow");
    rig.kit()
        .db()
        .doAs(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .update(ACCOUNTS)
                    .set(ACCOUNTS.HIDE_COLLECTIONS, true)
                    .where(ACCOUNTS.ID.eq(alice.account().value()))
                    .execute());
    for (String name : List.of("/followers", "/following")) {
      JsonNode collection = document(actor + name);
      assertThat(collection.path("totalItems").asInt())
          .isEqualTo(name.equals("/followers") ? 1 : 0);
      assertThat(collection.has("first")).isFalse();
      assertThat(get(actor + name + "?page=true").status()).isEqualTo(404);
    }
  }

  @Test
  void pinsAreShownWithTheirTextAndOnlyTheOpenOnes() {
    JsonNode open = post("read this first");
    JsonNode followers = post("for followers", "visibility", "private");
    for (JsonNode status : List.of(open, followers)) {
      alice.app().post("/api/v1/statuses/" + status.path("id").asText() + "/pin");
    }
    JsonNode featured = document(actor + "/collections/featured");
    assertThat(featured.path("totalItems").asInt()).isEqualTo(1);
    JsonNode item = featured.path("orderedItems").path(0);
    assertThat(item.path("type").asText()).isEqualTo("Note");
    assertThat(item.path("id").asText()).isEqualTo(open.path("uri").asText());
    assertThat(featured.toString()).doesNotContain("for followers");
  }

  @Test
  void nobodyHasNoCollections() {
    for (String name : List.of("/outbox", "/followers", "/following", "/collections/featured")) {
      assertThat(get(rig.base() + "/users/nobody" + name).status()).isEqualTo(404);
    }
    assertThat(get(actor + "/outbox?page=true&max_id=nonsense").status()).isIn(200, 400, 422);
    assertThat(get(actor + "/outbox?page=true&max_id=1").json().path("orderedItems")).isEmpty();
  }
}
