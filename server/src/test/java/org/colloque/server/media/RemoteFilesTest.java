package org.colloque.server.media;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.REMOTE_FILES;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.ProxyAddress;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pictures of other servers come through this one: who reads here is not seen there. */
class RemoteFilesTest {
  private static Rig rig;
  private static Remote far;
  private static Person alice;
  private static RemotePerson zoe;
  private static byte[] picture;

  @BeforeAll
  static void start() throws IOException {
    rig = Rig.start();
    far = Remote.start("far");
    alice = rig.local("alice");
    zoe = far.person("zoe");
    picture = Samples.encode(Samples.quarters(8, 8), "png");
  }

  @AfterAll
  static void stop() {
    rig.close();
    far.close();
  }

  private static String serve(String path, byte[] body) {
    far.answer(
        far.base() + path, aResponse().withHeader("Content-Type", "image/png").withBody(body));
    return far.base() + path;
  }

  private static Browser.Answer get(String url) {
    return rig.anonymous().get(new ProxyAddress(rig.kit()).of(url));
  }

  /** What a member is shown of a post of Zoe's with these pictures. */
  private static JsonNode shown(List<String> to, String url) {
    ObjectNode note = zoe.note("<p>Look</p>", to, List.of());
    note.putArray("attachment")
        .addObject()
        .put("type", "Document")
        .put("mediaType", "image/png")
        .put("url", url);
    zoe.mention(note, rig.kit().urls().actor("alice"), "@alice");
    assertThat(zoe.send(rig, zoe.create(note))).isEqualTo(202);
    rig.runDueJobs();
    String uri = note.path("id").asText();
    for (JsonNode told : alice.app().get("/api/v1/notifications").json()) {
      if (told.path("status").path("uri").asText().equals(uri)) {
        return told.path("status");
      }
    }
    throw new AssertionError(uri + " did not arrive");
  }

  private static String path(JsonNode url) {
    assertThat(url.asText()).startsWith(rig.base() + "/");
    return url.asText().substring(rig.base().length());
  }

  @Test
  void aPictureIsFetchedOnceWhenSomebodyLooksAndHandedOutFromHere() {
    String url = serve("/files/one.png", picture);
    JsonNode status = shown(List.of(rig.kit().urls().actor("alice")), url);
    JsonNode attachment = status.path("media_attachments").path(0);
    assertThat(attachment.path("remote_url").asText()).isEqualTo(url);
    assertThat(attachment.path("preview_url")).isEqualTo(attachment.path("url"));
    assertThat(far.fetches(url)).isZero();
    for (int i = 0; i < 3; i++) {
      Browser.Answer answer = rig.anonymous().get(path(attachment.path("url")));
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.response().body()).isEqualTo(picture);
      assertThat(answer.header("content-type")).isEqualTo("image/png");
      assertThat(answer.header("content-security-policy")).contains("sandbox");
    }
    assertThat(far.fetches(url)).isEqualTo(1);
    // the address of Mastodon, for what everybody may read
    JsonNode open =
        shown(List.of(RemotePerson.PUBLIC, rig.kit().urls().actor("alice")), url)
            .path("media_attachments")
            .path(0);
    String openly = "/media_proxy/" + open.path("id").asText() + "/small";
    assertThat(rig.anonymous().get(openly).header("location")).isEqualTo(open.path("url").asText());
    String proxied = "/media_proxy/" + attachment.path("id").asText() + "/original";
    assertThat(rig.anonymous().get(proxied).status()).isEqualTo(404);
    assertThat(rig.anonymous().get("/media_proxy/1/original").status()).isEqualTo(404);
  }

  @Test
  void whatIsNoPictureIsNotHandedOutAndNotAskedForAgainAtOnce() {
    String page =
        serve(
            "/files/page.png",
            "<script>alert(1)</script>".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(get(page).status()).isEqualTo(404);
    assertThat(get(page).status()).isEqualTo(404);
    assertThat(far.fetches(page)).isEqualTo(1);
    rig.clock().advance(RemoteFiles.PAUSE);
    assertThat(get(page).status()).isEqualTo(404);
    assertThat(far.fetches(page)).isEqualTo(2);
    String large =
        serve(
            "/files/large.png", java.util.Arrays.copyOf(picture, (int) RemoteFiles.MAX_BYTES + 1));
    assertThat(get(large).status()).isEqualTo(404);
    String largest =
        serve("/files/largest.png", java.util.Arrays.copyOf(picture, (int) RemoteFiles.MAX_BYTES));
    assertThat(get(largest).status()).isEqualTo(200);
  }

  @Test
  void nobodyHasUsFetchWhatWeHaveNotShown() {
    String url = serve("/files/other.png", picture);
    String address = new ProxyAddress(rig.kit()).of(url).substring(rig.base().length());
    String forged =
        address.replaceFirst("/remote/.", "/remote/" + (address.charAt(8) == 'A' ? 'B' : 'A'));
    assertThat(rig.anonymous().get(forged).status()).isEqualTo(404);
    assertThat(rig.anonymous().get("/remote/x/%25").status()).isEqualTo(404);
    assertThat(far.fetches(url)).isZero();
    assertThat(new ProxyAddress(rig.kit()).of(rig.base() + "/media/x.png"))
        .isEqualTo(rig.base() + "/media/x.png");
  }

  @Test
  void picturesThatNobodyLooksAtAreLetGoAndTheOldestWhenTheyAreTooMany() throws IOException {
    List<String> urls = List.of(serve("/files/a.png", picture), serve("/files/b.png", picture));
    for (String url : urls) {
      rig.clock().advance(java.time.Duration.ofDays(2));
      assertThat(get(url).status()).isEqualTo(200);
    }
    MediaStore store = new DiskStore(rig.folder().resolve("media"));
    RemoteFileRetention tight = new RemoteFileRetention(rig.kit(), store, picture.length);
    assertThat(tight.work()).isFalse();
    assertThat(kept()).isEqualTo(1);
    assertThat(get(urls.get(1)).status()).isEqualTo(200);
    assertThat(far.fetches(urls.get(1))).isEqualTo(1);
    rig.clock().advance(RemoteFileRetention.KEPT);
    assertThat(new RemoteFileRetention(rig.kit(), store).work()).isFalse();
    assertThat(kept()).isEqualTo(1);
    rig.clock().advance(java.time.Duration.ofSeconds(1));
    assertThat(new RemoteFileRetention(rig.kit(), store).work()).isFalse();
    assertThat(kept()).isZero();
    assertThat(get(urls.get(1)).status()).isEqualTo(200);
    assertThat(far.fetches(urls.get(1))).isEqualTo(2);
  }

  private static int kept() {
    return rig.kit().db().as(Viewer.stranger(), tx -> tx.sql().fetchCount(REMOTE_FILES));
  }
}
