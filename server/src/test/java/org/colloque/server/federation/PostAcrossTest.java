package org.colloque.server.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.MEDIA_ATTACHMENTS;
import static org.colloque.migrations.Tables.MENTIONS;
import static org.colloque.migrations.Tables.STATUS_EDITS;
import static org.colloque.migrations.Tables.STATUS_TAGS;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.colloque.migrations.tables.records.MediaAttachmentsRecord;
import org.colloque.migrations.tables.records.StatusesRecord;
import org.colloque.server.rig.Browser;
import org.junit.jupiter.api.Test;

/** What a post brings with it from one instance to another, and what becomes of it there. */
class PostAcrossTest extends TwoInstances {
  @Test
  void aPostArrivesWithEverythingThatBelongsToIt() throws IOException {
    follow(alice, bob);
    JsonNode media = upload();
    JsonNode said =
        say(
            bob,
            "Regardez, @" + alice.handle() + " : #Néphrologie",
            "spoiler_text",
            "Sang",
            "language",
            "fr",
            "media_ids[]",
            media.path("id").asText());
    assertThat(home(alice)).containsExactly(uriOf(said));
    JsonNode seen = seen(alice, said);
    assertThat(seen.path("url").asText()).isEqualTo(said.path("url").asText());
    assertThat(seen.path("account").path("acct").asText()).isEqualTo(bob.handle());
    assertThat(seen.path("visibility").asText()).isEqualTo("public");
    assertThat(seen.path("spoiler_text").asText()).isEqualTo("Sang");
    assertThat(seen.path("sensitive").asBoolean()).isTrue();
    assertThat(seen.path("language").asText()).isEqualTo("fr");
    assertThat(seen.path("created_at").asText()).isEqualTo(said.path("created_at").asText());
    assertThat(seen.path("content").asText()).contains("Regardez", "Néphrologie");
    assertThat(seen.path("mentions")).hasSize(1);
    assertThat(seen.path("mentions").path(0).path("acct").asText()).isEqualTo(alice.username());
    assertThat(seen.path("mentions").path(0).path("id").asText())
        .isEqualTo(alice.account().toString());
    assertThat(seen.path("tags").findValuesAsText("name")).hasSize(1);
    JsonNode attached = seen.path("media_attachments").path(0);
    assertThat(attached.path("type").asText()).isEqualTo("image");
    assertThat(attached.path("description").asText()).isEqualTo("Une courbe");
    assertThat(attached.path("blurhash").asText()).isEqualTo(media.path("blurhash").asText());
    assertThat(attached.path("meta").path("original").path("width").asInt()).isEqualTo(300);
    assertThat(attached.path("remote_url").asText())
        .isEqualTo(said.path("media_attachments").path(0).path("url").asText())
        .doesNotContain("?");
    assertThat(new Browser(south.base()).get(attached.path("remote_url").asText()).status())
        .isEqualTo(200);
    assertThat(notifications(alice)).containsExactly("mention " + bob.handle());
    assertThat(tagTimeline(alice, "nephrologie")).containsExactly(uriOf(said));
    assertThat(publicTimeline(alice)).contains(uriOf(said));
  }

  @Test
  void itsRowsAreThereAndNothingThatWasNotSaid() throws IOException {
    follow(alice, bob);
    JsonNode said =
        say(
            bob,
            "hello @" + carol().username() + " #Fever",
            "media_ids[]",
            upload().path("id").asText());
    StatusesRecord copy = copy(north, said);
    assertThat(copy.getLocal()).isFalse();
    assertThat(copy.getAccountId()).isEqualTo(accountId(north, bob));
    assertThat(copy.getText()).as("what was typed stays where it was typed").isEmpty();
    assertThat(copy.getListed()).isTrue();
    assertThat(copy.getQuiet()).isFalse();
    assertThat(copy.getApplicationId()).isNull();
    assertThat(count(north, STATUS_TAGS, STATUS_TAGS.STATUS_ID.eq(copy.getId()))).isOne();
    // Carol is named by her handle, and known by it: she is somebody of the south
    assertThat(account(north, carol()).orElseThrow().getDomain()).isEqualTo(south.host());
    assertThat(count(north, MENTIONS, MENTIONS.STATUS_ID.eq(copy.getId()))).isOne();
    MediaAttachmentsRecord image =
        sql(
            north,
            sql ->
                sql.selectFrom(MEDIA_ATTACHMENTS)
                    .where(MEDIA_ATTACHMENTS.STATUS_ID.eq(copy.getId()))
                    .fetchSingle());
    assertThat(image.getFileKey()).as("the file stays where it is").isNull();
    assertThat(image.getRemoteUrl()).startsWith(south.base());
    assertThat(notifications(carol())).containsExactly("mention " + bob.username());
    assertThat(notifications(alice)).isEmpty();
  }

