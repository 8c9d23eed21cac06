package org.colloque.server.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.colloque.server.rig.WebPage;
import org.colloque.server.users.SignedIn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Moderators look at what was reported, decide about the account, and are done with it. */
class ReportsPagesTest {
  private static final String PAGE = "/admin/reports";

  private Rig rig;
  private Person alice;
  private Person mallory;
  private Browser staff;
  private String id;

  @BeforeEach
  void start() {
    rig = Rig.start();
    staff = SignedIn.browser(rig, rig.owner("owner"));
    alice = rig.local("alice");
    mallory = rig.local("mallory");
    String post =
        mallory
            .app()
            .post("/api/v1/statuses", "status", "buy <b>this</b>")
            .json()
            .path("id")
            .asText();
    id =
        alice
            .app()
            .post(
                "/api/v1/reports",
                "account_id",
                mallory.account().toString(),
                "status_ids[]",
                post,
                "comment",
                "sells <i>things</i>",
                "category",
                "spam")
            .json()
            .path("id")
            .asText();
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private String text(String path) {
    Browser.Answer answer = staff.get(path);
    assertThat(answer.status()).isEqualTo(200);
    return WebPage.open(staff, path).document().select("main").text();
  }

  @Test
  void aReportIsListedReadAndResolvedAndOpenedAgain() {
    assertThat(text(PAGE)).contains("@mallory", "alice", "sells <i>things</i>");
    assertThat(text(PAGE + "/" + id)).contains("@mallory", "buy <b>this</b>", "sells <i>things");
    WebPage page = WebPage.open(staff, PAGE + "/" + id);
    assertThat(page.send(PAGE + "/" + id + "/resolve", java.util.Map.of()).status()).isEqualTo(303);
    assertThat(text(PAGE)).doesNotContain("mallory");
    assertThat(text(PAGE + "?resolved=true")).contains("mallory");
    page = WebPage.open(staff, PAGE + "/" + id);
    assertThat(page.send(PAGE + "/" + id + "/reopen", java.util.Map.of()).status()).isEqualTo(303);
    assertThat(text(PAGE)).contains("mallory");
  }

  @Test
  void theAccountIsDecidedAboutFromThereAndTheWayLeadsBack() {
    WebPage page = WebPage.open(staff, PAGE + "/" + id);
    Browser.Answer done =
        page.send("/admin/accounts/" + mallory.account() + "/silence", java.util.Map.of());
    assertThat(done.status()).isEqualTo(303);
    assertThat(done.header("location")).isEqualTo(PAGE + "/" + id + "?saved=1");
    assertThat(
            alice
                .app()
                .get("/api/v1/accounts/" + mallory.account())
                .json()
                .path("limited")
                .asBoolean())
        .isTrue();
  }

  @Test
  void whatIsDeletedSinceIsSaidAndTheReportStays() {
    String post =
        mallory
            .app()
            .get("/api/v1/accounts/" + mallory.account() + "/statuses")
            .json()
            .path(0)
            .path("id")
            .asText();
    assertThat(mallory.app().delete("/api/v1/statuses/" + post).status()).isEqualTo(200);
    assertThat(text(PAGE + "/" + id)).contains("@mallory").doesNotContain("buy");
  }

  @Test
  void itIsNobodyElsesMatter() {
    Browser member = SignedIn.browser(rig, alice);
    for (String path : new String[] {PAGE, PAGE + "/" + id}) {
      assertThat(member.get(path).status()).isEqualTo(404);
    }
    assertThat(staff.get(PAGE + "/5").status()).isEqualTo(404);
  }
}
