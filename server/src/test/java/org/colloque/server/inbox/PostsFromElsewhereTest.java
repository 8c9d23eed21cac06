package org.colloque.server.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.MENTIONS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.colloque.migrations.tables.records.StatusesRecord;
import org.colloque.server.http.Json;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.RemotePerson;
import org.junit.jupiter.api.Test;

/** Posts, edits and deletions of other servers, in the shape that Mastodon sends. */
class PostsFromElsewhereTest extends InboxRoom {
  @Test
  void aPostOfSomebodyFollowedIsKeptSanitisedAndShown() {
    aliceFollowsBob();
    ObjectNode note = bob.note("<p>Bonjour <img src=x onerror=alert(1)> <b>world</b></p>");
    note.put("summary", "careful").put("sensitive", true);
    note.putObject("contentMap").put("fr", note.path("content").asText());
    note.putArray("attachment")
        .addObject()
        .put("type", "Document")
        .put("mediaType", "image/png")
        .put("url", far.base() + "/pic.png")
        .put("name", "a picture");
    note.withArray("tag")
        .addObject()
        .put("type", "Hashtag")
        .put("href", far.base() + "/tags/Santé")
        .put("name", "#Santé");
    receive(bob.create(note));
    JsonNode home = alice.app().get("/api/v1/timelines/home").json();
    JsonNode shown = home.path(0);
    assertThat(shown.path("uri").asText()).isEqualTo(note.path("id").asText());
    assertThat(shown.path("content").asText()).contains("world").doesNotContain("onerror");
    assertThat(shown.path("spoiler_text").asText()).isEqualTo("careful");
    assertThat(shown.path("language").asText()).isEqualTo("fr");
    assertThat(shown.path("visibility").asText()).isEqualTo("public");
    assertThat(shown.path("account").path("acct").asText()).isEqualTo(bob.handle());
    assertThat(shown.path("media_attachments").path(0).path("remote_url").asText())
        .isEqualTo(far.base() + "/pic.png");
    assertThat(shown.path("media_attachments").path(0).path("description").asText())
        .isEqualTo("a picture");
    assertThat(shown.path("tags").path(0).path("name").asText()).isIn("Santé", "sante");
  }

  @Test
  void aPostThatConcernsNobodyHereIsNotKept() {
    ObjectNode note = bob.note("<p>hello all</p>");
    receive(bob.create(note));
    assertThat(stored(note)).isEmpty();
    ObjectNode direct = bob.note("<p>psst</p>", List.of(far.base() + "/users/carol"), List.of());
    receive(bob.create(direct));
    assertThat(stored(direct)).isEmpty();
  }

  @Test
  void aMentionNeedsTheTagAndTheAddress() {
    ObjectNode mention = bob.note("<p>@alice</p>", List.of(PUBLIC), List.of(aliceUri()));
    bob.mention(mention, aliceUri(), "@" + alice.handle());
    receive(bob.create(mention));
    assertThat(notifications()).containsExactly("mention");
    ObjectNode addressed = bob.note("<p>no tag</p>", List.of(PUBLIC), List.of(aliceUri()));
    receive(bob.create(addressed));
    assertThat(stored(addressed)).isPresent();
    assertThat(notifications()).containsExactly("mention");
    long id = stored(addressed).orElseThrow().getId();
    assertThat(count(MENTIONS, MENTIONS.STATUS_ID.eq(id).and(MENTIONS.SILENT))).isEqualTo(1);
  }

  @Test
  void audiencesAreReadAsMastodonReadsThem() {
    aliceFollowsBob();
    ObjectNode unlisted = bob.note("<p>u</p>", List.of(bob.followers()), List.of(PUBLIC));
    ObjectNode followers = bob.note("<p>f</p>", List.of(bob.followers()), List.of());
    ObjectNode direct = bob.note("<p>d</p>", List.of(aliceUri()), List.of());
    for (ObjectNode note : List.of(unlisted, followers, direct)) {
      receive(bob.create(note));
    }
    assertThat(stored(unlisted).orElseThrow().getAudience()).isEqualTo("unlisted");
    assertThat(stored(followers).orElseThrow().getAudience()).isEqualTo("followers");
    assertThat(stored(direct).orElseThrow().getAudience()).isEqualTo("direct");
    Person other = rig.local("other" + round);
    for (ObjectNode note : List.of(followers, direct)) {
      String path = "/api/v1/statuses/" + stored(note).orElseThrow().getId();
      assertThat(alice.app().get(path).status()).isEqualTo(200);
      assertThat(other.app().get(path).status()).isEqualTo(404);
      assertThat(rig.anonymous().get(path).status()).isEqualTo(404);
    }
  }

