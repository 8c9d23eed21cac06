package org.colloque.server.emojis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.server.api.EntityShape.assertEach;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import javax.imageio.ImageIO;
import org.colloque.server.federation.Neighbours;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.WebPage;
import org.colloque.server.users.SignedIn;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The owner keeps emojis, members write them, and readers here and elsewhere see them. */
class EmojisTest extends Neighbours {
  private Browser owner;
  private String name;

  @BeforeEach
  void owner() {
    owner = SignedIn.browser(rig, rig.owner("owner" + alice.username()));
    name = "stetho_" + alice.username();
  }

  private static byte[] png(int width) {
    try (ByteArrayOutputStream file = new ByteArrayOutputStream()) {
      ImageIO.write(new BufferedImage(width, 64, BufferedImage.TYPE_INT_ARGB), "png", file);
      return file.toByteArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private Browser.Answer add(String shortcode, byte[] picture) {
    String csrf = SignedIn.csrf(owner.get(Paths.ADMIN_EMOJIS));
    return owner.upload(
        "POST",
        Paths.ADMIN_EMOJIS,
        "image",
        "a.png",
        picture,
        "csrf",
        csrf,
        "shortcode",
        shortcode,
        "category",
        "Ward");
  }

  private JsonNode ours() {
    JsonNode all = ok(zoe.app().get("/api/v1/custom_emojis"));
    assertEach("CustomEmoji", all);
    return all;
  }

  private String action(String verb) {
    return WebPage.open(owner, Paths.ADMIN_EMOJIS)
        .document()
        .select("li:contains(:" + name + ":) form[action$=" + verb + "]")
        .attr("action");
  }

  @Test
  void anEmojiIsShownHereAndElsewhere() {
    assertThat(add(name, png(64)).status()).isEqualTo(303);
    assertThat(ours().findValuesAsText("shortcode")).contains(name);
    JsonNode status = say("Round :" + name + ": at :none: 10:30:00", "public");
    assertThat(status.path("emojis")).hasSize(1);
    String url = status.path("emojis").path(0).path("url").asText();
    assertThat(rig.anonymous().get(url).status()).isEqualTo(200);
    JsonNode tag = only(first).path("object").path("tag").path(0);
    assertThat(tag.path("type").asText()).isEqualTo("Emoji");
    assertThat(tag.path("name").asText()).isEqualTo(":" + name + ":");
    assertThat(tag.path("icon").path("url").asText()).isEqualTo(url);
    String page = "/@" + alice.username() + "/" + status.path("id").asText();
    assertThat(WebPage.open(rig.anonymous(), page).document().select(".content img").attr("alt"))
        .isEqualTo(":" + name + ":");
    JsonNode edited =
        ok(
            alice
                .app()
                .form(
                    "PUT", "/api/v1/statuses/" + status.path("id").asText(), "status", "without"));
    assertThat(edited.path("emojis")).isEmpty();
  }

  @Test
  void aNameAndABioShowEmojisHereAndElsewhere() {
    assertThat(add(name, png(64)).status()).isEqualTo(303);
    JsonNode me =
        ok(
            alice
                .app()
                .form(
                    "PATCH",
                    "/api/v1/accounts/update_credentials",
                    "display_name",
                    "Alice :" + name + ": <b>",
                    "note",
                    "I listen :" + name + ":"));
    assertThat(me.path("emojis")).hasSize(1);
    var page = WebPage.open(rig.anonymous(), "/@" + alice.username()).document();
    assertThat(page.select("h1 img, .prose img").eachAttr("alt"))
        .containsExactly(":" + name + ":", ":" + name + ":");
    assertThat(page.select("h1").text()).isEqualTo("Alice <b>");
    JsonNode actor =
        rig.anonymous()
            .withHeader("Accept", "application/activity+json")
            .get("/users/" + alice.username())
            .json();
    assertThat(actor.path("tag").findValuesAsText("name")).contains(":" + name + ":");
    JsonNode without =
        ok(
            alice
                .app()
                .form(
                    "PATCH",
                    "/api/v1/accounts/update_credentials",
                    "display_name",
                    "Alice",
                    "note",
                    ""));
    assertThat(without.path("emojis")).isEmpty();
  }

  @Test
  void oneThatIsSwitchedOffStaysAWordAndADeletedOneHasNoPicture() {
    assertThat(add(name, png(64)).status()).isEqualTo(303);
    String url = ours().findParents("shortcode").getLast().path("url").asText();
    assertThat(WebPage.open(owner, Paths.ADMIN_EMOJIS).send(action("disable"), Map.of()).status())
        .isEqualTo(303);
    assertThat(ours().findValuesAsText("shortcode")).doesNotContain(name);
    assertThat(say(":" + name + ":", "public").path("emojis")).isEmpty();
    assertThat(WebPage.open(owner, Paths.ADMIN_EMOJIS).send(action("enable"), Map.of()).status())
        .isEqualTo(303);
    assertThat(say("again :" + name + ":", "public").path("emojis")).hasSize(1);
    assertThat(WebPage.open(owner, Paths.ADMIN_EMOJIS).send(action("delete"), Map.of()).status())
        .isEqualTo(303);
    assertThat(ours().findValuesAsText("shortcode")).doesNotContain(name);
    assertThat(rig.anonymous().get(url).status()).isEqualTo(404);
  }

  @Test
  void whatIsNoEmojiIsRefused() {
    assertThat(add("a", png(8)).status()).isEqualTo(422);
    assertThat(add("a-b", png(8)).status()).isEqualTo(422);
    assertThat(add(name, "no picture".getBytes(java.nio.charset.StandardCharsets.UTF_8)).status())
        .isEqualTo(422);
    assertThat(add(name, new byte[(int) KeepEmoji.MAX_BYTES + 1]).status()).isEqualTo(422);
    assertThat(add(name, png(8)).status()).isEqualTo(303);
    assertThat(add(name, png(8)).status()).isEqualTo(422);
    assertThat(SignedIn.browser(rig, zoe).get(Paths.ADMIN_EMOJIS).status()).isEqualTo(404);
  }
}
