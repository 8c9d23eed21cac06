package org.colloque.server.announcements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.server.api.EntityShape.assertEach;
import static org.colloque.server.api.EntityShape.assertShape;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.colloque.server.rig.WebPage;
import org.colloque.server.users.SignedIn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the owner says to all reaches each, at home and in apps, until it is put aside. */
class AnnouncementsTest {
  private static final String API = "/api/v1/announcements";

  private Rig rig;
  private Person alice;
  private Browser owner;

  @BeforeEach
  void start() {
    rig = Rig.start();
    owner = SignedIn.browser(rig, rig.owner("olga"));
    alice = rig.local("alice");
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private Browser.Answer say(String text, String days) {
    return WebPage.open(owner, Paths.ADMIN_ANNOUNCEMENTS)
        .send(Paths.ADMIN_ANNOUNCEMENTS, Map.of("text", text, "ends_in", days));
  }

  private JsonNode heard() {
    JsonNode all = alice.app().get(API).json();
    assertEach("Announcement", all);
    return all;
  }

  private static String reaction(JsonNode announcement, String name) {
    return API
        + "/"
        + announcement.path("id").asText()
        + "/reactions/"
        + URLEncoder.encode(name, StandardCharsets.UTF_8);
  }

  @Test
  void itIsShownUntilItIsPutAsideOrItsTimeHasPassed() {
    assertThat(say("Update on <b>Saturday</b> #colloque", "2").status()).isEqualTo(303);
    JsonNode said = heard().path(0);
    assertThat(said.path("content").asText()).contains("&lt;b&gt;Saturday");
    assertThat(said.path("read").asBoolean()).isFalse();
    Browser browser = SignedIn.browser(rig, alice);
    String dismiss = Paths.announcement(said.path("id").asText(), "dismiss");
    assertThat(WebPage.open(browser, Paths.HOME).send(dismiss, Map.of()).status()).isEqualTo(303);
    assertThat(browser.get(Paths.HOME).text()).doesNotContain("Saturday");
    assertThat(heard().path(0).path("read").asBoolean()).isTrue();
    assertThat(owner.get(Paths.HOME).text()).contains("Saturday");
    rig.clock().advance(Duration.ofDays(2));
    assertThat(heard()).isEmpty();
    assertThat(owner.get(Paths.ADMIN_ANNOUNCEMENTS).text()).contains("Saturday");
    assertThat(alice.app().post(API + "/" + said.path("id").asText() + "/dismiss").status())
        .isEqualTo(404);
  }

  @Test
  void membersReactAndTakeItBack() {
    assertThat(say("Thanks to all", "").status()).isEqualTo(303);
    JsonNode said = heard().path(0);
    assertThat(alice.app().form("PUT", reaction(said, "🎉")).status()).isEqualTo(200);
    assertThat(alice.app().form("PUT", reaction(said, "🎉")).status()).isEqualTo(200);
    JsonNode reaction = heard().path(0).path("reactions").path(0);
    assertShape("Reaction", reaction);
    assertThat(reaction.path("count").asInt()).isEqualTo(1);
    assertThat(reaction.path("me").asBoolean()).isTrue();
    for (String none : List.of("a", "no_such_emoji", "🎉🎉")) {
      assertThat(alice.app().form("PUT", reaction(said, none)).status()).as(none).isEqualTo(422);
    }
    for (String each : List.of("👍", "👏", "🙏", "🩺", "💊", "🌙", "☀️")) {
      assertThat(alice.app().form("PUT", reaction(said, each)).status()).as(each).isEqualTo(200);
    }
    assertThat(heard().path(0).path("reactions")).hasSize(Announcement.MAX_REACTIONS);
    assertThat(alice.app().form("PUT", reaction(said, "🍀")).status()).isEqualTo(422);
    assertThat(alice.app().delete(reaction(said, "🎉")).status()).isEqualTo(200);
    assertThat(alice.app().delete(reaction(said, "🎉")).status()).isEqualTo(404);
    Browser browser = SignedIn.browser(rig, alice);
    String react = Paths.announcement(said.path("id").asText(), "react");
    assertThat(WebPage.open(browser, Paths.HOME).send(react, Map.of()).status()).isEqualTo(303);
    assertThat(heard().path(0).path("reactions").findValuesAsText("name")).doesNotContain("👍");
  }

  @Test
  void whatIsWrongIsSaidAndWhatIsTakenBackIsGone() {
    assertThat(say(" ", "").status()).isEqualTo(422);
    assertThat(say("x".repeat(Announcement.MAX_TEXT + 1), "").status()).isEqualTo(422);
    assertThat(say("x", "366").status()).isEqualTo(422);
    assertThat(say("x".repeat(Announcement.MAX_TEXT), "365").status()).isEqualTo(303);
    String delete =
        Paths.ADMIN_ANNOUNCEMENTS + "/" + heard().path(0).path("id").asText() + "/delete";
    assertThat(WebPage.open(owner, Paths.ADMIN_ANNOUNCEMENTS).send(delete, Map.of()).status())
        .isEqualTo(303);
    assertThat(heard()).isEmpty();
    assertThat(SignedIn.browser(rig, alice).get(Paths.ADMIN_ANNOUNCEMENTS).status()).isEqualTo(404);
  }
}
