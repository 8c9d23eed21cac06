package org.colloque.server.federation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.colloque.server.http.Json;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.junit.jupiter.api.Test;

/** Every activity that we send, in the shape that Mastodon sends (federation.md, section 1f). */
class SentActivitiesTest extends Neighbours {
  private static final String ACTIVITY_STREAMS = "https://www.w3.org/ns/activitystreams";

  /** The one activity that {@code remote} got; its envelope, context and signature are checked. */
  private ObjectNode sent(Remote remote, String type) throws Exception {
    Remote.Received received = remote.received(type).getLast();
    ObjectNode activity = (ObjectNode) received.activity().deepCopy();
    assertThat(received.request().getHeader("Content-Type"))
        .startsWith("application/activity+json");
    assertThat(received.request().getHeader("Host")).isEqualTo(remote.host());
    assertThat(received.request().getHeader("User-Agent")).contains("Colloque", rig.base());
    assertThat(activity.path("actor").asText()).isEqualTo(uri(alice));
    SentSignature.check(received.request(), rig, uri(alice));
    JsonNode context = activity.remove("@context");
    assertThat(context.path(0).asText()).isEqualTo(ACTIVITY_STREAMS);
    assertThat(activity.toString()).doesNotContain("\"bto\"", "\"bcc\"");
    assertThat(activity.path("type").asText()).isEqualTo(type);
    return activity;
  }

  private ObjectNode sent(String type) throws Exception {
    return sent(second, type);
  }

  private static ObjectNode expected(String id, String type, String actor, Object object) {
    ObjectNode expected = Json.object().put("id", id).put("type", type).put("actor", actor);
    expected.set("object", Json.MAPPER.valueToTree(object));
    return expected;
  }

  private void relation(String verb, long account) {
    ok(alice.app().post("/api/v1/accounts/" + account + "/" + verb));
    rig.runDueJobs();
  }

  @Test
  void followAndItsUndo() throws Exception {
    relation("follow", known(named));
    ObjectNode follow = sent("Follow");
    String id = follow.path("id").asText();
    assertThat(id).startsWith(uri(alice) + "#follows/");
    assertThat(follow).isEqualTo(expected(id, "Follow", uri(alice), named.uri()));
    receive(named, named.activity("Accept", follow));
    relation("unfollow", known(named));
    assertThat(sent("Undo")).isEqualTo(expected(id + "/undo", "Undo", uri(alice), follow));
    relation("follow", known(named));
    assertThat(sent("Follow").path("id").asText()).as("a fresh id (quirk 36)").isNotEqualTo(id);
  }

  @Test
  void acceptAndReject() throws Exception {
    ObjectNode follow = named.activity("Follow", uri(alice));
    receive(named, follow);
    ObjectNode inlined = follow.deepCopy();
    inlined.remove("@context");
    ObjectNode accept = sent("Accept");
    assertThat(accept.path("id").asText()).startsWith(uri(alice) + "#accepts/follows/");
    assertThat(accept)
        .isEqualTo(expected(accept.path("id").asText(), "Accept", uri(alice), inlined));
    relation("remove_from_followers", known(named));
    ObjectNode reject = sent("Reject");
    assertThat(reject.path("id").asText()).startsWith(uri(alice) + "#rejects/follows/");
    assertThat(reject)
        .isEqualTo(expected(reject.path("id").asText(), "Reject", uri(alice), inlined));
  }

  @Test
  void blockAndItsUndo() throws Exception {
    relation("block", known(named));
    ObjectNode block = sent("Block");
    String id = block.path("id").asText();
    assertThat(id).startsWith(uri(alice) + "#blocks/");
    assertThat(block).isEqualTo(expected(id, "Block", uri(alice), named.uri()));
    relation("unblock", known(named));
    assertThat(sent("Undo")).isEqualTo(expected(id + "/undo", "Undo", uri(alice), block));
    assertThat(received()).hasSize(2);
  }

  @Test
  void likeAndItsUndo() throws Exception {
    ObjectNode note = noteFrom(named);
    String status = "/api/v1/statuses/" + find(note);
    forget();
    ok(alice.app().post(status + "/favourite"));
    rig.runDueJobs();
    ObjectNode like = sent("Like");
    String id = like.path("id").asText();
    assertThat(id).startsWith(uri(alice) + "#likes/");
    assertThat(like).isEqualTo(expected(id, "Like", uri(alice), note.path("id").asText()));
    ok(alice.app().post(status + "/unfavourite"));
    rig.runDueJobs();
    assertThat(sent("Undo")).isEqualTo(expected(id + "/undo", "Undo", uri(alice), like));
    assertThat(received()).hasSize(2);
  }

