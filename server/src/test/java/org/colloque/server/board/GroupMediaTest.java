package org.colloque.server.board;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import org.colloque.server.board.Club.Visitor;
import org.colloque.server.media.SignedMedia;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Files of a group: for who is signed in and a member, or for minutes by an address of one's own.
 */
class GroupMediaTest {
  private static final byte[] PDF =
      "%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n".getBytes(StandardCharsets.US_ASCII);

  private Rig rig;
  private Person claire;
  private Person karim;
  private Person eve;
  private Club club;

  @BeforeEach
  void open() {
    rig = Rig.start();
    claire = rig.local("claire");
    karim = rig.local("karim");
    eve = rig.local("eve");
    club =
        Club.of(rig, "Groupe des Lilas", "lilas").with(claire, "organiser").with(karim, "member");
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private static byte[] png() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", file);
    return file.toByteArray();
  }

  private String withPicture() throws IOException {
    String picture =
        claire
            .app()
            .upload("POST", "/api/v2/media", "file", "a.png", png())
            .json()
            .path("id")
            .asText();
    return claire
        .app()
        .post("/api/v1/statuses", "status", "@lilas Photo", "media_ids[]", picture)
        .json()
        .path("id")
        .asText();
  }

  private String address(Person who, String status) {
    JsonNode media =
        who.app().get("/api/v1/statuses/" + status).json().path("media_attachments").path(0);
    assertThat(media.path("preview_url").asText()).contains("code=");
    return media.path("url").asText();
  }

  private static String bare(String address) {
    return address.replaceAll("\\?.*", "");
  }

  @Test
  void anAppLoadsAPictureByAnAddressOfItsMember() throws IOException {
    String status = withPicture();
    String his = address(karim, status);
    assertThat(his).isNotEqualTo(address(claire, status));
    Browser.Answer loaded = rig.anonymous().get(his);
    assertThat(loaded.status()).isEqualTo(200);
    assertThat(loaded.header("cache-control")).isEqualTo("private, max-age=300");
    // the file is nobody's without it
    for (String wrong :
        new String[] {
          bare(his),
          his.replaceAll("code=.*", "code=x"),
          his.replaceAll("for=\\d+", "for=" + claire.account()),
          his.replaceAll("until=(\\d+)", "until=9$1")
        }) {
      assertThat(rig.anonymous().get(wrong).status()).as(wrong).isEqualTo(404);
      assertThat(eve.app().get(wrong).status()).as(wrong).isEqualTo(404);
    }
    rig.clock().advance(SignedMedia.LIFETIME);
    assertThat(rig.anonymous().get(his).status()).isEqualTo(404);
    assertThat(rig.anonymous().get(address(karim, status)).status()).isEqualTo(200);
  }

  @Test
  void aRemovalEndsItAtOnce() throws IOException {
    String status = withPicture();
    String his = address(karim, status);
    club.without(karim);
    assertThat(rig.anonymous().get(his).status()).isEqualTo(404);
    assertThat(Visitor.of(rig, karim).get(bare(his)).status()).isEqualTo(404);
  }

  @Test
  void aSessionOfAMemberIsEnough() throws IOException {
    String key = bare(address(claire, withPicture()));
    assertThat(Visitor.of(rig, karim).get(key).status()).isEqualTo(200);
    assertThat(Visitor.of(rig, eve).get(key).status()).isEqualTo(404);
    Browser.Answer theirs = eve.app().get(key);
    Browser.Answer missing = eve.app().get(key.replaceAll("[a-z2-7]{26}", "a".repeat(26)));
    assertThat(theirs.text()).isEqualTo(missing.text());
  }

  @Test
  void aPdfIsSentOnThePageAndSaved() {
    Visitor hers = Visitor.of(rig, claire);
    Browser.Answer posted =
        hers.browser()
            .upload(
                "POST",
                club.path() + "/topics",
                "file1",
                "dossier/Recommandation.pdf",
                PDF,
                "csrf",
                hers.csrf(),
                "title",
                "À lire",
                "category",
                club.category("geeks"),
                "status",
                "Ci-joint");
    assertThat(posted.status()).as(posted.text()).isEqualTo(303);
    String topic = posted.header("location").replaceAll(".*/topics/", "");
    JsonNode media =
        karim.app().get("/api/v1/statuses/" + topic).json().path("media_attachments").path(0);
    assertThat(media.path("type").asText()).isEqualTo("unknown");
    assertThat(media.path("description").asText()).isEqualTo("Recommandation.pdf");
    Browser.Answer file = Visitor.of(rig, karim).get(bare(media.path("url").asText()));
    assertThat(file.status()).isEqualTo(200);
    assertThat(file.header("content-type")).isEqualTo("application/pdf");
    assertThat(file.header("content-disposition")).startsWith("attachment");
    assertThat(rig.anonymous().get(bare(media.path("url").asText())).status()).isEqualTo(404);
    assertThat(Visitor.of(rig, karim).get(club.path() + "/topics/" + topic).text())
        .contains("Recommandation.pdf");
    // what was sent for the group goes nowhere else
    String id = media.path("id").asText();
    claire.app().form("PUT", "/api/v1/statuses/" + topic, "status", "À lire");
    assertThat(claire.app().post("/api/v1/statuses", "status", "x", "media_ids[]", id).status())
        .isEqualTo(422);
  }

  @Test
  void whatIsNoPictureAndNoPdfIsRefusedInTheForm() {
    Visitor hers = Visitor.of(rig, claire);
    Browser.Answer refused =
        hers.browser()
            .upload(
                "POST",
                club.path() + "/topics",
                "file1",
                "a.pdf",
                "MZ no such thing".getBytes(StandardCharsets.US_ASCII),
                "csrf",
                hers.csrf(),
                "title",
                "Titre gardé",
                "category",
                club.category("geeks"),
                "status",
                "Texte gardé");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text())
        .contains("Titre gardé")
        .contains("Texte gardé")
        .contains("file1-error");
  }
}
