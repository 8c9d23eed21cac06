package org.colloque.server.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.colloque.migrations.Tables.AUDIT_LOG;
import static org.colloque.migrations.Tables.DELIVERIES;
import static org.colloque.migrations.Tables.FOLLOWS;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.WebPage;
import org.colloque.server.users.SignedIn;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;

/** One account, here or elsewhere, limited or suspended by a moderator, and let go again. */
class ModerateAccountTest extends ModerationRoom {
  @Test
  void aSuspendedMemberIsSignedOutHiddenAndShownSuspendedToThoseReached() {
    befriend(bob);
    String status = post("hello");
    rig.runDueJobs();
    good.forget();
    Browser session = SignedIn.browser(rig, alice);
    post("not yet delivered");
    act(alice.account().toString(), "suspend");
    assertThat(alice.app().get("/api/v1/timelines/home").status()).isEqualTo(401);
    assertThat(session.get("/home").status()).isEqualTo(303);
    Browser stranger = new Browser(rig.base());
    assertThat(stranger.get("/@alice").status()).isEqualTo(404);
    assertThat(stranger.get("/api/v1/statuses/" + status).status()).isEqualTo(404);
    rig.runDueJobs();
    assertThat(good.received("Create")).isEmpty();
    JsonNode update = good.received("Update").getLast().activity();
    assertThat(update.path("object").path("suspended").asBoolean()).isTrue();
    JsonNode actor =
        stranger.withHeader("Accept", "application/activity+json").get("/users/alice").json();
    assertThat(actor.path("suspended").asBoolean()).isTrue();
    assertThat(actor.path("name").asText()).isEmpty();
    assertThat(count(FOLLOWS, DSL.noCondition())).isEqualTo(2);
  }

  @Test
  void itIsTakenBackAsIfNothingHadBeen() {
    befriend(bob);
    String status = post("hello");
    act(alice.account().toString(), "suspend");
    rig.runDueJobs();
    good.forget();
    JsonNode after = undo(alice.account().toString(), "unsuspend");
    assertThat(after.path("suspended").asBoolean()).isFalse();
    assertThat(new Browser(rig.base()).get("/api/v1/statuses/" + status).status()).isEqualTo(200);
    rig.runDueJobs();
    JsonNode update = good.received("Update").getLast().activity();
    assertThat(update.path("object").path("suspended").asBoolean()).isFalse();
    assertThat(SignedIn.browser(rig, alice).get("/home").status()).isEqualTo(200);
  }

  @Test
  void c52_aSuspendedAccountElsewhereIsNeitherHeardNorToldNorShown() {
    befriend(mallory);
    String uri = posted(mallory, "bad words");
    String id = idOf(mallory);
    act(id, "suspend");
    // keys in memory are let go by a signal; what comes before it has no effect either
    await()
        .untilAsserted(() ->
            assertThat(mallory.send(rig, mallory.create(mallory.note("<p>more</p>"))))
                .isEqualTo(403));
    rig.runDueJobs();
    assertThat(texts("/api/v1/timelines/home")).isEmpty();
    assertThat(texts("/api/v1/timelines/public")).isEmpty();
    bad.forget();
    post("hello");
    assertThat(count(DELIVERIES, DSL.noCondition())).isZero();
    assertThat(bob.send(rig, bob.activity("Announce", uri).put("to", PUBLIC))).isEqualTo(202);
    rig.runDueJobs();
    assertThat(bad.everything()).isEmpty();
    undo(id, "unsuspend");
    assertThat(texts("/api/v1/timelines/home")).hasSize(2);
    assertThat(mallory.send(rig, mallory.create(mallory.note("<p>more</p>")))).isEqualTo(202);
  }

  @Test
  void limitedIsInNoPublicTimelineUntilItIsTakenBack() {
    post("hello");
    act(alice.account().toString(), "silence");
    Browser stranger = new Browser(rig.base());
    assertThat(stranger.get("/api/v1/timelines/public").json()).isEmpty();
    undo(alice.account().toString(), "unsilence");
    assertThat(stranger.get("/api/v1/timelines/public").json()).hasSize(1);
  }

  @Test
  void whoMayNotSignInKeepsWhatTheyWrote() {
    post("hello");
    act(alice.account().toString(), "disable");
    assertThat(alice.app().get("/api/v1/timelines/home").status()).isEqualTo(401);
    assertThat(new Browser(rig.base()).get("/api/v1/timelines/public").json()).hasSize(1);
    assertThat(undo(alice.account().toString(), "enable").path("disabled").asBoolean()).isFalse();
  }

  @Test
  void aRuleAboutTheServerHoldsWhenTheDecisionIsTakenBack() {
    befriend(mallory);
    String id = idOf(mallory);
    act(id, "suspend");
    rule("bad.localhost", "suspend");
    assertThat(undo(id, "unsuspend").path("suspended").asBoolean()).isTrue();
  }

  @Test
  void nobodyDecidesAboutThemselvesOrAboutWhoStandsAbove() {
    for (String id : List.of(owner.account().toString(), rig.owner("otto").account().toString())) {
      assertThat(action(id, "suspend").status()).isEqualTo(403);
    }
    assertThat(action("1", "suspend").status()).isEqualTo(404);
    assertThat(action(alice.account().toString(), "explode").status()).isEqualTo(422);
  }

  @Test
  void theSameOnThePageAndEachIsWrittenDown() {
    Browser browser = SignedIn.browser(rig, owner);
    WebPage page = WebPage.open(browser, "/admin/accounts?q=@alice");
    String path = "/admin/accounts/" + alice.account();
    assertThat(page.send(path + "/suspend", Map.of("text", "spam")).status()).isEqualTo(303);
    assertThat(alice.app().get("/api/v1/timelines/home").status()).isEqualTo(401);
    page = WebPage.open(browser, "/admin/accounts");
    assertThat(page.document().text()).contains("@alice · suspended");
    assertThat(page.send(path + "/unsuspend", Map.of()).status()).isEqualTo(303);
    List<String> kinds =
        sql(sql -> sql.select(AUDIT_LOG.KIND).from(AUDIT_LOG).fetch(AUDIT_LOG.KIND));
    assertThat(kinds).contains("account.suspend", "account.unsuspend");
  }

  private String post(String text) {
    return alice.app().post("/api/v1/statuses", "status", text).json().path("id").asText();
  }

  private Browser.Answer action(String id, String type) {
    return admin().post("/api/v1/admin/accounts/" + id + "/action", "type", type);
  }

  private void act(String id, String type) {
    Browser.Answer answer = action(id, type);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  private JsonNode undo(String id, String how) {
    Browser.Answer answer = admin().post("/api/v1/admin/accounts/" + id + "/" + how);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }
}
