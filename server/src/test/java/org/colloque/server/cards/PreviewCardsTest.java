package org.colloque.server.cards;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.PREVIEW_CARDS;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.colloque.server.api.EntityShape;
import org.colloque.server.board.Club;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What pages say of themselves to which public posts link (Mastodon, PreviewCard, Trends::Link).
 */
class PreviewCardsTest {
  private static final String LINKS = "/api/v1/trends/links";
  private static final String ADMIN = "/api/v1/admin/trends/links";

  private Rig rig;
  private Remote far;
  private Person alice;

  @BeforeEach
  void start() {
    rig = Rig.start();
    far = Remote.start("journal");
    alice = rig.local("alice");
  }

  @AfterEach
  void stop() {
    rig.close();
    far.close();
  }

  private void page(String path, String head) {
    far.answer(
        path,
        aResponse()
            .withHeader("Content-Type", "text/html; charset=utf-8")
            .withBody("<html lang=fr-FR><head>" + head + "</head><body>…</body></html>"));
  }

  private String post(Person author, String... fields) {
    Browser.Answer answer = author.app().post("/api/v1/statuses", fields);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    rig.runDueJobs();
    return "/api/v1/statuses/" + answer.json().path("id").asText();
  }

  private JsonNode card(String status) {
    JsonNode shown = alice.app().get(status).json();
    EntityShape.assertShape("Status", shown);
    return shown.path("card");
  }