  @Test
  void announceAndItsUndo() throws Exception {
    ObjectNode note = noteFrom(named);
    String original = "/api/v1/statuses/" + find(note);
    JsonNode boost = ok(alice.app().post(original + "/reblog"));
    rig.runDueJobs();
    ObjectNode announce = sent("Announce");
    String id = boost.path("uri").asText();
    assertThat(announce.path("id").asText()).isIn(id, id + "/activity");
    ObjectNode expected =
        expected(announce.path("id").asText(), "Announce", uri(alice), note.path("id").asText());
    expected.put("published", rig.kit().now().toString());
    expected.putArray("to").add(PUBLIC);
    expected.putArray("cc").add(uri(alice) + "/followers").add(named.uri());
    assertThat(announce).isEqualTo(expected);
    assertThat(sent(first, "Announce")).isEqualTo(expected);
    ok(alice.app().post(original + "/unreblog"));
    rig.runDueJobs();
    ObjectNode undo = sent("Undo");
    ObjectNode inlined = expected.deepCopy();
    inlined.remove(List.of("published", "to", "cc"));
    ObjectNode undone =
        expected(announce.path("id").asText() + "/undo", "Undo", uri(alice), inlined);
    undone.set("to", expected.path("to"));
    undone.set("cc", expected.path("cc"));
    assertThat(undo).isEqualTo(undone);
  }

  @Test
  void create() throws Exception {
    JsonNode said =
        say(
            "@" + named.handle() + " look #Fever",
            "public",
            "spoiler_text",
            "careful",
            "language",
            "en");
    String uri = said.path("uri").asText();
    ObjectNode create = sent("Create");
    ObjectNode note = (ObjectNode) create.remove("object");
    ObjectNode envelope =
        Json.object().put("id", uri + "/activity").put("type", "Create").put("actor", uri(alice));
    envelope.put("published", rig.kit().now().toString());
    envelope.putArray("to").add(PUBLIC);
    envelope.putArray("cc").add(uri(alice) + "/followers").add(named.uri());
    assertThat(create).isEqualTo(envelope);
    String content = said.path("content").asText();
    ObjectNode expected = Json.object().put("id", uri).put("type", "Note");
    expected.put("summary", "careful").putNull("inReplyTo");
    expected.put("published", rig.kit().now().toString());
    expected.put("url", said.path("url").asText()).put("attributedTo", uri(alice));
    expected.set("to", envelope.path("to"));
    expected.set("cc", envelope.path("cc"));
    expected.put("sensitive", true).put("atomUri", uri).putNull("inReplyToAtomUri");
    expected.put("conversation", note.path("conversation").asText());
    expected.put("context", note.path("conversation").asText());
    expected.put("content", content).putObject("contentMap").put("en", content);
    mayBeQuotedByAll(expected);
    expected.putArray("attachment");
    expected
        .putArray("tag")
        .add(
            Json.object()
                .put("type", "Mention")
                .put("href", named.uri())
                .put("name", "@" + named.handle()))
        .add(
            Json.object()
                .put("type", "Hashtag")
                .put("href", rig.base() + "/tags/fever")
                .put("name", "#Fever"));
    expected.put("replies", uri + "/replies");
    for (String kind : List.of("likes", "shares")) {
      expected
          .putObject(kind)
          .put("id", uri + "/" + kind)
          .put("type", "Collection")
          .put("totalItems", 0);
    }
    assertThat(note).isEqualTo(expected);
    assertThat(note.path("conversation").asText()).isNotEmpty();
    assertThat(content)
        .contains("class=\"u-url mention\"", "class=\"mention hashtag\"", named.username());
    assertThat(sent(first, "Create").path("object")).isEqualTo(note);
  }

  private static void mayBeQuotedByAll(ObjectNode note) {
    note.putObject("interactionPolicy")
        .putObject("canQuote")
        .putArray("automaticApproval")
        .add(PUBLIC);
  }

