package org.colloque.server.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.colloque.server.http.Json;
import org.colloque.server.rig.RemotePerson;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A member opens a thread, and what is missing of it is fetched, within limits (check C36). */
class ThreadCompletionTest extends InboxRoom {
  private ObjectNode root;
  private String repliesId;

  @BeforeEach
  void aThread() {
    aliceFollowsBob();
    root = bob.note("the case");
    repliesId = root.path("id").asText() + "/replies";
    root.put("replies", repliesId);
    far.serve(root.path("id").asText(), root);
    receive(bob.create(root));
    far.forget();
  }

  private ObjectNode answer(RemotePerson by, ObjectNode to, String text) {
    ObjectNode note = by.note(text);
    note.put("inReplyTo", to.path("id").asText());
    note.put("replies", note.path("id").asText() + "/replies");
    far.serve(note.path("id").asText(), note);
    return note;
  }

  private void replies(ObjectNode of, List<ObjectNode> first, List<ObjectNode> next) {
    // Mastodon's shape: the author's own stand inside, the others on the next page (quirk 80)
    String id = of.path("id").asText() + "/replies";
    ObjectNode collection = document(id, "Collection");
    ObjectNode page = collection.putObject("first");
    page.put("type", "CollectionPage").put("partOf", id).put("next", id + "?page=2");
    ids(page.putArray("items"), first);
    far.serve(id, collection);
    ObjectNode second = document(id + "?page=2", "CollectionPage");
    second.put("partOf", id).put("next", id + "?page=3");
    ids(second.putArray("items"), next);
    far.serve(id + "?page=2", second);
  }

  private static void ids(ArrayNode items, List<ObjectNode> notes) {
    notes.forEach(note -> items.add(note.path("id").asText()));
  }

  private static ObjectNode document(String id, String type) {
    return Json.object()
        .put("@context", "https://www.w3.org/ns/activitystreams")
        .put("id", id)
        .put("type", type);
  }

  private String path() {
    return "/api/v1/statuses/" + stored(root).orElseThrow().getId() + "/context";
  }

  private List<String> open() {
    alice.app().get(path());
    rig.runDueJobs();
    return below();
  }

  private List<String> below() {
    return StreamSupport.stream(
            alice.app().get(path()).json().path("descendants").spliterator(), false)
        .map(status -> status.path("uri").asText())
        .toList();
  }

  private static String id(JsonNode note) {
    return note.path("id").asText();
  }

  @Test
  void answersOfAnswersAreFetchedFromBothPages() {
    RemotePerson carol = far.person("carol" + round);
    ObjectNode own = answer(bob, root, "more of it");
    ObjectNode other = answer(carol, root, "I saw one too");
    ObjectNode deep = answer(bob, other, "when?");
    replies(root, List.of(own), List.of(other));
    replies(other, List.of(), List.of(deep));
    assertThat(open()).containsExactlyInAnyOrder(id(own), id(other), id(deep));
    assertThat(notifications()).isEmpty();
  }

  @Test
  void aThreadIsCompletedNoMoreOftenThanInAQuarterOfAnHour() {
    replies(root, List.of(), List.of());
    open();
    open();
    assertThat(far.fetches(repliesId)).isEqualTo(1);
    rig.clock().advance(Duration.ofMinutes(16));
    open();
    assertThat(far.fetches(repliesId)).isEqualTo(2);
  }

  @Test
  void strangersMakeUsAskNobody() {
    replies(root, List.of(answer(bob, root, "more")), List.of());
    rig.anonymous().get(path());
    rig.runDueJobs();
    assertThat(far.everything()).isEmpty();
  }

  @Test
  void whatDoesNotBelongToTheThreadIsNotTakenIn() {
    ObjectNode stray = bob.note("something else");
    far.serve(id(stray), stray);
    ObjectNode hidden = bob.note("for some", List.of(bob.followers()), List.of());
    hidden.put("inReplyTo", id(root));
    far.serve(id(hidden), hidden);
    replies(root, List.of(stray, hidden), List.of());
    assertThat(open()).isEmpty();
    assertThat(stored(stray)).isEmpty();
    assertThat(stored(hidden)).isEmpty();
  }

  @Test
  void theOwnerShowsTheWholeThread() {
    String context = far.base() + "/contexts/" + round;
    root.put("context", context);
    far.serve(id(root), root);
    ObjectNode one = answer(bob, root, "one");
    ObjectNode two = answer(bob, one, "two");
    ObjectNode thread = document(context, "OrderedCollection");
    ids(thread.putArray("orderedItems"), List.of(root, one, two));
    far.serve(context, thread);
    assertThat(open()).containsExactlyInAnyOrder(id(one), id(two));
    assertThat(far.fetches(repliesId)).isZero();
  }

  @Test
  void aThreadOnAnotherServerThanItsFirstPostIsNotBelieved() {
    try (var other = org.colloque.server.rig.Remote.start("other")) {
      String context = other.base() + "/contexts/1";
      root.put("context", context);
      far.serve(id(root), root);
      replies(root, List.of(), List.of());
      open();
      assertThat(other.everything()).isEmpty();
    }
  }

  @Test
  void aThreadWithoutEndIsNotReadToItsEnd() {
    // each answer has three answers, and each of those
    grow(root, 0);
    int known = open().size();
    assertThat(known).isPositive();
    assertThat(far.everything().size()).isLessThanOrEqualTo(2 * 100);
  }

  private void grow(ObjectNode above, int level) {
    if (level < 5) {
      List<ObjectNode> answers =
          List.of(answer(bob, above, "a"), answer(bob, above, "b"), answer(bob, above, "c"));
      replies(above, answers, List.of());
      answers.forEach(one -> grow(one, level + 1));
    }
  }

  @Test
  void whatStandsAboveIsFetchedWhenSomebodyOpensIt() {
    ObjectNode top = bob.note("the beginning");
    ObjectNode middle = answer(bob, top, "then");
    ObjectNode last = answer(bob, middle, "at last");
    // the server above was silent when the post came
    far.answer(
        id(middle), com.github.tomakehurst.wiremock.client.WireMock.aResponse().withStatus(503));
    receive(bob.create(last));
    String opened = "/api/v1/statuses/" + stored(last).orElseThrow().getId() + "/context";
    assertThat(alice.app().get(opened).json().path("ancestors")).isEmpty();
    far.serve(id(middle), middle);
    far.serve(id(top), top);
    rig.clock().advance(Duration.ofMinutes(16));
    alice.app().get(opened);
    rig.runDueJobs();
    assertThat(alice.app().get(opened).json().path("ancestors")).hasSize(2);
  }
}
