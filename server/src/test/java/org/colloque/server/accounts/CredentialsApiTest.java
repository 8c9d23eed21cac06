package org.colloque.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.server.api.EntityShape.assertShape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import org.colloque.server.http.Json;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CredentialsApiTest {
  private static final String UPDATE = "/api/v1/accounts/update_credentials";

  private Rig rig;
  private Person alice;
  private int people;

  @BeforeAll
  void start() {
    rig = Rig.start();
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  @BeforeEach
  void newPerson() {
    people++;
    alice = rig.local("alice" + people);
  }

  private JsonNode update(String... fields) {
    return ok(alice.app().form("PATCH", UPDATE, fields));
  }

  private static JsonNode ok(Browser.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertShape("CredentialAccount", answer.json());
    return answer.json();
  }

  /** The codes of the first fault of each field. */
  private static void refused(Browser.Answer answer, String field, String code) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.json().path("error").asText()).startsWith("Validation failed: ");
    JsonNode fault = answer.json().path("details").path(field).path(0);
    assertThat(fault.path("error").asText()).as(answer.text()).isEqualTo(code);
    assertThat(fault.path("description").asText()).isNotEmpty();
  }

  @Test
  void oneSeesOneself() {
    JsonNode own = ok(alice.app().get("/api/v1/accounts/verify_credentials"));
    assertThat(own.path("username").asText()).isEqualTo(alice.username());
    assertThat(own.path("source").path("privacy").asText()).isEqualTo("public");
    assertThat(own.path("source").path("language").isNull()).isTrue();
    assertThat(own.path("role").path("id").asText()).isEqualTo("-99");
    assertThat(own.path("roles")).isEmpty();
    JsonNode owner =
        ok(rig.owner("owner" + people).app().get("/api/v1/accounts/verify_credentials"));
    assertThat(owner.path("role").path("name").asText()).isEqualTo("owner");
    assertThat(owner.path("roles").path(0).path("name").asText()).isEqualTo("owner");
    assertThat(rig.anonymous().get("/api/v1/accounts/verify_credentials").status()).isEqualTo(401);
    Browser profile = rig.anonymous().withToken(rig.token(alice, "profile"));
    assertThat(profile.get("/api/v1/accounts/verify_credentials").status()).isEqualTo(200);
  }

  @Test
  void aFormChangesTheProfile() {
    Person bob = rig.local("bob" + people);
    JsonNode own =
        update(
            "display_name", " Dr. Alice ",
            "note", "Néphrologue & <b>curieuse</b>\n#Rein @" + bob.username(),
            "locked", "true",
            "bot", "0",
            "discoverable", "false",
            "indexable", "true",
            "hide_collections", "1",
            "avatar_description", "A kidney",
            "source[privacy]", "private",
            "source[sensitive]", "true",
            "source[language]", "FR",
            "fields_attributes[0][name]", "Site",
            "fields_attributes[0][value]", "https://alice.example",
            "fields_attributes[1][name]", "",
            "fields_attributes[1][value]", "",
            "attribution_domains[]", "Journal.example");
    assertThat(own.path("display_name").asText()).isEqualTo("Dr. Alice");
    assertThat(own.path("note").asText())
        .contains("&lt;b&gt;", "/tags/", bob.username())
        .doesNotContain("<b>");
    assertThat(own.path("locked").asBoolean()).isTrue();
    assertThat(own.path("discoverable").asBoolean()).isFalse();
    assertThat(own.path("indexable").asBoolean()).isTrue();
    assertThat(own.path("noindex").asBoolean()).isFalse();
    assertThat(own.path("avatar_description").asText()).isEqualTo("A kidney");
    assertThat(own.path("fields")).hasSize(1);
    assertThat(own.path("fields").path(0).path("value").asText())
        .contains("href=\"https://alice.example\"", "me");
    JsonNode source = own.path("source");
    assertThat(source.path("fields").path(0).path("value").asText())
        .isEqualTo("https://alice.example");
    assertThat(source.path("note").asText()).contains("<b>");
    assertThat(source.path("privacy").asText()).isEqualTo("private");
    assertThat(source.path("sensitive").asBoolean()).isTrue();
    assertThat(source.path("language").asText()).isEqualTo("fr");
    assertThat(source.path("hide_collections").asBoolean()).isTrue();
    assertThat(source.path("attribution_domains").path(0).asText()).isEqualTo("journal.example");

    JsonNode later = update("note", "", "source[language]", "");
    assertThat(later.path("display_name").asText()).isEqualTo("Dr. Alice");
    assertThat(later.path("note").asText()).isEmpty();
    assertThat(later.path("fields")).hasSize(1);
    assertThat(later.path("source").path("language").isNull()).isTrue();
  }

  @Test
  void jsonChangesTheProfileWithFieldsAsListOrByIndex() {
    ObjectNode list = Json.object();
    ArrayNode fields = list.putArray("fields_attributes");
    fields.addObject().put("name", "one").put("value", "1");
    fields.addObject().put("name", "two").put("value", "2");
    list.putObject("source").put("privacy", "unlisted");
    JsonNode own = ok(alice.app().json("PATCH", UPDATE, list));
    assertThat(own.path("fields"))
        .extracting(f -> f.path("name").asText())
        .containsExactly("one", "two");
    assertThat(own.path("source").path("privacy").asText()).isEqualTo("unlisted");

    ObjectNode byIndex = Json.object();
    byIndex.putObject("fields_attributes").putObject("0").put("name", "a").put("value", "b");
    assertThat(ok(alice.app().json("PATCH", UPDATE, byIndex)).path("fields")).hasSize(1);

    ObjectNode none = Json.object();
    none.putArray("fields_attributes");
    assertThat(ok(alice.app().json("PATCH", UPDATE, none)).path("fields")).isEmpty();
  }

  @Test
  void picturesAreWrittenAnewAndReplaced() {
    byte[] picture = png(600, 300);
    JsonNode own =
        ok(
            alice
                .app()
                .upload(
                    "PATCH",
                    UPDATE,
                    "avatar",
                    "me.png",
                    picture,
                    "display_name",
                    "With face",
                    "fields_attributes[0][name]",
                    "n",
                    "fields_attributes[0][value]",
                    "v"));
    String first = own.path("avatar").asText();
    assertThat(own.path("display_name").asText()).isEqualTo("With face");
    assertThat(own.path("fields")).hasSize(1);
    assertThat(first).startsWith(rig.base() + "/media/");
    assertThat(rig.anonymous().get(first).status()).isEqualTo(200);

    String second =
        ok(alice.app().upload("PATCH", UPDATE, "avatar", "me.png", png(50, 50)))
            .path("avatar")
            .asText();
    assertThat(second).isNotEqualTo(first);
    assertThat(rig.anonymous().get(first).status()).isEqualTo(404);
    String header =
        ok(alice.app().upload("PATCH", UPDATE, "header", "h.png", picture)).path("header").asText();
    assertThat(rig.anonymous().get(header).status()).isEqualTo(200);

    ok(alice.app().delete("/api/v1/profile/header"));
    JsonNode bare = ok(alice.app().delete("/api/v1/profile/avatar"));
    assertThat(bare.path("avatar").asText()).contains("/avatars/");
    assertThat(rig.anonymous().get(bare.path("avatar").asText()).status()).isEqualTo(200);
    assertThat(rig.anonymous().get(bare.path("header").asText()).status()).isEqualTo(200);
    assertThat(rig.anonymous().get(second).status()).isEqualTo(404);
    ok(alice.app().delete("/api/v1/profile/avatar"));
  }

  @Test
  void whatIsNoPictureIsRefusedAndNothingElseChanges() {
    byte[] text = "not a picture".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    refused(
        alice.app().upload("PATCH", UPDATE, "avatar", "a.png", text, "display_name", "changed"),
        "avatar",
        "ERR_INVALID");
    refused(
        alice
            .app()
            .upload(
                "PATCH",
                UPDATE,
                "header",
                "a.png",
                new byte[(int) ProfileRules.MAX_IMAGE_BYTES + 1]),
        "header",
        "ERR_TOO_LONG");
    assertThat(
            ok(alice.app().get("/api/v1/accounts/verify_credentials"))
                .path("display_name")
                .asText())
        .isNotEqualTo("changed");
  }

  @Test
  void everyLimitHoldsAtItsEdge() {
    String name = "é".repeat(ProfileRules.MAX_DISPLAY_NAME);
    update("display_name", name);
    refused(
        alice.app().form("PATCH", UPDATE, "display_name", name + "é"),
        "display_name",
        "ERR_TOO_LONG");
    String note =
        "https://a.example/" + "x".repeat(300) + " " + "é".repeat(ProfileRules.MAX_NOTE - 24);
    update("note", note);
    refused(alice.app().form("PATCH", UPDATE, "note", note + "é"), "note", "ERR_TOO_LONG");
    refused(alice.app().form("PATCH", UPDATE, "note", "é".repeat(60_000)), "note", "ERR_TOO_LONG");
    String field = "é".repeat(ProfileRules.MAX_FIELD);
    update("fields_attributes[0][name]", field, "fields_attributes[0][value]", field);
    refused(
        alice
            .app()
            .form(
                "PATCH",
                UPDATE,
                "fields_attributes[0][name]",
                field,
                "fields_attributes[0][value]",
                field + "é"),
        "fields",
        "ERR_TOO_LONG");
    refused(
        alice.app().form("PATCH", UPDATE, "fields_attributes[0][value]", "no name"),
        "fields",
        "ERR_BLANK");
    String[] fields = new String[(ProfileRules.MAX_FIELDS + 1) * 2];
    for (int i = 0; i <= ProfileRules.MAX_FIELDS; i++) {
      fields[2 * i] = "fields_attributes[" + i + "][name]";
      fields[2 * i + 1] = "name " + i;
    }
    refused(alice.app().form("PATCH", UPDATE, fields), "fields", "ERR_TOO_LONG");
    update(java.util.Arrays.copyOf(fields, 2 * ProfileRules.MAX_FIELDS));
    String description = "é".repeat(ProfileRules.MAX_IMAGE_DESCRIPTION);
    update("header_description", description);
    refused(
        alice.app().form("PATCH", UPDATE, "header_description", description + "é"),
        "header_description",
        "ERR_TOO_LONG");
    refused(
        alice.app().form("PATCH", UPDATE, "source[privacy]", "direct"),
        "source.privacy",
        "ERR_INCLUSION");
    refused(
        alice.app().form("PATCH", UPDATE, "source[language]", "klingon"),
        "source.language",
        "ERR_INCLUSION");
    refused(
        alice.app().form("PATCH", UPDATE, "attribution_domains[]", "not a domain"),
        "attribution_domains",
        "ERR_INVALID");
  }

  @Test
  void whoNoLongerApprovesFollowersLetsThoseInWhoWait() {
    update("locked", "true");
    Person bob = rig.local("bob" + people);
    bob.app().post("/api/v1/accounts/" + alice.account() + "/follow");
    assertThat(update("display_name", "same").path("source").path("follow_requests_count").asInt())
        .isEqualTo(1);
    JsonNode open = update("locked", "false");
    assertThat(open.path("source").path("follow_requests_count").asInt()).isZero();
    assertThat(open.path("followers_count").asInt()).isEqualTo(1);
  }

  private static byte[] png(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0x336699);
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ImageIO.write(image, "png", out);
      return out.toByteArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
