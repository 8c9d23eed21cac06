package org.colloque.server.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Posts that are no notes: a reader sees title, text, link and media (federation.md, quirk 42). */
class TitledFromElsewhereTest extends InboxRoom {
  @ParameterizedTest
  @ValueSource(
      strings = {"Article", "Page", "Event", "Video", "Audio", "Image", "Place", "Document"})
  void aReaderSeesTitleTextLinkAndMedia(String type) {
    ObjectNode post = bob.note("<p>The <em>text</em><script>x</script></p>").put("type", type);
    post.put("name", "A <title>").put("summary", "In short");
    String page = far.base() + "/page/1";
    String kind =
        type.equals("Video") ? "video/mp4" : type.equals("Audio") ? "audio/mpeg" : "image/png";
    var url = post.putArray("url");
    url.addObject().put("type", "Link").put("mediaType", "text/html").put("href", page);
    url.addObject().put("type", "Link").put("mediaType", kind).put("href", far.base() + "/file");
    post.putObject("image").put("type", "Image").put("url", far.base() + "/file");
    JsonNode status = shown(post);
    String html = status.path("content").asText();
    assertThat(html)
        .contains("<strong>A &lt;title&gt;</strong>", "<em>text</em>", "href=\"" + page + "\"")
        .doesNotContain("script", "In short");
    assertThat(status.path("spoiler_text").asText()).isEmpty();
    assertThat(status.path("url").asText()).isEqualTo(page);
    boolean media = !type.equals("Place") && !type.equals("Document");
    assertThat(status.path("media_attachments")).hasSize(media ? 1 : 0);
    assertThat(status.path("media_attachments").path(0).path("type").asText("none"))
        .isEqualTo(media ? kind.substring(0, kind.indexOf('/')) : "none");
  }

  @Test
  void anEventSaysWhenAndWhere() {
    ObjectNode event = bob.note("<p>Come</p>").put("type", "Event").put("name", "Congress");
    event.put("startTime", "2026-12-01T09:00:00Z").put("endTime", "2026-12-03T17:00:00Z");
    event
        .putObject("location")
        .put("type", "Place")
        .put("name", "Palais <b>")
        .putObject("address")
        .put("streetAddress", "2 place")
        .put("addressLocality", "Paris");
    assertThat(shown(event).path("content").asText())
        .contains("2026-12-01 09:00 – 2026-12-03 17:00 UTC")
        .contains("Palais &lt;b&gt;, 2 place, Paris");
  }

  @Test
  void aLinkOfAPageIsShownAndAPreviewStandsForAMissingText() {
    ObjectNode page = bob.note("").put("type", "Page").put("name", "A study");
    page.putArray("attachment")
        .addObject()
        .put("type", "Link")
        .put("href", "https://journal.example/study");
    page.putObject("preview").put("type", "Note").put("content", "<p>In one line</p>");
    assertThat(shown(page).path("content").asText())
        .contains("href=\"https://journal.example/study\"", "In one line");
    ObjectNode summarised = bob.note("").put("type", "Article").put("summary", "Only this");
    assertThat(shown(summarised).path("content").asText()).contains("Only this");
  }

  @Test
  void markdownIsRenderedAndNothingHostileIn() {
    ObjectNode video =
        bob.note("**bold** <b>x</b>\nline [a](javascript:x) [b](https://b.example)\n\n* one")
            .put("type", "Video");
    video.put("mediaType", "text/markdown").put("name", "Surgery");
    assertThat(shown(video).path("content").asText())
        .contains("<strong>bold</strong> &lt;b&gt;x&lt;/b&gt;<br />line")
        .contains("<li>one</li>")
        .contains("href=\"https://b.example\"")
        .doesNotContain("javascript:");
  }

  private JsonNode shown(ObjectNode post) {
    receive(bob.activity("Follow", aliceUri()));
    post.withArray("/to").add(aliceUri());
    bob.mention(post, aliceUri(), "@alice");
    receive(bob.create(post));
    String id = Long.toString(stored(post).orElseThrow().getId());
    return alice.app().get("/api/v1/statuses/" + id).json();
  }
}
