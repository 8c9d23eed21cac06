package org.colloque.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Browser.Answer;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.colloque.server.rig.WebPage;
import org.colloque.server.users.SignedIn;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A member's profile and the defaults of their posts, changed in forms. */
class ProfileSettingsPagesTest {
  private static Rig rig;
  private static int count;
  private Person member;
  private Browser browser;

  @BeforeAll
  static void start() {
    rig = Rig.start();
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @BeforeEach
  void somebody() {
    member = rig.local("member" + ++count);
    browser = SignedIn.browser(rig, member);
  }

  private WebPage profile() {
    return WebPage.open(browser, Paths.SETTINGS_PROFILE);
  }

  private Answer upload(String field, byte[] file, Map<String, String> filled) {
    String[] fields = WebPage.fields(profile().form(Paths.SETTINGS_PROFILE), filled);
    return browser.upload("POST", Paths.SETTINGS_PROFILE, field, "me.png", file, fields);
  }

  private static byte[] picture() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(90, 90, BufferedImage.TYPE_INT_RGB), "png", out);
    return out.toByteArray();
  }

  private Document seen() {
    return WebPage.open(rig.anonymous(), "/@" + member.username()).document();
  }

  @Test
  void theFormShowsWhatIsStoredAndStoresWhatIsTyped() throws IOException {
    assertThat(browser.get(Paths.SETTINGS).header("location")).isEqualTo(Paths.SETTINGS_PROFILE);
    Answer saved =
        upload(
            "avatar",
            picture(),
            Map.of(
                "display_name",
                "Dr Claire 🩺",
                "profession",
                "Interne de médecine générale",
                "note",
                "Le <b>cœur</b>\nest un muscle.",
                "field_name1",
                "Ville",
                "field_value1",
                "Lyon",
                "field_name3",
                "Site",
                "field_value3",
                "https://claire.example",
                "discoverable",
                "",
                "locked",
                "on"));
    assertThat(saved.header("location")).as(saved.text()).isEqualTo("/settings/profile?saved=1");
    Document page = WebPage.open(browser, saved.header("location")).document();
    assertThat(page.select(".flash.done").text()).isEqualTo("Saved.");
    assertThat(page.select("#display_name").attr("value")).isEqualTo("Dr Claire 🩺");
    assertThat(page.select("#note").getFirst().wholeText())
        .isEqualTo("Le <b>cœur</b>\nest un muscle.");
    assertThat(page.select("#field_value2").attr("value")).isEqualTo("https://claire.example");
    assertThat(page.select("input[type=checkbox][checked]").eachAttr("name"))
        .containsExactly("locked");
    Document seen = seen();
    assertThat(seen.select("#profile-name").text()).isEqualTo("Dr Claire 🩺");
    assertThat(seen.select(".profile > .profession").text())
        .isEqualTo("Interne de médecine générale");
    assertThat(seen.select(".profile b")).isEmpty();
    assertThat(seen.select(".fields dt").eachText()).containsExactly("Ville", "Site");
    assertThat(seen.select(".avatar.l").attr("src")).contains("/media/");
  }

  @Test
  void savingTheSameAgainClearsWhatWasTakenOut() throws IOException {
    upload("header", picture(), Map.of("display_name", "X", "discoverable", "on"));
    assertThat(seen().select(".cover").attr("src")).contains("/media/");
    Answer saved =
        profile()
            .send(
                Paths.SETTINGS_PROFILE,
                Map.of("display_name", "", "discoverable", "", "header_remove", "on"));
    assertThat(saved.status()).isEqualTo(303);
    assertThat(seen().select("#profile-name").text()).isEqualTo(member.username());
    assertThat(seen().select(".cover").attr("src")).doesNotContain("/media/");
    assertThat(profile().document().select("#discoverable[checked], #header_remove")).isEmpty();
  }

  @Test
  void whatIsTooLongComesBackWholeAndTheChosenPictureIsKept() throws IOException {
    String name = "n".repeat(ProfileRules.MAX_DISPLAY_NAME + 1);
    String note = "é".repeat(ProfileRules.MAX_NOTE + 1);
    Map<String, String> typed =
        Map.of(
            "display_name",
            name,
            "profession",
            "p".repeat(ProfileRules.MAX_PROFESSION + 1),
            "note",
            note,
            "field_name1",
            "",
            "field_value1",
            "orphan",
            "field_name2",
            "n".repeat(ProfileRules.MAX_FIELD + 1),
            "field_value4",
            "v".repeat(ProfileRules.MAX_FIELD + 1),
            "locked",
            "on");
    Answer refused = upload("avatar", picture(), typed);
    assertThat(refused.status()).isEqualTo(422);
    Document page = WebPage.of(browser, refused).document();
    assertThat(page.select("#display_name").attr("value")).isEqualTo(name);
    assertThat(page.select("#note").getFirst().wholeText()).isEqualTo(note);
    assertThat(page.select("#display_name-error").text())
        .isEqualTo("Too long: 40 characters at most.");
    assertThat(page.select("#note-error").text()).isEqualTo("Too long: 500 characters at most.");
    assertThat(page.select("#field_name1-error").text()).isEqualTo("Please fill this in.");
    assertThat(page.select(".error").eachAttr("id"))
        .contains(
            "profession-error", "field_name2-error", "field_name4-error", "field_value4-error");
    assertThat(page.select("#locked").hasAttr("checked")).isTrue();
    assertThat(page.select(".portrait .avatar").attr("src")).contains("/media/");
    assertThat(seen().select("#profile-name").text()).isEqualTo(member.username());
  }

  @Test
  void theLongestTextsAreTaken() {
    Answer saved =
        profile()
            .send(
                Paths.SETTINGS_PROFILE,
                Map.of(
                    "display_name",
                    "👩🏽‍⚕️".repeat(ProfileRules.MAX_DISPLAY_NAME),
                    "profession",
                    "p".repeat(ProfileRules.MAX_PROFESSION),
                    "note",
                    "é".repeat(ProfileRules.MAX_NOTE),
                    "field_name1",
                    "n".repeat(ProfileRules.MAX_FIELD),
                    "field_value1",
                    "v".repeat(ProfileRules.MAX_FIELD)));
    assertThat(saved.status()).as(saved.text()).isEqualTo(303);
  }

  @Test
  void whatIsNoPictureIsRefusedBesideItsFieldAndTheTextsStay() {
    Answer refused =
        upload(
            "header",
            "no picture".getBytes(StandardCharsets.UTF_8),
            Map.of("note", "I am still here"));
    assertThat(refused.status()).isEqualTo(422);
    Document page = WebPage.of(browser, refused).document();
    assertThat(page.select("#header-error").text()).contains("could not be read", "8 MB");
    assertThat(page.select("#header").attr("aria-describedby")).contains("header-error");
    assertThat(page.select("#note").text()).isEqualTo("I am still here");
  }

  @Test
  void theDefaultsOfPostsAndTheLanguageOfThePages() {
    WebPage page = WebPage.open(browser, Paths.SETTINGS_POSTING);
    assertThat(page.document().select("[name=visibility][checked]").attr("value"))
        .isEqualTo("public");
    assertThat(page.document().select("#language option[selected]").attr("value")).isEmpty();
    Answer saved =
        page.send(
            Paths.SETTINGS_POSTING,
            Map.of("visibility", "private", "language", "it", "sensitive", "on", "locale", "fr"));
    assertThat(saved.header("location")).isEqualTo("/settings/posting?saved=1");
    Document french = WebPage.open(browser, saved.header("location")).document();
    assertThat(french.select("html").attr("lang")).isEqualTo("fr");
    assertThat(french.select(".flash.done").text()).isEqualTo("Enregistré.");
    assertThat(french.select("#sensitive").hasAttr("checked")).isTrue();
    Document composer = WebPage.open(browser, Paths.COMPOSE).document();
    assertThat(composer.select("#visibility option[selected]").attr("value")).isEqualTo("private");
    assertThat(composer.select("#language option[selected]").attr("value")).isEqualTo("it");
    assertThat(member.app().get("/api/v1/preferences").json().path("posting:default:language"))
        .hasToString("\"it\"");
  }

  @Test
  void aLanguageThatAnAppSetStaysInTheMenu() {
    member.app().form("PATCH", "/api/v1/accounts/update_credentials", "source[language]", "la");
    Document page = WebPage.open(browser, Paths.SETTINGS_POSTING).document();
    assertThat(page.select("#language option[selected]").attr("value")).isEqualTo("la");
    assertThat(page.select("#language option[selected]").text()).isEqualTo("Latin");
  }

  @Test
  void defaultsThatDoNotExistAreRefusedBesideTheirFields() {
    WebPage page = WebPage.open(browser, Paths.SETTINGS_POSTING);
    String csrf = page.document().select("[name=csrf]").attr("value");
    Answer refused =
        browser.post(
            Paths.SETTINGS_POSTING,
            "csrf",
            csrf,
            "visibility",
            "direct",
            "language",
            "klingon",
            "locale",
            "de");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(WebPage.of(browser, refused).document().select("p.error")).hasSize(3);
    assertThat(WebPage.of(browser, refused).document().select(".flash.problem a").eachAttr("href"))
        .containsExactlyInAnyOrderElementsOf(List.of("#visibility", "#language", "#locale"));
  }
}
