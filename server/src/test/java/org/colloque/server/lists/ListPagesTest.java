package org.colloque.server.lists;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.colloque.server.rig.WebPage;
import org.colloque.server.users.SignedIn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A member keeps lists in the pages, from the first one to its deletion. */
class ListPagesTest {
  private static Rig rig;
  private static Person alice;
  private static Person bob;
  private static Browser browser;

  @BeforeAll
  static void start() {
    rig = Rig.start();
    alice = rig.local("alice");
    bob = rig.local("bob");
    browser = SignedIn.browser(rig, alice);
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  private static void follow(Person whom) {
    assertThat(alice.app().post("/api/v1/accounts/" + whom.account() + "/follow").status())
        .isEqualTo(200);
  }

  /** The address of the list. */
  private static String made(String title) {
    Browser.Answer answer =
        WebPage.open(browser, Paths.LISTS).send(Paths.LISTS, Map.of("title", title));
    assertThat(answer.status()).isEqualTo(303);
    return answer.header("location").replace("/settings", "");
  }

  @Test
  void fromTheFirstListToItsEnd() {
    follow(bob);
    String list = made("Colleagues");
    bob.app().post("/api/v1/statuses", "status", "a word of bob's");
    assertThat(browser.get(list).text()).contains("Nobody is in this list yet");
    WebPage settings = WebPage.open(browser, list + "/settings");
    assertThat(settings.send(list + "/people", Map.of("handle", "@bob")).status()).isEqualTo(303);
    assertThat(browser.get(list).text()).contains("a word of bob");
    String news = WebPage.open(browser, list).document().select("[data-news]").attr("data-news");
    assertThat(browser.get(news).text()).isEqualTo("{\"count\":0}");
    bob.app().post("/api/v1/statuses", "status", "another");
    assertThat(browser.get(news).text()).isEqualTo("{\"count\":1}");
    Browser.Answer again = settings.send(list + "/people", Map.of("handle", "@bob"));
    assertThat(again.status()).isEqualTo(422);
    assertThat(again.text()).contains("in the list already");
    Browser.Answer nobody = settings.send(list + "/people", Map.of("handle", "@nobody"));
    assertThat(nobody.status()).isEqualTo(422);
    assertThat(nobody.text()).contains("You follow nobody with this address");
    assertThat(
            settings.send(list + "/settings", Map.of("title", "Ward", "exclusive", "on")).status())
        .isEqualTo(303);
    assertThat(browser.get(Paths.LISTS).text()).contains("Ward", "one person", "not in Home");
    assertThat(browser.get(Paths.HOME).text()).doesNotContain("a word of bob");
    assertThat(WebPage.open(browser, list + "/settings").send(list + "/remove", Map.of()).status())
        .isEqualTo(303);
    assertThat(browser.get(list).text()).doesNotContain("a word of bob");
    assertThat(WebPage.open(browser, list + "/settings").send(list + "/delete", Map.of()).status())
        .isEqualTo(303);
    assertThat(browser.get(list).status()).isEqualTo(404);
  }

  @Test
  void fromAProfileSomebodyIsPutIntoLists() {
    Person carol = rig.local("carol");
    String choose = Paths.listsOf(carol.account().toString());
    assertThat(browser.get(choose).status()).isEqualTo(404);
    follow(carol);
    String list = made("Night shift");
    assertThat(browser.get("/@carol").text()).contains(choose);
    WebPage page = WebPage.open(browser, choose);
    assertThat(page.send(choose, Map.of("lists[]", list.replace("/lists/", ""))).status())
        .isEqualTo(303);
    assertThat(WebPage.open(browser, choose).document().select("input[checked]")).hasSize(1);
    assertThat(browser.get(list + "/settings").text()).contains("@carol");
    assertThat(WebPage.open(browser, choose).send(choose, Map.of("lists[]", "")).status())
        .isEqualTo(303);
    assertThat(browser.get(list + "/settings").text()).doesNotContain("@carol");
  }

  @Test
  void whoHasNoneIsTold() {
    Browser fresh = SignedIn.browser(rig, rig.local("dan"));
    assertThat(fresh.get(Paths.LISTS).text()).contains("You have no list yet");
  }

  @Test
  void aListWithoutANameIsAskedForOne() {
    WebPage page = WebPage.open(browser, Paths.LISTS);
    assertThat(page.send(Paths.LISTS, Map.of("title", " ")).status()).isEqualTo(422);
    assertThat(page.send(Paths.LISTS, Map.of("title", "x".repeat(256))).status()).isEqualTo(422);
  }
}