  private JsonNode upload() throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB), "png", png);
    return ok(
        bob.app()
            .upload(
                "POST",
                "/api/v2/media",
                "file",
                "curve.png",
                png.toByteArray(),
                "description",
                "Une courbe"));
  }

  @Test
  void anUnlistedPostIsReadByFollowersAndStandsInNoPublicTimeline() {
    follow(alice, bob);
    JsonNode said = say(bob, "quietly #whisper", "visibility", "unlisted");
    assertThat(home(alice)).containsExactly(uriOf(said));
    assertThat(seen(alice, said).path("visibility").asText()).isEqualTo("unlisted");
    assertThat(publicTimeline(alice)).doesNotContain(uriOf(said));
    assertThat(tagTimeline(alice, "whisper")).isEmpty();
    assertThat(copy(north, said).getListed()).isFalse();
  }

  @Test
  void whatNobodyFollowsIsNotSentAndIsFoundByItsAddress() {
    JsonNode said = say(bob, "to the south only");
    assertThat(row(north, said)).isEmpty();
    assertThat(account(north, bob)).isEmpty();
    JsonNode found =
        ok(alice.app().get("/api/v2/search?resolve=true&q=" + said.path("url").asText()));
    assertThat(uriOf(found.path("statuses").path(0))).isEqualTo(uriOf(said));
    assertThat(copy(north, said).getQuiet()).isTrue();
    assertThat(home(alice)).isEmpty();
  }

  @Test
  void aPrivateOneIsNotFoundByItsAddress() {
    for (String visibility : new String[] {"private", "direct"}) {
      JsonNode said = say(bob, "nothing for searches", "visibility", visibility);
      for (String address : new String[] {said.path("url").asText(), uriOf(said)}) {
        JsonNode found = ok(alice.app().get("/api/v2/search?resolve=true&q=" + address));
        assertThat(found.path("statuses")).isEmpty();
      }
      assertThat(row(north, said)).isEmpty();
    }
  }

  @Test
  void anEditArrivesWithItsHistory() {
    follow(alice, bob);
    JsonNode said = say(bob, "first #one", "spoiler_text", "before");
    String path = path(alice, said);
    south.clock().advance(Duration.ofMinutes(5));
    north.clock().advance(Duration.ofMinutes(5));
    ok(
        bob.app()
            .form(
                "PUT",
                "/api/v1/statuses/" + said.path("id").asText(),
                "status",
                "second #two @" + alice.handle(),
                "spoiler_text",
                "after",
                "language",
                "de"));
    settle();
    JsonNode seen = ok(alice.app().get(path));
    assertThat(seen.path("content").asText()).contains("second").doesNotContain("first");
    assertThat(seen.path("spoiler_text").asText()).isEqualTo("after");
    assertThat(seen.path("language").asText()).isEqualTo("de");
    assertThat(seen.path("edited_at").isTextual()).isTrue();
    assertThat(seen.path("tags").findValuesAsText("name")).containsExactly("two");
    JsonNode history = ok(alice.app().get(path + "/history"));
    assertThat(history).hasSize(2);
    assertThat(history.path(0).path("content").asText()).contains("first");
    assertThat(history.path(0).path("spoiler_text").asText()).isEqualTo("before");
    assertThat(notifications(alice)).containsExactly("mention " + bob.handle());
    assertThat(tagTimeline(alice, "one")).isEmpty();
    assertThat(tagTimeline(alice, "two")).containsExactly(uriOf(said));
    assertThat(home(alice)).containsExactly(uriOf(said));
    assertThat(copy(north, said).getId()).isEqualTo(Long.parseLong(seen.path("id").asText()));
  }

  @Test
  void anEditTakesAPictureAwayAndChangesItsDescription() throws IOException {
    follow(alice, bob);
    String kept = upload().path("id").asText();
    String dropped = upload().path("id").asText();
    JsonNode said = say(bob, "two", "media_ids[]", kept, "media_ids[]", dropped);
    assertThat(seen(alice, said).path("media_attachments")).hasSize(2);
    aMinuteLater();
    ok(
        bob.app()
            .form(
                "PUT",
                "/api/v1/statuses/" + said.path("id").asText(),
                "status",
                "one",
                "media_ids[]",
                kept,
                "media_attributes[][id]",
                kept,
                "media_attributes[][description]",
                "Une autre courbe"));
    settle();
    JsonNode left = seen(alice, said).path("media_attachments");
    assertThat(left).hasSize(1);
    assertThat(left.path(0).path("description").asText()).isEqualTo("Une autre courbe");
    aMinuteLater();
    // as another app says it, and of the point that a crop must keep
    Map<String, Object> change = Map.of("id", kept, "focus", "0.5,-0.25");
    ok(
        bob.app()
            .json(
                "PUT",
                "/api/v1/statuses/" + said.path("id").asText(),
                Map.of(
                    "status",
                    "one",
                    "media_ids",
                    List.of(kept),
                    "media_attributes",
                    List.of(change))));
    settle();
    JsonNode focus = seen(alice, said).path("media_attachments").path(0).path("meta").path("focus");
    assertThat(focus.path("x").asDouble()).isEqualTo(0.5);
    assertThat(focus.path("y").asDouble()).isEqualTo(-0.25);
    assertThat(seen(alice, said).path("media_attachments").path(0).path("description").asText())
        .isEqualTo("Une autre courbe");
    assertThat(
            count(
                north,
                MEDIA_ATTACHMENTS,
                MEDIA_ATTACHMENTS.STATUS_ID.eq(copy(north, said).getId())))
        .isOne();
  }

  private void aMinuteLater() {
    for (var rig : List.of(north, south)) {
      rig.clock().advance(Duration.ofMinutes(1));
    }
  }

  @Test
  void aDeletedPostLeavesNothingOfWhatItSaid() throws IOException {
    follow(alice, bob);
    JsonNode said =
        say(
            bob,
            "regret #sorry @" + alice.handle(),
            "spoiler_text",
            "secret",
            "media_ids[]",
            upload().path("id").asText());
    String path = path(alice, said);
    ok(alice.app().post(path + "/favourite"));
    ok(alice.app().post(path + "/bookmark"));
    settle();
    ok(bob.app().form("PUT", "/api/v1/statuses/" + said.path("id").asText(), "status", "regret"));
    settle();
    ok(bob.app().delete("/api/v1/statuses/" + said.path("id").asText()));
    settle();
    assertThat(alice.app().get(path).status()).isEqualTo(404);
    assertThat(home(alice)).isEmpty();
    assertThat(tagTimeline(alice, "sorry")).isEmpty();
    assertThat(notifications(alice)).isEmpty();
    assertThat(ok(alice.app().get("/api/v1/bookmarks"))).isEmpty();
    assertThat(ok(alice.app().get("/api/v1/favourites"))).isEmpty();
    for (var rig : List.of(north, south)) {
      StatusesRecord left = copy(rig, said);
      assertThat(left.getDeletedAt()).isNotNull();
      assertThat(left.getContentHtml() + left.getText() + left.getSpoilerText()).isEmpty();
      assertThat(count(rig, STATUS_EDITS, STATUS_EDITS.STATUS_ID.eq(left.getId()))).isZero();
      assertThat(count(rig, MEDIA_ATTACHMENTS, MEDIA_ATTACHMENTS.STATUS_ID.eq(left.getId())))
          .isZero();
      assertThat(count(rig, STATUS_TAGS, STATUS_TAGS.STATUS_ID.eq(left.getId()))).isZero();
      assertThat(account(rig, bob).orElseThrow().getStatusesCount()).isZero();
    }
  }
}
