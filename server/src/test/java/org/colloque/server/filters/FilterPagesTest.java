package org.colloque.server.filters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.colloque.server.rig.WebPage;
import org.colloque.server.users.SignedIn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A member keeps filters in the pages, and the pages keep to them. */
class FilterPagesTest {
  private static Rig rig;
  private static int round;
  private Person alice;
  private Person bob;
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
  void people() {
    round++;
    alice = rig.local("alice" + round);
    bob = rig.local("bob" + round);
    browser = SignedIn.browser(rig, alice);
    assertThat(alice.app().post("/api/v1/accounts/" + bob.account() + "/follow").status())
        .isEqualTo(200);
  }

  private Browser.Answer create(String title, String words, String action) {
    Map<String, String> typed = new HashMap<>();
    typed.put("title", title);
    typed.put("words", words);
    typed.put("filter_action", action);
    return WebPage.open(browser, Paths.FILTERS).send(Paths.FILTERS, typed);
  }

  private String bobSays(String text) {
    return bob.app().post("/api/v1/statuses", "status", text).json().path("id").asText();
  }

  @Test
  void aPostIsFoldedUntilItsReaderOpensIt() {
    assertThat(create("Football", "match\nreferee", "warn").status()).isEqualTo(303);
    bobSays("what a match");
    String home = browser.get(Paths.HOME).text();
    assertThat(home).contains("Filtered: Football").contains("what a match");
    assertThat(WebPage.open(browser, Paths.HOME).document().select("article details.warned"))
        .isNotEmpty();
    assertThat(browser.get("/@" + bob.username()).text()).doesNotContain("Filtered: Football");
    assertThat(browser.get(Paths.LOCAL).text()).contains("Filtered: Football");
  }

  @Test
  void aPostIsLeftOutInTimelinesThreadsAndNotifications() {
    assertThat(create("Football", "match", "hide").status()).isEqualTo(303);
    String start = bobSays("Sunday?");
    bob.app().post("/api/v1/statuses", "status", "the match", "in_reply_to_id", start);
    bobSays("@" + alice.username() + " a match for you");
    assertThat(browser.get(Paths.HOME).text()).contains("Sunday?").doesNotContain("match");
    assertThat(browser.get("/@" + bob.username() + "/" + start).text()).doesNotContain("the match");
    assertThat(browser.get(Paths.NOTIFICATIONS).text()).doesNotContain("a match for you");
    assertThat(browser.get("/@" + bob.username()).text()).contains("a match for you");
  }

  @Test
  void aPostIsPutIntoAFilterFromItsMenu() {
    String post = bobSays("this one again");
    String path = Paths.filterPost(post);
    assertThat(WebPage.open(browser, Paths.HOME).document().select("a[href=" + path + "]"))
        .hasSize(1);
    WebPage page = WebPage.open(browser, path);
    assertThat(page.document().select("article .content").text()).isEqualTo("this one again");
    assertThat(page.send(Paths.FILTERS, Map.of("title", "Seen it")).status()).isEqualTo(303);
    assertThat(browser.get(Paths.HOME).text()).contains("Filtered: Seen it");

    String second = bobSays("and this one");
    page = WebPage.open(browser, Paths.filterPost(second));
    String into = page.document().select("form[action$=/posts]").attr("action");
    for (int i = 0; i < 2; i++) {
      assertThat(page.send(into, Map.of()).status()).isEqualTo(303);
    }
    assertThat(browser.get(Paths.FILTERS).text()).contains("2 chosen posts");
    assertThat(WebPage.open(browser, Paths.HOME).document().select("article details.warned"))
        .hasSize(2);

    String direct =
        bob.app()
            .post("/api/v1/statuses", "status", "psst", "visibility", "direct")
            .json()
            .path("id")
            .asText();
    assertThat(browser.get(Paths.filterPost(direct)).status()).isEqualTo(404);
    assertThat(browser.get(Paths.filterPost("424242")).status()).isEqualTo(404);
    assertThat(page.send(into, Map.of("post", direct)).status()).isEqualTo(404);
  }

  @Test
  void aFilterIsChangedAndDeleted() {
    assertThat(create("Football", "match\nreferee", "warn").status()).isEqualTo(303);
    String path =
        WebPage.open(browser, Paths.FILTERS).document().select(".rows a.button").attr("href");
    WebPage page = WebPage.open(browser, path);
    assertThat(page.document().select("textarea[name=words]").text()).contains("match", "referee");
    assertThat(page.send(path, Map.of("title", "Sport", "words", "referee\ngoal")).status())
        .isEqualTo(303);
    assertThat(browser.get(Paths.FILTERS).text()).contains("Sport", "referee, goal");
    assertThat(page.send(path, Map.of("title", "")).status()).isEqualTo(422);
    Browser.Answer nowhere =
        page.send(
            path,
            Map.of(
                "context-home", "",
                "context-notifications", "",
                "context-public", "",
                "context-thread", ""));
    assertThat(nowhere.status()).isEqualTo(422);
    assertThat(nowhere.text()).contains("Choose at least one place");
    assertThat(page.send(path + "/delete", Map.of()).status()).isEqualTo(303);
    assertThat(browser.get(path).status()).isEqualTo(404);
    assertThat(browser.get(Paths.FILTERS).text()).doesNotContain("Sport");
  }
}
