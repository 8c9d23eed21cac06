package org.colloque.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
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
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A browser alone is enough: what people read and write through the pages of a whole server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadAndWriteTest {
  private Rig rig;
  private Person alice;
  private Person bob;

  @BeforeAll
  void start() {
    rig = Rig.start();
    alice = rig.local("alice");
    bob = rig.local("bob");
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  /** The browser of somebody who signed in. */
  private Browser signedIn(Person person) {
    return rig.anonymous().withHeader("Cookie", rig.session(person));
  }

  private static Document page(Browser browser, String path) {
    return WebPage.open(browser, path).document();
  }

  private static Answer send(Browser browser, Element form, Map<String, String> filled) {
    return WebPage.send(browser, form, filled);
  }

  private static Element form(Document page, String action) {
    return new WebPage(new Browser(""), page).form(action);
  }

  private String post(Person author, String... fields) {
    Answer answer = author.app().post("/api/v1/statuses", fields);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().path("id").asText();
  }

  // what visitors see

  @Test
  void theFirstPageIsThereForAVisitorAndLeadsAMemberHome() {
    Answer landing = rig.anonymous().get("/");
    assertThat(landing.status()).isEqualTo(200);
    assertThat(landing.header("content-type")).isEqualTo("text/html; charset=utf-8");
    assertThat(landing.header("content-security-policy")).contains("default-src 'none'");
    Answer member = signedIn(alice).get("/");
    assertThat(member.status()).isEqualTo(303);
    assertThat(member.header("location")).isEqualTo(Paths.HOME);
    assertThat(page(signedIn(alice), "/about").select(".hero h1").text()).isEqualTo("Colloque");
  }

  @Test
  void staticFilesAreKeptForEver() {
    String css = Assets.url("app.css");
    Answer plain = rig.anonymous().get(css);
    assertThat(plain.status()).isEqualTo(200);
    assertThat(plain.header("cache-control")).contains("immutable");
    assertThat(plain.header("content-type")).isEqualTo("text/css; charset=utf-8");
    Answer packed = rig.anonymous().withHeader("Accept-Encoding", "gzip").get(css);
    assertThat(packed.header("content-encoding")).isEqualTo("gzip");
    assertThat(packed.response().body().length).isLessThan(plain.response().body().length / 2);
    Answer known = rig.anonymous().withHeader("If-None-Match", plain.header("etag")).get(css);
    assertThat(known.status()).isEqualTo(304);
    assertThat(rig.anonymous().get("/static/app-000000000000.css").status()).isEqualTo(404);
    assertThat(rig.anonymous().get("/static/../messages_fr.properties").status()).isNotEqualTo(200);
  }

  @Test
  void aVisitorChoosesTheLanguageAndIsLedNowhereElse() {
    Browser visitor = rig.anonymous().withHeader("Accept-Language", "de, en;q=0.5");
    assertThat(page(visitor, "/").select("html").attr("lang")).isEqualTo("en");
    Answer chosen = visitor.get("/language?to=fr&return_to=%2Fabout");
    assertThat(chosen.status()).isEqualTo(303);
    assertThat(chosen.header("location")).isEqualTo("/about");
    assertThat(page(visitor, "/about").select("html").attr("lang")).isEqualTo("fr");
    for (String elsewhere : List.of("//evil.example", "https://evil.example", "/\\evil.example")) {
      String target = URLEncoder.encode(elsewhere, StandardCharsets.UTF_8);
      assertThat(visitor.get("/language?to=fr&return_to=" + target).header("location"))
          .isEqualTo("/");
    }
    assertThat(visitor.get("/language?to=xx").status()).isEqualTo(404);
  }

  @Test
  void failuresAreAPageInTheLanguageOfTheReader() {
    Answer missing =
        rig.anonymous()
            .withHeader("Accept", "text/html")
            .withHeader("Accept-Language", "fr")
            .get("/nothing/here");
    assertThat(missing.status()).isEqualTo(404);
    assertThat(Jsoup.parse(missing.text()).select("h1").text()).isEqualTo("Rien ici");
    assertThat(signedIn(alice).get("/@nobody").text()).contains("Nothing here");
  }

  @Test
  void aProfileShowsToEachWhatTheyMayRead() {
    post(alice, "status", "for everybody", "visibility", "public");
    post(alice, "status", "for followers only", "visibility", "private");
    Document stranger = page(rig.anonymous(), "/@alice");
    assertThat(stranger.select(".profile h1").text()).isEqualTo("alice");
    assertThat(stranger.select(".who").text()).contains("@alice@" + rig.host());
    assertThat(stranger.text()).contains("for everybody").doesNotContain("for followers only");
    assertThat(page(signedIn(alice), "/@alice").text()).contains("for followers only");
    assertThat(rig.anonymous().get("/@ALICE").header("location")).isEqualTo("/@alice");
    assertThat(rig.anonymous().get("/@alice@" + rig.host()).header("location"))
        .isEqualTo("/@alice");
    assertThat(
            rig.anonymous()
                .withHeader("Accept", "application/activity+json")
                .get("/@alice")
                .header("location"))
        .isEqualTo(rig.base() + "/users/alice");
  }

  @Test
  void aThreadIsReadableOrNotThere() {
    String open = post(alice, "status", "a question #penurie", "visibility", "public");
    post(bob, "status", "@alice an answer", "in_reply_to_id", open, "visibility", "public");
    String closed = post(alice, "status", "@bob a secret", "visibility", "direct");
    Document thread = page(rig.anonymous(), "/@alice/" + open);
    assertThat(thread.select(".focus .content").text()).isEqualTo("a question #penurie");
    assertThat(thread.select(".feed:not(.thread) .content").text()).isEqualTo("@alice an answer");
    assertThat(rig.anonymous().get("/@bob/" + open).header("location"))
        .isEqualTo("/@alice/" + open);
    assertThat(page(signedIn(bob), "/@alice/" + closed).text()).contains("a secret");
    Answer forbidden = rig.anonymous().get("/@alice/" + closed);
    Answer missing = rig.anonymous().get("/@alice/1");
    assertThat(forbidden.status()).isEqualTo(404);
    assertThat(forbidden.text()).isEqualTo(missing.text());
    assertThat(page(rig.anonymous(), "/tags/penurie").select(".content").text())
        .contains("a question");
    assertThat(rig.anonymous().get("/tags/a%20b").status()).isEqualTo(404);
  }

  @Test
  void aWarningKeepsTheTextOutOfPreviewsAndMarkupStaysText() {
    String id =
        post(
            alice,
            "status",
            "the <script>alert(1)</script> wound",
            "spoiler_text",
            "Wound \"photo\"",
            "visibility",
            "public");
    Document thread = page(rig.anonymous(), "/@alice/" + id);
    assertThat(thread.select("meta[name=description]").attr("content"))
        .isEqualTo("Wound \"photo\"");
    assertThat(thread.select("script:not([src])")).isEmpty();
    assertThat(thread.select(".focus details.warned .content").text())
        .isEqualTo("the <script>alert(1)</script> wound");
  }

  // what members do

  @Test
  void aMemberPostsWithAPictureAndPressesTheButtons() throws IOException {
    Browser browser = signedIn(bob);
    Element composer = form(page(browser, Paths.HOME), Paths.STATUSES);
    Answer posted =
        browser.upload(
            "POST",
            Paths.STATUSES,
            "image2",
            "lake.png",
            picture(),
            "csrf",
            composer.select("[name=csrf]").attr("value"),
            "idempotency",
            composer.select("[name=idempotency]").attr("value"),
            "return_to",
            Paths.HOME,
            "status",
            "A good morning",
            "visibility",
            "unlisted",
            "language",
            "en",
            "alt2",
            "The lake at daybreak");
    assertThat(posted.status()).as(posted.text()).isEqualTo(303);
    assertThat(posted.header("location")).startsWith(Paths.HOME + "#s");
    Document home = page(browser, Paths.HOME);
    Element status = home.select("article:contains(A good morning)").getFirst();
    assertThat(status.select(".media img").attr("alt")).isEqualTo("The lake at daybreak");
    assertThat(status.select(".reach").attr("title"))
        .isEqualTo("Everyone, off the public timelines");
    Element favourite = status.select("form[action$=/favourite]").getFirst();
    assertThat(send(browser, favourite, Map.of()).header("location"))
        .as("back to where the button was")
        .isEqualTo(Paths.HOME + "#" + status.id());
    Document after = page(browser, Paths.FAVOURITES);
    assertThat(after.select("article form[action$=/unfavourite]")).hasSize(1);
    Element delete = after.select("article form[action$=/delete]").getFirst();
    assertThat(send(browser, delete, Map.of()).header("location")).isEqualTo(Paths.FAVOURITES);
    assertThat(page(browser, Paths.HOME).text()).doesNotContain("A good morning");
  }

  private static byte[] picture() throws IOException {
    var image = new java.awt.image.BufferedImage(64, 48, java.awt.image.BufferedImage.TYPE_INT_RGB);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  @Test
  void aRefusedPostKeepsTextAndPicture() throws IOException {
    Browser browser = signedIn(alice);
    Element composer = form(page(browser, Paths.HOME), Paths.STATUSES);
    String tooLong = "é".repeat(501);
    Answer refused =
        browser.upload(
            "POST",
            Paths.STATUSES,
            "image1",
            "lake.png",
            picture(),
            "csrf",
            composer.select("[name=csrf]").attr("value"),
            "return_to",
            "/local",
            "status",
            tooLong,
            "visibility",
            "private",
            "language",
            "fr",
            "alt1",
            "Un lac");
    assertThat(refused.status()).isEqualTo(422);
    Document again = Jsoup.parse(refused.text());
    assertThat(again.select("#status").getFirst().wholeText()).isEqualTo(tooLong);
    assertThat(again.select("#status-error").text()).isEqualTo("This post is over 500 characters.");
    assertThat(again.select("#visibility option[selected]").attr("value")).isEqualTo("private");
    assertThat(again.select(".attached input[type=text]").attr("value")).isEqualTo("Un lac");
    Element second = form(again, Paths.STATUSES);
    assertThat(browser.get(Paths.STATUSES).header("location")).isEqualTo(Paths.COMPOSE);
    String alt = second.select(".attached input[type=text]").attr("name");
    Answer sent = send(browser, second, Map.of("status", "Shorter", alt, "A lake"));
    assertThat(sent.header("location")).as(sent.text()).startsWith("/local#s");
    assertThat(page(browser, Paths.HOME).select("article:contains(Shorter) .media img").attr("alt"))
        .isEqualTo("A lake");
  }

  @Test
  void whatIsNoPictureIsRefusedBesideItsField() {
    Browser browser = signedIn(alice);
    Element composer = form(page(browser, Paths.COMPOSE), Paths.STATUSES);
    Answer refused =
        browser.upload(
            "POST",
            Paths.STATUSES,
            "image3",
            "virus.png",
            "not a picture".getBytes(StandardCharsets.UTF_8),
            "csrf",
            composer.select("[name=csrf]").attr("value"),
            "status",
            "look",
            "visibility",
            "public");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(Jsoup.parse(refused.text()).select("#image3-error").text())
        .contains("could not be read");
  }

  @Test
  void aReplyNamesWhoTakesPartAndIsNotWiderThanWhatItAnswers() {
    String id = post(alice, "status", "@bob only for you", "visibility", "direct");
    Document compose = page(signedIn(bob), Paths.reply(id));
    Element form = form(compose, Paths.STATUSES);
    assertThat(form.select("#status").getFirst().wholeText()).isEqualTo("@alice ");
    assertThat(form.select("#visibility option[selected]").attr("value")).isEqualTo("direct");
    Answer sent = send(signedIn(bob), form, Map.of("csrf", "forged", "status", "@alice yes"));
    assertThat(sent.status()).as("a token of another session").isEqualTo(403);
    Browser browser = signedIn(bob);
    Element fresh = form(page(browser, Paths.reply(id)), Paths.STATUSES);
    assertThat(send(browser, fresh, Map.of("status", "@alice yes")).header("location"))
        .matches("/@bob/\\d+");
    assertThat(page(signedIn(alice), "/@alice/" + id).select(".feed:not(.thread) .content").text())
        .isEqualTo("@alice yes");
    assertThat(signedIn(rig.local("eve")).get(Paths.reply(id)).status()).isEqualTo(404);
  }

  @Test
  void followingIsAButtonAndANotificationUntilItIsRead() {
    Person carol = rig.local("carol");
    Person dave = rig.local("dave");
    Browser browser = signedIn(carol);
    Answer followed =
        send(
            browser,
            form(page(browser, "/@dave"), "/accounts/" + dave.account() + "/follow"),
            Map.of());
    assertThat(followed.header("location")).isEqualTo("/@dave");
    assertThat(page(browser, "/@dave").select(".who .button").text()).isEqualTo("Unfollow");
    Browser other = signedIn(dave);
    assertThat(page(other, "/@carol").text()).contains("Follows you");
    assertThat(page(other, Paths.HOME).select(".rail .badge").text()).isEqualTo("1");
    assertThat(page(other, Paths.NOTIFICATIONS).select(".news.unread").text())
        .contains("carol follows you");
    assertThat(page(other, Paths.HOME).select(".rail .badge")).isEmpty();
    assertThat(page(other, Paths.NOTIFICATIONS).select(".news.unread")).isEmpty();
  }

  @Test
  void pagesOfMembersLeadVisitorsToSignIn() {
    for (String path : List.of(Paths.HOME, Paths.NOTIFICATIONS, Paths.BOOKMARKS, Paths.COMPOSE)) {
      Answer answer = rig.anonymous().get(path);
      assertThat(answer.status()).isEqualTo(303);
      assertThat(answer.header("location")).startsWith(Paths.SIGN_IN + "?return_to=");
    }
  }

  @Test
  void listsGoOnAtTheirEnd() {
    Person frank = rig.local("frank");
    for (int i = 1; i <= 21; i++) {
      post(frank, "status", "number " + i + ".", "visibility", "unlisted");
    }
    Browser browser = signedIn(frank);
    Document first = page(browser, Paths.HOME);
    assertThat(first.select("article")).hasSize(20);
    assertThat(first.select(".pager a")).hasSize(1);
    Document second = page(browser, first.select(".pager a[rel=next]").attr("href"));
    assertThat(second.select("article .content").text()).isEqualTo("number 1.");
    Document back = page(browser, second.select(".pager a[rel=prev]").attr("href"));
    assertThat(back.select("article")).hasSize(20);
  }
}
