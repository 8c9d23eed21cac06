package org.colloque.server.moderation;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.DOMAIN_SUBSCRIPTIONS;
import static org.colloque.migrations.Tables.FOLLOWS;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.WebPage;
import org.colloque.server.users.SignedIn;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists of rules that others keep: followed, read every day, and decided about. */
class ListsTest extends ModerationRoom {
  private static final String PAGE = "/admin/federation/lists";

  private Remote lists;
  private Browser browser;

  @BeforeEach
  void keeper() {
    lists = Remote.start("lists");
    browser = SignedIn.browser(rig, owner);
  }

  @AfterEach
  void noKeeper() {
    lists.close();
  }

  @Test
  void whatAListSaysWaitsForTheOwnerWhoSeesItsEffect() {
    befriend(mallory);
    says("domain,severity\nbad.localhost,suspend\nlocalhost,suspend\n");
    follow("block", false);
    assertThat(policy().of("bad.localhost").suspended()).isFalse();
    WebPage page = WebPage.open(browser, path());
    assertThat(page.document().text())
        .contains("1 known account will be hidden", "1 follow by a member", "bad.localhost")
        .contains("mallory@bad.localhost");
    assertThat(page.send(path() + "/accept", Map.of()).status()).isEqualTo(303);
    assertThat(policy().of("bad.localhost").suspended()).isTrue();
    assertThat(policy().rules()).doesNotContainKey("localhost");
    assertThat(count(FOLLOWS, DSL.noCondition())).isZero();
  }

  @Test
  void anAutomaticListHoldsAtOnceButEndsNoFollowWithoutAWord() {
    befriend(mallory);
    says("bad.localhost\nworse.example\n");
    follow("block", true);
    assertThat(policy().of("worse.example").suspended()).isTrue();
    assertThat(policy().of("bad.localhost").suspended()).isFalse();
    assertThat(count(FOLLOWS, DSL.noCondition())).isEqualTo(2);
    WebPage page = WebPage.open(browser, path());
    assertThat(page.send(path() + "/refuse", Map.of()).status()).isEqualTo(303);
    tomorrow();
    assertThat(policy().of("bad.localhost").suspended()).isFalse();
  }

  @Test
  void whatAListDropsIsDroppedAndWhatItCannotSayStays() {
    says("worse.example\nworst.example\n");
    follow("block", true);
    assertThat(policy().of("worst.example").suspended()).isTrue();
    says("worse.example\n");
    tomorrow();
    assertThat(policy().of("worst.example").suspended()).isFalse();
    assertThat(policy().of("worse.example").suspended()).isTrue();
    lists.answer(url(), aResponse().withStatus(500));
    tomorrow();
    lists.answer(
        url(), aResponse().withHeader("Content-Type", "text/plain").withBody("we are sorry"));
    tomorrow();
    assertThat(policy().of("worse.example").suspended()).isTrue();
    assertThat(browser.get(PAGE).text()).contains("The last reading failed");
  }

  @Test
  void aListIsReadOnceADayAndOnlyWhenItHasChanged() {
    says("worse.example\n");
    follow("block", true);
    rig.runDueJobs();
    assertThat(lists.fetches(url())).isEqualTo(1);
    lists.answer(url(), aResponse().withStatus(304));
    tomorrow();
    assertThat(lists.requests(url()).getLast().getHeader("If-None-Match")).isEqualTo("\"v1\"");
    assertThat(policy().of("worse.example").suspended()).isTrue();
  }

  @Test
  void ourOwnRulesCountBeforeListsAndListsByTheirRank() {
    rule("worse.example", "silence");
    says("worse.example\n");
    follow("block", true);
    assertThat(policy().of("worse.example").suspended()).isFalse();
    assertThat(policy().of("worse.example").silenced()).isTrue();
  }

  @Test
  void jsonAsMastodonShowsItsRulesIsReadToo() {
    lists.answer(
        url(),
        aResponse()
            .withHeader("Content-Type", "application/json; charset=utf-8")
            .withBody(
                "[{\"domain\":\"worse.example\",\"severity\":\"silence\",\"comment\":\"spam\"}]"));
    follow("block", true);
    assertThat(policy().of("worse.example").silenced()).isTrue();
  }

  @Test
  void anAllowListNamesServersForTheAllowListMode() {
    says("good.localhost\n");
    follow("allow", true);
    mode(FederationMode.ALLOW_LIST);
    assertThat(policy().of("good.localhost").suspended()).isFalse();
    assertThat(policy().of("bad.localhost").suspended()).isTrue();
    WebPage page = WebPage.open(browser, PAGE);
    assertThat(page.send(path() + "/leave", Map.of()).status()).isEqualTo(303);
    assertThat(policy().of("good.localhost").suspended()).isTrue();
  }

  @Test
  void whatIsNoAddressOfAListIsRefusedWithWords() {
    WebPage page = WebPage.open(browser, PAGE);
    for (String url : List.of("", "ftp://x.example/list", rig.base() + "/list.csv")) {
      Browser.Answer answer = page.send(PAGE, Map.of("url", url));
      assertThat(answer.status()).as(url).isEqualTo(422);
      assertThat(answer.text()).contains("does not fit");
    }
    assertThat(SignedIn.browser(rig, alice).get(PAGE).status()).isEqualTo(404);
  }

  private void says(String text) {
    lists.answer(
        url(),
        aResponse()
            .withHeader("Content-Type", "text/csv")
            .withHeader("ETag", "\"v1\"")
            .withBody(text));
  }

  private void follow(String kind, boolean automatic) {
    WebPage page = WebPage.open(browser, PAGE);
    Browser.Answer answer =
        page.send(
            PAGE,
            Map.of(
                "url", url(), "kind", kind, "priority", "1", "automatic", automatic ? "on" : ""));
    assertThat(answer.status()).isEqualTo(303);
    rig.runDueJobs();
  }

  private void tomorrow() {
    rig.clock().advance(Duration.ofDays(1));
    rig.runDueJobs();
  }

  private String url() {
    return lists.base() + "/list.csv";
  }

  private String path() {
    Long id =
        sql(sql ->
            sql.select(DOMAIN_SUBSCRIPTIONS.ID).from(DOMAIN_SUBSCRIPTIONS).fetchSingle().value1());
    return PAGE + "/" + id;
  }

  private Policy policy() {
    return rig.instance().rooms().policy().current();
  }
}
