package org.colloque.server.tags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.ACCOUNTS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.colloque.server.database.Viewer;
import org.colloque.server.federation.Neighbours;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.RemotePerson;
import org.colloque.server.rig.WebPage;
import org.colloque.server.users.SignedIn;
import org.junit.jupiter.api.Test;

/** Hashtags are followed by a button or by name, and bring public posts home, each once. */
class TagPagesTest extends Neighbours {
  private List<String> home() {
    List<String> texts = new ArrayList<>();
    ok(zoe.app().get("/api/v1/timelines/home"))
        .forEach(status -> texts.add(status.path("content").asText().replaceAll("<[^>]*>", "")));
    return texts;
  }

  private void remoteSays(RemotePerson who, String text, String tag) {
    ObjectNode note = who.note("<p>" + text + "</p>");
    note.putArray("tag")
        .addObject()
        .put("type", "Hashtag")
        .put("name", "#" + tag)
        .put("href", "https://far.example/tags/" + tag);
    receive(who, who.activity("Create", note));
  }

  @Test
  void aHashtagIsFollowedOnItsPageAndLeftInTheList() {
    Browser browser = SignedIn.browser(rig, zoe);
    assertThat(browser.get(Paths.TAGS).text()).contains("You follow no hashtag yet");
    String page = Paths.tag("Triage");
    assertThat(rig.anonymous().get(page).text()).doesNotContain(Paths.followTag("Triage", true));
    WebPage tag = WebPage.open(browser, page);
    assertThat(tag.send(Paths.followTag("Triage", true), Map.of()).header("location"))
        .isEqualTo(page);
    say("about #triage", "public");
    say("quietly about #triage", "unlisted");
    assertThat(home()).containsExactly("about #triage");
    assertThat(browser.get(Paths.TAGS).text()).contains("Triage");
    WebPage list = WebPage.open(browser, Paths.TAGS);
    assertThat(list.send(Paths.followTag("Triage", false), Map.of()).status()).isEqualTo(303);
    assertThat(home()).isEmpty();
    assertThat(browser.get(Paths.TAGS).text()).contains("You follow no hashtag yet");
  }

  @Test
  void aHashtagIsFollowedByItsName() {
    Browser browser = SignedIn.browser(rig, zoe);
    WebPage list = WebPage.open(browser, Paths.TAGS);
    assertThat(list.send(Paths.TAGS, Map.of("tag", "#Néphrologie")).status()).isEqualTo(303);
    assertThat(browser.get(Paths.TAGS).text()).contains("Néphrologie");
    Browser.Answer refused = list.send(Paths.TAGS, Map.of("tag", "a b"));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text()).contains("Only letters, digits and _");
  }

  @Test
  void postsFromElsewhereComeOnceAndNotFromWhomOneDoesNotWant() {
    ok(zoe.app().post("/api/v1/tags/garde/follow"));
    ok(zoe.app().post("/api/v1/accounts/" + alice.account() + "/follow"));
    aliceFollows(fan);
    aliceFollows(named);
    say("twice followed #garde", "public");
    remoteSays(fan, "from elsewhere", "garde");
    String boosted = ok(zoe.app().get("/api/v1/timelines/home")).path(0).path("id").asText();
    ok(alice.app().post("/api/v1/statuses/" + boosted + "/reblog"));
    assertThat(home()).filteredOn("twice followed #garde"::equals).hasSize(1);
    assertThat(home()).contains("from elsewhere");
    ok(zoe.app().post("/api/v1/domain_blocks", "domain", fan.remote().host()));
    remoteSays(fan, "from a blocked server", "garde");
    silence(named);
    remoteSays(named, "from somebody limited", "garde");
    assertThat(home()).doesNotContain("from a blocked server", "from somebody limited");
  }

  /** Posts from elsewhere come here because somebody follows their author. */
  private void aliceFollows(RemotePerson person) {
    ok(alice.app().post("/api/v1/accounts/" + known(person) + "/follow"));
    rig.runDueJobs();
    JsonNode follow = person.remote().received("Follow").getLast().activity();
    receive(person, person.activity("Accept", follow));
  }

  private void silence(RemotePerson person) {
    rig.kit()
        .db()
        .doAs(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .update(ACCOUNTS)
                    .set(ACCOUNTS.SILENCED_AT, rig.kit().now().atOffset(ZoneOffset.UTC))
                    .where(ACCOUNTS.URI.eq(person.uri()))
                    .execute());
  }
}