  @Test
  void aReplyBringsItsMissingAncestors() {
    ObjectNode root = bob.note("<p>root</p>");
    RemotePerson carol = far.person("carol" + round);
    ObjectNode middle = carol.note("<p>middle</p>");
    middle.put("inReplyTo", root.path("id").asText());
    far.serve(root.path("id").asText(), root);
    far.serve(middle.path("id").asText(), middle);
    ObjectNode leaf = bob.note("<p>@alice leaf</p>", List.of(PUBLIC), List.of(aliceUri()));
    leaf.put("inReplyTo", middle.path("id").asText());
    bob.mention(leaf, aliceUri(), "@" + alice.handle());
    receive(bob.create(leaf));
    StatusesRecord stored = stored(leaf).orElseThrow();
    assertThat(stored.getInReplyToId()).isEqualTo(stored(middle).orElseThrow().getId());
    JsonNode context = alice.app().get("/api/v1/statuses/" + stored.getId() + "/context").json();
    assertThat(context.path("ancestors").findValuesAsText("uri"))
        .contains(root.path("id").asText(), middle.path("id").asText());
  }

  @Test
  void anEditChangesAndKeepsHistory() {
    aliceFollowsBob();
    ObjectNode note = bob.note("<p>first</p>");
    receive(bob.create(note));
    ObjectNode edited = note.deepCopy().put("content", "<p>second</p>");
    edited.put("updated", rig.kit().now().toString());
    receive(bob.activity("Update", edited));
    long id = stored(note).orElseThrow().getId();
    JsonNode shown = alice.app().get("/api/v1/statuses/" + id).json();
    assertThat(shown.path("content").asText()).contains("second");
    assertThat(shown.path("edited_at").isNull()).isFalse();
    assertThat(alice.app().get("/api/v1/statuses/" + id + "/history").json()).hasSize(2);
  }

  @Test
  void anEditOfAnOldUnknownPostIsIgnoredAndOfANewOneTakenIn() {
    aliceFollowsBob();
    ObjectNode old = bob.note("<p>old</p>");
    old.put("published", rig.kit().now().minus(Duration.ofDays(3)).toString());
    receive(bob.activity("Update", old));
    assertThat(stored(old)).isEmpty();
    ObjectNode fresh = bob.note("<p>fresh</p>");
    fresh.put("published", rig.kit().now().minus(Duration.ofHours(1)).toString());
    receive(bob.activity("Update", fresh));
    assertThat(stored(fresh)).isPresent();
  }

  @Test
  void aDeletionEmptiesAndTheCopyThatComesLaterIsNotTakenIn() {
    aliceFollowsBob();
    ObjectNode note = bob.note("<p>regret</p>");
    ObjectNode create = bob.create(note);
    receive(create);
    ObjectNode tombstone =
        Json.object().put("id", note.path("id").asText()).put("type", "Tombstone");
    receive(bob.activity("Delete", tombstone));
    assertThat(stored(note).orElseThrow().getContentHtml()).isEmpty();
    assertThat(alice.app().get("/api/v1/timelines/home").json()).isEmpty();
    receive(bob.create(note));
    assertThat(stored(note).orElseThrow().getDeletedAt()).isNotNull();
    // and in the other order
    ObjectNode never = bob.note("<p>never</p>");
    receive(bob.activity("Delete", never.path("id").asText()));
    receive(bob.create(never));
    assertThat(stored(never)).isEmpty();
  }

  @Test
  void nobodyDeletesOrEditsWhatIsAnothers() {
    aliceFollowsBob();
    ObjectNode note = bob.note("<p>mine</p>");
    receive(bob.create(note));
    RemotePerson mallory = far.person("mallory" + round);
    receive(mallory, mallory.activity("Delete", note.path("id").asText()));
    assertThat(stored(note).orElseThrow().getDeletedAt()).isNull();
    ObjectNode forged = note.deepCopy().put("content", "<p>forged</p>");
    assertThat(mallory.send(rig, mallory.activity("Update", forged))).isEqualTo(401);
    forged.put("attributedTo", mallory.uri());
    receive(mallory, mallory.activity("Update", forged));
    assertThat(stored(note).orElseThrow().getContentHtml()).contains("mine");
  }
}
