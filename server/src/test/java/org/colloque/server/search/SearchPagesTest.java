package org.colloque.server.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.colloque.server.rig.Rig;
import org.colloque.server.rig.WebPage;
import org.colloque.server.users.SignedIn;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The page of search, for a visitor and for a member. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchPagesTest {
  private Rig rig;
  private Remote remote;
  private Person alice;
  private Browser member;

  @BeforeAll
  void start() {
    rig = Rig.start();
    remote = Remote.start("far");
    alice = rig.local("alice");
    rig.local("alix");
    member = SignedIn.browser(rig, alice);
  }

  @AfterAll
  void stop() {
    remote.close();
    rig.close();
  }

  private static Document search(Browser browser, String text) {
    String query = URLEncoder.encode(text, StandardCharsets.UTF_8);
    return WebPage.open(browser, "/search?q=" + query).document();
  }

  private static List<String> people(Document page) {
    return page.select("main .rows .handle").eachText();
  }

  private String post(String text, String visibility) {
    return alice
        .app()
        .post("/api/v1/statuses", "status", text, "visibility", visibility)
        .json()
        .path("url")
        .asText();
  }

  @Test
  void peopleAndHashtagsAreFoundAndTheQueryStays() {
    post("#Penurie d’amoxicilline", "public");
    Document people = search(member, "ali");
    assertThat(people(people)).containsExactly("@alice", "@alix");
    assertThat(people.select("main #q").attr("value")).isEqualTo("ali");
    Document tags = search(rig.anonymous(), "pen");
    assertThat(tags.select("main .tags a").eachText()).containsExactly("#Penurie");
    assertThat(people(search(rig.anonymous(), "@alice@" + rig.host()))).containsExactly("@alice");
    assertThat(search(member, "<i>nobody</i>").select("main .empty").text())
        .contains("<i>nobody</i>");
    assertThat(search(member, "  ").select("main .empty")).isEmpty();
    assertThat(search(member, "x".repeat(Search.MAX_QUERY + 1)).select("main .empty")).hasSize(1);
  }

  @Test
  void theAddressOfAPostOpensItForThoseWhoMayReadIt() {
    String open = post("for everybody", "public");
    String closed = post("for followers", "private");
    assertThat(search(rig.anonymous(), open).select("article .content").text())
        .isEqualTo("for everybody");
    assertThat(search(member, closed).select("article .content").text()).isEqualTo("for followers");
    assertThat(search(rig.anonymous(), closed).select("article")).isEmpty();
    assertThat(people(search(member, rig.base() + "/@alice"))).containsExactly("@alice");
  }

  @Test
  void membersAskOtherServersAndVisitorsDoNot() {
    RemotePerson bob = remote.person("bob");
    String handle = "@bob@" + remote.host();
    assertThat(people(search(rig.anonymous(), handle))).isEmpty();
    assertThat(people(search(rig.anonymous(), bob.uri()))).isEmpty();
    assertThat(remote.fetches(bob.uri())).isZero();
    assertThat(people(search(member, handle))).containsExactly(handle);
    assertThat(people(search(member, bob.uri()))).containsExactly(handle);
    assertThat(people(search(rig.anonymous(), handle))).containsExactly(handle);
  }

  @Test
  void aServerThatIsAwayIsNothingFound() {
    assertThat(search(member, "@nobody@127.0.0.1:9").select("main .empty")).hasSize(1);
    assertThat(search(member, "http://127.0.0.1:9/notes/1").select("main .empty")).hasSize(1);
  }
}
