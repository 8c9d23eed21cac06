package org.colloque.server.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.server.api.EntityShape.assertShape;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.colloque.server.users.SignedIn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses that others know of a Mastodon server lead to the right page here. */
class WebIntentsTest {
  private static Rig rig;
  private static Person alice;
  private static Browser browser;

  @BeforeAll
  static void start() {
    rig = Rig.start();
    alice = rig.local("alice");
    browser = SignedIn.browser(rig, alice);
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/.well-known/change-password, /settings/account/password",
    "/.well-known/proxy?uri=acct:a@far.example, /authorize_interaction?uri=acct%3Aa%40far.example",
    "/authorize_interaction?uri=acct:a@far.example, /search?q=a%40far.example",
    "/intent?uri=web%2Bmastodon://share?text=fever, /share?text=fever",
    "/intent?uri=web%2Bmastodon://follow?uri=acct:a@far.example,"
        + " /authorize_interaction?uri=acct:a@far.example",
    "/share?title=A&text=b&url=https://c.example, /compose?text=A+b+https%3A%2F%2Fc.example",
    "/invite/abc, /sign-up?invitation=abc",
  })
  void itLeadsTo(String from, String to) {
    Browser.Answer answer = browser.get(from);
    assertThat(answer.status()).isEqualTo(303);
    assertThat(answer.header("location")).isEqualTo(to);
  }

  @ParameterizedTest
  @CsvSource({"javascript:alert(1)", "https://far.example/", "web%2Bmastodon://steal", "%25%25"})
  void otherIntentsAreNone(String uri) {
    assertThat(browser.get("/intent?uri=" + uri).status()).isEqualTo(404);
  }

  @Test
  void whatIsSharedIsWrittenInTheComposerAndNotPosted() {
    String page = browser.get("/compose?text=%3Cb%3Efever").text();
    assertThat(page).contains("&lt;b&gt;fever</textarea>");
  }

  @Test
  void aPublicPostIsQuotedElsewhereAndNoOther() {
    JsonNode open = says("<fever> in Lyon", "public");
    Browser.Answer quoted = oembed(open.path("url").asText());
    assertShape("OEmbed", quoted.json());
    assertThat(quoted.json().path("html").asText())
        .contains("&lt;fever&gt; in Lyon")
        .doesNotContain("<script");
    for (String closed : new String[] {"private", "direct"}) {
      assertThat(oembed(says("secret", closed).path("url").asText()).status()).isEqualTo(404);
    }
    assertThat(oembed("https://far.example/@alice/1").status()).isEqualTo(404);
  }

  private static JsonNode says(String text, String visibility) {
    return alice.app().post("/api/v1/statuses", "status", text, "visibility", visibility).json();
  }

  private static Browser.Answer oembed(String url) {
    return alice.app().get("/api/oembed?url=" + URLEncoder.encode(url, StandardCharsets.UTF_8));
  }

  /** RFC 7662, section 2.2: nothing of a token that is another app's. */
  @Test
  void anAppLearnsOfItsOwnTokensOnly() {
    JsonNode app =
        rig.anonymous()
            .post("/api/v1/apps", "client_name", "x", "redirect_uris", "urn:ietf:wg:oauth:2.0:oob")
            .json();
    String id = app.path("client_id").asText();
    String secret = app.path("client_secret").asText();
    String own =
        rig.anonymous()
            .post(
                "/oauth/token",
                "grant_type",
                "client_credentials",
                "client_id",
                id,
                "client_secret",
                secret)
            .json()
            .path("access_token")
            .asText();
    JsonNode said = introspect(id, secret, own).json();
    assertThat(said.path("active").asBoolean()).isTrue();
    assertThat(said.path("client_id").asText()).isEqualTo(id);
    assertThat(introspect(id, secret, alice.token()).json())
        .isEqualTo(introspect(id, secret, "unknown").json());
    assertThat(introspect(id, "wrong", own).status()).isEqualTo(401);
    assertThat(rig.anonymous().post("/oauth/introspect", "token", own).status()).isEqualTo(401);
    JsonNode info = rig.anonymous().withToken(own).get("/oauth/token/info").json();
    assertThat(info.path("application").path("uid").asText()).isEqualTo(id);
    assertThat(info.path("resource_owner_id").isNull()).isTrue();
  }

  private static Browser.Answer introspect(String id, String secret, String token) {
    return rig.anonymous()
        .post("/oauth/introspect", "client_id", id, "client_secret", secret, "token", token);
  }
}