  private static byte[] png() throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(60, 40, BufferedImage.TYPE_INT_RGB), "png", png);
    return png.toByteArray();
  }

  @Test
  void aPageIsShownWithItsTitleItsPictureAndItsAuthor() throws IOException {
    far.answer("/p.png", aResponse().withHeader("Content-Type", "image/png").withBody(png()));
    far.answer(
        "/o.json",
        aResponse()
            .withHeader("Content-Type", "application/json")
            .withBody(
                "{\"author_name\":\"Dr Noël\",\"author_url\":\"https://a.example/n\","
                    + "\"html\":\"<iframe src=//evil.example></iframe>\"}"));
    page(
        "/one",
        "<title>Plain</title><meta property='og:title' content='Un &lt;b&gt; titre'>"
            + "<meta property=og:description content='Ce qui\nest dit'>"
            + "<meta property=og:image content='/p.png'>"
            + "<meta property=og:site_name content='La Revue'>"
            + "<meta property=article:published_time content='2026-05-01T08:00:00Z'>"
            + "<link rel=alternate type='application/json+oembed' href='/o.json'>");
    JsonNode card = card(post(alice, "status", "lisez " + far.base() + "/one#part"));
    assertThat(card.path("title").asText()).isEqualTo("Un <b> titre");
    assertThat(card.path("description").asText()).isEqualTo("Ce qui est dit");
    assertThat(card.path("url").asText()).isEqualTo(far.base() + "/one");
    assertThat(card.path("author_name").asText()).isEqualTo("Dr Noël");
    assertThat(card.path("provider_name").asText()).isEqualTo("La Revue");
    assertThat(card.path("language").asText()).isEqualTo("fr");
    assertThat(card.path("html").asText()).isEmpty();
    assertThat(card.path("width").asInt()).isEqualTo(60);
    String image = card.path("image").asText();
    assertThat(image).startsWith(rig.base() + "/media/");
    Browser.Answer picture = rig.anonymous().get(image.substring(rig.base().length()));
    assertThat(picture.status()).isEqualTo(200);
    assertThat(ImageIO.read(new java.io.ByteArrayInputStream(picture.response().body())))
        .isNotNull();
    // once for all posts that link there
    assertThat(card(post(rig.local("bob"), "status", far.base() + "/one")).path("url").asText())
        .isEqualTo(far.base() + "/one");
    assertThat(far.fetches(far.base() + "/one")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"private", "direct"})
  void whatIsNotForEverybodyIsNotToldByALook(String visibility) {
    page("/secret", "<title>Secret</title>");
    String status =
        post(alice, "status", "voir " + far.base() + "/secret", "visibility", visibility);
    assertThat(card(status).isNull()).isTrue();
    assertThat(far.everything()).isEmpty();
  }

  @Test
  void nothingOfAPrivateGroupIsLookedAt() {
    Club.of(rig, "Pairs", "pairs").with(alice, "member");
    page("/case", "<title>Case</title>");
    String status = post(alice, "status", "@pairs un cas " + far.base() + "/case");
    assertThat(alice.app().get(status).json().path("card").isNull()).isTrue();
    assertThat(far.everything()).isEmpty();
  }

  @Test
  void anEditChangesTheCard() {
    page("/one", "<title>One</title>");
    page("/two", "<title>Two</title>");
    String status = post(alice, "status", far.base() + "/one");
    assertThat(card(status).path("title").asText()).isEqualTo("One");
    alice.app().form("PUT", status, "status", "plutôt " + far.base() + "/two");
    rig.runDueJobs();
    assertThat(card(status).path("title").asText()).isEqualTo("Two");
    alice.app().form("PUT", status, "status", "rien");
    rig.runDueJobs();
    assertThat(card(status).isNull()).isTrue();
  }

  @Test
  void whatNobodyLinksToIsForgotten() {
    page("/one", "<title>One</title>");
    String status = post(alice, "status", far.base() + "/one");
    rig.clock().advance(CleanCards.KEPT.plusDays(1));
    rig.runDueJobs();
    assertThat(card(status).path("title").asText()).isEqualTo("One");
    alice.app().form("PUT", status, "status", "rien");
    rig.runDueJobs();
    rig.clock().advance(Duration.ofHours(1));
    rig.runDueJobs();
    int kept = rig.kit().db().as(Viewer.stranger(), tx -> tx.sql().fetchCount(PREVIEW_CARDS));
    assertThat(kept).isZero();
  }

  @Test
  void whatIsNoPageIsNoCard() {
    far.answer("/file", aResponse().withHeader("Content-Type", "application/pdf").withBody("%PDF"));
    far.answer("/loop", aResponse().withStatus(302).withHeader("Location", far.base() + "/loop"));
    page("/untitled", "<meta property=og:description content=x>");
    page("/picture", "<title>P</title><meta property=og:image content='/untitled'>");
    for (String path : List.of("/file", "/loop", "/untitled", "/missing")) {
      assertThat(card(post(alice, "status", far.base() + path)).isNull()).as(path).isTrue();
    }
    JsonNode card = card(post(alice, "status", far.base() + "/picture"));
    assertThat(card.path("image").isNull()).isTrue();
    assertThat(card(post(alice, "status", rig.base() + "/about")).isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<p>no link</p>",
        "<p><a class='u-url mention' href='https://a.example/@b'>@b</a></p>",
        "<p><a class='hashtag' href='https://a.example/tags/x'>#x</a></p>",
        "<p><a rel=tag href='https://a.example/tags/x'>#x</a></p>",
        "<p><a href='javascript:alert(1)'>x</a></p>",
        "<p><a href='https://user:word@a.example/'>x</a></p>",
        "<p class=quote-inline>RE: <a href='https://a.example/1'>x</a></p>",
        "<p><a href='/relative'>x</a></p>"
      })
  void thesePointNowhere(String html) {
    assertThat(FirstLink.of(html)).isEmpty();
  }

  @Test
  void textsAreCutAndAddressesAreOfTheWeb() {
    String html =
        "<title>"
            + "é".repeat(400)
            + "</title><meta property=og:image content='file:///etc/passwd'>";
    CardPage page = CardPage.read(html, "https://a.example/").orElseThrow();
    assertThat(page.title()).hasSize(CardPage.MAX_TITLE).endsWith("…");
    assertThat(page.image()).isEmpty();
    assertThat(CardPage.cut("a\u0000b\n c", 9)).isEqualTo("a b c");
    assertThat(CardPage.address("//b.example/x", "https://a.example/"))
        .isEqualTo("https://b.example/x");
  }

  @Test
  void linksTrendWhenAModeratorLetsThem() {
    page("/news", "<title>Une nouvelle</title>");
    Browser mona = rig.moderator("mona").app();
    List<Person> people = new ArrayList<>(List.of(alice, rig.local("bob"), rig.local("carol")));
    people.forEach(each ->
        each.app().form("PATCH", "/api/v1/accounts/update_credentials", "discoverable", "true"));
    people.forEach(each -> post(each, "status", "lu " + far.base() + "/news"));
    rig.runDueJobs();
    assertThat(rig.anonymous().get(LINKS).json()).isEmpty();
    String timeline = "/api/v1/timelines/link?url=" + far.base() + "/news";
    assertThat(rig.anonymous().get(timeline).status()).isEqualTo(404);
    JsonNode all = mona.get(ADMIN).json();
    EntityShape.assertEach("Admin::Trends::Link", all);
    String one = ADMIN + "/" + all.path(0).path("id").asText();
    EntityShape.assertShape("Admin::Trends::Link", mona.post(one + "/approve").json());
    JsonNode links = rig.anonymous().get(LINKS).json();
    EntityShape.assertEach("Trends::Link", links);
    assertThat(links.path(0).path("history").path(0).path("accounts").asText()).isEqualTo("3");
    assertThat(rig.anonymous().get(timeline).json()).hasSize(3);
    assertThat(rig.anonymous().get("/api/v1/timelines/link").status()).isEqualTo(400);
    assertThat(rig.anonymous().get("/explore/news").text()).contains("Une nouvelle");
    mona.post(one + "/reject");
    assertThat(rig.anonymous().get("/explore/news").text()).doesNotContain("Une nouvelle");
    assertThat(rig.anonymous().get(LINKS).json()).isEmpty();
    assertThat(mona.post(ADMIN + "/7/approve").status()).isEqualTo(404);
    assertThat(alice.app().get(ADMIN).status()).isEqualTo(403);
  }

  @Test
  void aPublisherIsDecidedAboutAsAWhole() {
    page("/news", "<title>News</title>");
    Browser mona = rig.moderator("mona").app();
    post(alice, "status", far.base() + "/news");
    JsonNode publishers = mona.get(ADMIN + "/publishers").json();
    EntityShape.assertEach("Admin::PreviewCardProvider", publishers);
    assertThat(publishers.path(0).path("requires_review").asBoolean()).isTrue();
    String one = ADMIN + "/publishers/" + publishers.path(0).path("id").asText();
    JsonNode approved = mona.post(one + "/approve").json();
    EntityShape.assertShape("Admin::PreviewCardProvider", approved);
    assertThat(approved.path("trendable").asBoolean()).isTrue();
    assertThat(mona.post(one + "/reject").json().path("trendable").asBoolean()).isFalse();
    assertThat(mona.post(ADMIN + "/publishers/7/reject").status()).isEqualTo(404);
  }
}
