package org.colloque.server.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.imageio.ImageIO;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.colloque.server.users.SignedIn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MediaApiTest {
  private Rig rig;
  private Person alice;
  private Person bob;

  @BeforeEach
  void start() {
    rig = Rig.start();
    alice = rig.local("alice");
    bob = rig.local("bob");
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  static byte[] png(int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < width; x++) {
      image.setRGB(x, x % height, new Color(x % 256, 80, 120).getRGB());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  private JsonNode upload(Person person, String path) throws IOException {
    Browser.Answer answer =
        person
            .app()
            .upload("POST", path, "file", "x.png", png(900, 600), "description", "Un schéma");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  @Test
  void anImageIsUploadedPostedAndServed() throws IOException {
    JsonNode media = upload(alice, "/api/v2/media");
    String id = media.path("id").asText();
    assertThat(media.path("description").asText()).isEqualTo("Un schéma");
    assertThat(media.path("blurhash").asText()).isNotEmpty();
    assertThat(media.path("meta").path("original").path("width").asInt()).isEqualTo(900);
    JsonNode status = alice.app().post("/api/v1/statuses", "status", "", "media_ids[]", id).json();
    JsonNode attached = status.path("media_attachments").path(0);
    assertThat(attached.path("id").asText()).isEqualTo(id);
    Browser.Answer file = rig.anonymous().get(attached.path("url").asText());
    assertThat(file.status()).isEqualTo(200);
    assertThat(file.header("content-type")).isEqualTo("image/png");
    assertThat(file.header("x-content-type-options")).isEqualTo("nosniff");
    assertThat(file.header("content-security-policy")).contains("sandbox");
    assertThat(ImageIO.read(new java.io.ByteArrayInputStream(file.response().body())).getWidth())
        .isEqualTo(900);
    assertThat(alice.app().get("/api/v1/media/" + id).status()).isEqualTo(404);
    alice.app().form("PUT", "/api/v1/media/" + id, "description", "Une courbe");
    assertThat(
            alice
                .app()
                .get("/api/v1/statuses/" + status.path("id").asText())
                .json()
                .path("media_attachments")
                .path(0)
                .path("description")
                .asText())
        .isEqualTo("Une courbe");
  }

  /** Who has the address of a picture may have it; what was for some is kept by no cache. */
  @Test
  void noCacheOnTheWayKeepsAPictureThatIsNotForEverybody() throws IOException {
    for (String visibility : List.of("public", "unlisted", "private", "direct")) {
      String id = upload(alice, "/api/v2/media").path("id").asText();
      JsonNode status =
          alice
              .app()
              .post("/api/v1/statuses", "status", "", "media_ids[]", id, "visibility", visibility)
              .json();
      String url = status.path("media_attachments").path(0).path("url").asText();
      boolean open = visibility.equals("public") || visibility.equals("unlisted");
      assertThat(rig.anonymous().get(url).header("cache-control"))
          .as(visibility)
          .startsWith(open ? "public" : "private");
    }
  }

  @Test
  void nobodyElseCanTouchAnUpload() throws IOException {
    JsonNode media = upload(alice, "/api/v1/media");
    String id = media.path("id").asText();
    String address = media.path("url").asText();
    assertThat(rig.anonymous().get(address).status()).isEqualTo(200);
    String bare = address.replaceAll("\\?.*", "");
    assertThat(SignedIn.browser(rig, alice).get(bare).status()).isEqualTo(200);
    assertThat(SignedIn.browser(rig, bob).get(bare).status()).isEqualTo(404);
    assertThat(rig.anonymous().get(bare).status()).isEqualTo(404);
    assertThat(bob.app().get("/api/v1/media/" + id).status()).isEqualTo(404);
    assertThat(bob.app().form("PUT", "/api/v1/media/" + id, "description", "x").status())
        .isEqualTo(404);
    assertThat(bob.app().delete("/api/v1/media/" + id).status()).isEqualTo(404);
    assertThat(bob.app().post("/api/v1/statuses", "status", "mine", "media_ids[]", id).status())
        .isEqualTo(422);
    assertThat(alice.app().delete("/api/v1/media/" + id).status()).isEqualTo(200);
  }

  @Test
  void whatIsNoImageIsRefusedInWords() {
    Browser.Answer answer =
        alice
            .app()
            .upload(
                "POST",
                "/api/v2/media",
                "file",
                "photo.jpg",
                "<svg onload=alert(1)>".getBytes(StandardCharsets.UTF_8));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("error").asText()).contains("JPEG");
  }

  @Test
  void aLongDescriptionIsRefusedAtItsEdge() throws IOException {
    String id = upload(alice, "/api/v2/media").path("id").asText();
    String longest = "é".repeat(MediaApi.MAX_DESCRIPTION_CHARACTERS);
    assertThat(alice.app().form("PUT", "/api/v1/media/" + id, "description", longest).status())
        .isEqualTo(200);
    assertThat(
            alice.app().form("PUT", "/api/v1/media/" + id, "description", longest + "x").status())
        .isEqualTo(422);
  }

  @Test
  void anUploadThatIsNeverPostedIsDeleted() throws IOException {
    JsonNode media = upload(alice, "/api/v2/media");
    String url = media.path("url").asText().replaceAll("\\?.*", "");
    Browser hers = SignedIn.browser(rig, alice);
    assertThat(hers.get(url).status()).isEqualTo(200);
    rig.clock().advance(MediaRetention.LOOSE.minus(Duration.ofSeconds(1)));
    rig.runDueJobs();
    assertThat(hers.get(url).status()).isEqualTo(200);
    rig.clock().advance(Duration.ofSeconds(2));
    rig.runDueJobs();
    assertThat(hers.get(url).status()).isEqualTo(404);
  }

  /**
   * For a new draft its author sees it by the answer of the deletion, and everybody else no more.
   */
  @Test
  void thePictureOfAPostThatIsDeletedIsItsAuthorsAlone() throws IOException {
    String id = upload(alice, "/api/v2/media").path("id").asText();
    JsonNode status = alice.app().post("/api/v1/statuses", "status", "", "media_ids[]", id).json();
    String open = status.path("media_attachments").path(0).path("url").asText();
    JsonNode redraft = alice.app().delete("/api/v1/statuses/" + status.path("id").asText()).json();
    assertThat(rig.anonymous().get(open).status()).isEqualTo(404);
    assertThat(
            rig.anonymous()
                .get(redraft.path("media_attachments").path(0).path("url").asText())
                .status())
        .isEqualTo(200);
    assertThat(alice.app().post("/api/v1/statuses", "status", "", "media_ids[]", id).status())
        .isEqualTo(200);
    assertThat(rig.anonymous().get(open).status()).isEqualTo(200);
  }

  @Test
  void everybodyHasAPicture() {
    Browser.Answer avatar = rig.anonymous().get("/avatars/" + alice.account() + ".png");
    assertThat(avatar.status()).isEqualTo(200);
    assertThat(avatar.header("content-type")).isEqualTo("image/png");
    assertThat(rig.anonymous().get("/headers/missing.png").status()).isEqualTo(200);
    assertThat(rig.anonymous().get("/avatars/1.png").status()).isEqualTo(404);
    assertThat(rig.anonymous().get("/avatars/..%2fx.png").status()).isEqualTo(404);
  }
}
