package org.colloque.server.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Answers, counts and threads as strangers read them: whole, and never with what is private. */
class ThreadDocumentsTest {
  private static Rig rig;
  private static Person alice;
  private static Person bob;

  @BeforeAll
  static void start() {
    rig = Rig.start();
    alice = rig.local("alice");
    bob = rig.local("bob");
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  private static JsonNode post(Person person, String text, String... more) {
    List<String> fields = new ArrayList<>(List.of("status", text));
    fields.addAll(List.of(more));
    Browser.Answer answer = person.app().post("/api/v1/statuses", fields.toArray(String[]::new));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static JsonNode answer(Person person, JsonNode to, String text, String visibility) {
    return post(person, text, "in_reply_to_id", id(to), "visibility", visibility);
  }

  private static String id(JsonNode status) {
    return status.path("id").asText();
  }

  private static String uri(JsonNode status) {
    return status.path("uri").asText();
  }

  private static Browser.Answer get(String url) {
    return rig.anonymous().withHeader("Accept", "application/activity+json").get(url);
  }

  private static JsonNode document(String url) {
    Browser.Answer answer = get(url);
    assertThat(answer.status()).as(url + " " + answer.text()).isEqualTo(200);
    assertThat(answer.json().path("id").asText()).isEqualTo(url);
    return answer.json();
  }

  @Test
  void aThreadThatBeginsHereIsServedWholeAndOnlyWhatIsForEverybody() {
    JsonNode root = post(alice, "the case");
    JsonNode open = answer(bob, root, "I saw one", "public");
    JsonNode unlisted = answer(alice, open, "when?", "unlisted");
    JsonNode hidden = answer(bob, root, "for my followers", "private");
    JsonNode direct = answer(bob, root, "@alice between us", "direct");
    // an open answer below a hidden one: who follows the list would learn of the hidden one
    JsonNode below = answer(bob, hidden, "open below", "public");
    JsonNode note = document(uri(root));
    String context = note.path("context").asText();
    assertThat(context).startsWith(rig.base() + "/contexts/");
    assertThat(document(uri(open)).path("context").asText()).isEqualTo(context);
    JsonNode thread = document(context);
    assertThat(thread.path("type").asText()).isEqualTo("OrderedCollection");
    assertThat(thread.path("attributedTo").asText()).isEqualTo(rig.kit().urls().actor("alice"));
    assertThat(thread.path("totalItems").asInt()).isEqualTo(3);
    List<String> items = new ArrayList<>();
    thread.path("orderedItems").forEach(item -> items.add(item.asText()));
    assertThat(items).containsExactly(uri(root), uri(open), uri(unlisted));
    assertThat(thread.toString()).doesNotContain(uri(hidden), uri(direct), uri(below));
  }

  @Test
  void aThreadThatBeginsWithSomethingPrivateIsNotThere() {
    JsonNode root = post(alice, "for my followers", "visibility", "private");
    answer(alice, root, "open answer", "public");
    String conversation =
        Long.toString(
            rig.kit()
                .db()
                .as(
                    org.colloque.server.database.Viewer.of(alice.account()),
                    tx ->
                        tx.sql()
                            .select(org.colloque.migrations.Tables.STATUSES.CONVERSATION_ID)
                            .from(org.colloque.migrations.Tables.STATUSES)
                            .where(
                                org.colloque.migrations.Tables.STATUSES.ID.eq(
                                    root.path("id").asLong()))
                            .fetchSingle()
                            .value1()));
    Browser.Answer hidden = get(rig.base() + "/contexts/" + conversation);
    Browser.Answer missing = get(rig.base() + "/contexts/1");
    assertThat(hidden.status()).isEqualTo(404);
    assertThat(hidden.text()).isEqualTo(missing.text());
    assertThat(get(rig.base() + "/contexts/nonsense").status()).isEqualTo(404);
    JsonNode open = answer(alice, root, "open answer", "public");
    assertThat(document(uri(open)).has("context")).isFalse();
  }

  @Test
  void answersAreListedInPagesAndOnlyTheOpenOnes() {
    JsonNode root = post(alice, "many answers");
    List<String> open = new ArrayList<>();
    for (int i = 0; i < PostsApi.ANSWERS + 1; i++) {
      open.add(uri(answer(bob, root, "open " + i, "public")));
    }
    String hidden = uri(answer(bob, root, "for followers", "private"));
    String direct = uri(answer(bob, root, "@alice psst", "direct"));
    JsonNode gone = answer(bob, root, "soon gone", "public");
    bob.app().delete("/api/v1/statuses/" + id(gone));
    String replies = document(uri(root)).path("replies").asText();
    JsonNode collection = document(replies);
    List<String> items = new ArrayList<>();
    collection.path("first").path("items").forEach(item -> items.add(item.asText()));
    assertThat(items).hasSize(PostsApi.ANSWERS);
    JsonNode page = document(collection.path("first").path("next").asText());
    page.path("items").forEach(item -> items.add(item.asText()));
    assertThat(page.has("next")).isFalse();
    assertThat(items).containsExactlyElementsOf(open).doesNotContain(hidden, direct, uri(gone));
  }

  @Test
  void countsAreToldToWhoMayReadThePost() {
    JsonNode root = post(alice, "liked");
    bob.app().post("/api/v1/statuses/" + id(root) + "/favourite");
    bob.app().post("/api/v1/statuses/" + id(root) + "/reblog");
    JsonNode note = document(uri(root));
    for (String kind : List.of("likes", "shares")) {
      assertThat(note.path(kind).path("totalItems").asInt()).as(kind).isEqualTo(1);
      JsonNode collection = document(note.path(kind).path("id").asText());
      assertThat(collection.path("totalItems").asInt()).isEqualTo(1);
      assertThat(collection.toString()).doesNotContain("/users/bob");
    }
  }

  @Test
  void ofAPostThatOneMayNotReadNothingIsThere() {
    JsonNode hidden = post(alice, "for followers", "visibility", "private");
    answer(alice, hidden, "an open answer", "public");
    String missing = get(rig.base() + "/users/alice/statuses/1/replies").text();
    for (String kind : List.of("", "/replies", "/likes", "/shares", "/activity")) {
      Browser.Answer answer = get(uri(hidden) + kind);
      assertThat(answer.status()).as(kind).isEqualTo(404);
      assertThat(answer.text()).isEqualTo(missing);
    }
    assertThat(get(uri(hidden) + "/replies?page=true").status()).isEqualTo(404);
  }
}
