package org.colloque.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Rig;
import org.colloque.server.users.SignedIn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a phone needs to keep these pages as an app, and that it keeps nobody's pages. */
class InstallTest {
  private static Rig rig;

  @BeforeAll
  static void start() {
    rig = Rig.start();
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @Test
  void theManifestNamesTheInstanceAndItsPictures() {
    Browser.Answer answer = rig.anonymous().get("/manifest.webmanifest");
    assertThat(answer.header("content-type")).startsWith("application/manifest+json");
    JsonNode manifest = answer.json();
    assertThat(manifest.path("name").asText()).isNotBlank();
    assertThat(manifest.path("start_url").asText()).isEqualTo("/home");
    assertThat(manifest.path("icons")).hasSize(3);
    for (JsonNode icon : manifest.path("icons")) {
      Browser.Answer picture = rig.anonymous().get(icon.path("src").asText());
      assertThat(picture.status()).isEqualTo(200);
      assertThat(picture.header("content-type")).isEqualTo(icon.path("type").asText());
    }
    assertThat(rig.anonymous().get("/about").text()).contains("/manifest.webmanifest");
  }

  @Test
  void theWorkerKeepsFilesThatAreTheSameForEverybody() {
    Browser.Answer worker = rig.anonymous().get("/sw.js");
    assertThat(worker.header("content-type")).startsWith("text/javascript");
    assertThat(worker.header("content-security-policy")).contains("connect-src 'self'");
    assertThat(worker.header("cache-control")).isEqualTo("no-cache");
    Matcher files = Pattern.compile("FILES = \\[([^\\]]*)\\]").matcher(worker.text());
    assertThat(files.find()).isTrue();
    String[] kept = files.group(1).replace("'", "").split(", ");
    assertThat(kept)
        .hasSize(6)
        .allMatch(file -> file.startsWith("/static/") || file.startsWith("/offline/"));
    Browser member = SignedIn.browser(rig, rig.local("alice"));
    for (String file : kept) {
      Browser.Answer answer = rig.anonymous().get(file);
      assertThat(answer.status()).as(file).isEqualTo(200);
      assertThat(answer.header("cache-control")).as(file).startsWith("public");
      assertThat(member.get(file).text()).as(file).isEqualTo(answer.text());
    }
    assertThat(worker.text()).doesNotContain(".put(");
    // the page that stands in is drawn and keeps what is written
    assertThat(rig.anonymous().get("/offline/fr").header("content-security-policy"))
        .contains("script-src 'self'", "style-src 'self'");
  }

  @Test
  void pagesOfMembersAreKeptByNobody() {
    Browser member = SignedIn.browser(rig, rig.local("bob"));
    for (String page : new String[] {"/home", "/notifications", "/settings/profile", "/lists"}) {
      assertThat(member.get(page).header("cache-control")).as(page).isEqualTo("private, no-store");
    }
  }
}
