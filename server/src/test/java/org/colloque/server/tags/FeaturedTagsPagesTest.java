package org.colloque.server.tags;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.colloque.server.rig.WebPage;
import org.colloque.server.users.SignedIn;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Members choose hashtags for their profile in a form, and readers follow them from there. */
class FeaturedTagsPagesTest {
  private static Rig rig;

  @BeforeAll
  static void start() {
    rig = Rig.start();
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  private static Browser.Answer choose(Browser browser, String typed) {
    WebPage page = WebPage.open(browser, Paths.SETTINGS_PROFILE);
    String[] fields =
        WebPage.fields(page.form(Paths.SETTINGS_PROFILE), Map.of("featured_tags", typed));
    return browser.form("POST", Paths.SETTINGS_PROFILE, fields);
  }

  private static List<String> shown(Person person) {
    Document profile = WebPage.open(rig.anonymous(), "/@" + person.username()).document();
    return profile.select(".profile a[href^=/tags/]").eachText();
  }

  private static String typed(Browser browser) {
    return WebPage.open(browser, Paths.SETTINGS_PROFILE)
        .document()
        .select("input[name=featured_tags]")
        .val();
  }

  @Test
  void whatIsChosenIsOnTheProfileAndLeadsToTheHashtag() {
    Person claire = rig.local("claire");
    Browser browser = SignedIn.browser(rig, claire);
    assertThat(typed(browser)).isEmpty();
    assertThat(browser.get(Paths.SETTINGS_PROFILE).text())
        .contains(FeatureTag.MAX_FEATURED + " at most, apart by spaces: #cardiology #triage");
    assertThat(shown(claire)).isEmpty();
    assertThat(choose(browser, "#Triage, soinsÀDomicile;triage").status()).isEqualTo(303);
    assertThat(shown(claire)).containsExactly("#soinsÀDomicile", "#Triage");
    assertThat(typed(browser)).isEqualTo("#soinsÀDomicile #Triage");
    String link =
        WebPage.open(rig.anonymous(), "/@claire")
            .document()
            .select(".profile a[href^=/tags/]")
            .attr("href");
    assertThat(rig.anonymous().get(link).status()).isEqualTo(200);
    assertThat(choose(browser, "#Triage").status()).isEqualTo(303);
    assertThat(shown(claire)).containsExactly("#Triage");
    assertThat(choose(browser, "").status()).isEqualTo(303);
    assertThat(shown(claire)).isEmpty();
  }

  @Test
  void whatIsNoHashtagAndOneTooManyIsSaidAndNothingTypedIsLost() {
    Person ahmed = rig.local("ahmed");
    Browser browser = SignedIn.browser(rig, ahmed);
    String most = names(FeatureTag.MAX_FEATURED);
    assertThat(choose(browser, most).status()).isEqualTo(303);
    assertThat(shown(ahmed)).hasSize(FeatureTag.MAX_FEATURED);
    for (String wrong : List.of("#ok #a-b", "#123", names(FeatureTag.MAX_FEATURED + 1))) {
      Browser.Answer refused = choose(browser, wrong);
      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.text()).contains("featured_tags-error").contains("\"" + wrong + "\"");
      assertThat(shown(ahmed)).hasSize(FeatureTag.MAX_FEATURED);
    }
  }

  private static String names(int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> "#tag" + number)
        .collect(Collectors.joining(" "));
  }
}