  @Test
  void aReplyNamesWhatItAnswersAndItsConversation() throws Exception {
    ObjectNode question = noteFrom(named);
    say("@" + named.handle() + " yes", "unlisted", "in_reply_to_id", find(question));
    JsonNode note = sent("Create").path("object");
    assertThat(note.path("inReplyTo").asText()).isEqualTo(question.path("id").asText());
    assertThat(note.path("inReplyToAtomUri").asText()).isEqualTo(question.path("id").asText());
    assertThat(texts(note.path("to"))).containsExactly(uri(alice) + "/followers");
    assertThat(texts(note.path("cc"))).containsExactly(PUBLIC, named.uri());
    assertThat(note.path("conversation").asText())
        .isEqualTo(question.path("conversation").asText());
  }

  @Test
  void updateOfANote() throws Exception {
    JsonNode said = say("@" + named.handle() + " first", "public");
    JsonNode before = sent("Create").path("object");
    rig.clock().advance(java.time.Duration.ofMinutes(3));
    edit(said, "@" + named.handle() + " second");
    ObjectNode update = sent("Update");
    assertThat(update.path("id").asText()).startsWith(said.path("uri").asText() + "#updates/");
    assertThat(update.path("to")).isEqualTo(before.path("to"));
    assertThat(update.path("cc")).isEqualTo(before.path("cc"));
    ObjectNode note = (ObjectNode) update.path("object").deepCopy();
    assertThat(note.remove("updated").asText()).isEqualTo(rig.kit().now().toString());
    assertThat(note.path("content").asText()).contains("second").doesNotContain("first");
    for (String same : List.of("id", "published", "conversation", "to", "cc", "tag", "url")) {
      assertThat(note.path(same)).as(same).isEqualTo(before.path(same));
    }
    String once = update.path("id").asText();
    edit(said, "@" + named.handle() + " third");
    assertThat(sent("Update").path("id").asText()).isNotEqualTo(once);
  }

  @Test
  void deleteOfANote() throws Exception {
    for (String visibility : List.of("public", "direct")) {
      JsonNode said = say("@" + named.handle() + " soon gone", visibility);
      delete(said);
      String uri = said.path("uri").asText();
      ObjectNode tombstone =
          Json.object().put("id", uri).put("type", "Tombstone").put("atomUri", uri);
      ObjectNode expected = expected(uri + "#delete", "Delete", uri(alice), tombstone);
      expected.putArray("to").add(PUBLIC);
      assertThat(sent("Delete")).isEqualTo(expected);
    }
  }

  @Test
  void updateOfAProfile() throws Exception {
    Browser.Answer changed =
        alice
            .app()
            .form(
                "PATCH",
                "/api/v1/accounts/update_credentials",
                "display_name",
                "Dr Alice",
                "fields_attributes[0][name]",
                "Ward",
                "fields_attributes[0][value]",
                "B2");
    assertThat(changed.status()).isEqualTo(200);
    rig.runDueJobs();
    ObjectNode update = sent(first, "Update");
    assertThat(update.path("id").asText()).startsWith(uri(alice) + "#updates/");
    assertThat(texts(update.path("to"))).containsExactly(PUBLIC);
    ObjectNode actor =
        (ObjectNode)
            rig.anonymous()
                .withHeader("Accept", "application/activity+json")
                .get(uri(alice))
                .json();
    actor.remove("@context");
    assertThat(update.path("object")).isEqualTo(actor);
    assertThat(actor.path("name").asText()).isEqualTo("Dr Alice");
    assertThat(actor.path("attachment").path(0).path("type").asText()).isEqualTo("PropertyValue");
    assertThat(touched()).containsExactly("first");
  }

  @Test
  void whatWeFetchIsSignedByTheInstance() throws Exception {
    RemotePerson stranger = person(third, "stranger");
    forget();
    known(stranger);
    var request = third.requests(stranger.uri()).getFirst();
    assertThat(request.getHeader("Accept")).contains("application/activity+json");
    SentSignature.check(request, rig, rig.base() + "/actor");
  }

  /** A public note to Alice, stored here. */
  private ObjectNode noteFrom(RemotePerson author) {
    ObjectNode note = author.note("<p>@alice hello</p>", List.of(PUBLIC), List.of(uri(alice)));
    note.put("conversation", "tag:" + author.username() + ":conversation");
    author.mention(note, uri(alice), "@" + alice.handle());
    receive(author, author.create(note));
    return note;
  }

  private String find(JsonNode note) {
    return ok(alice.app().get("/api/v2/search?resolve=true&q=" + note.path("id").asText()))
        .path("statuses")
        .path(0)
        .path("id")
        .asText();
  }
}
