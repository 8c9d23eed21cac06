package org.colloque.server.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.AUDIT_LOG;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Apps of moderators read reports and work them off (Mastodon, methods/admin/reports). */
class AdminReportsApiTest {
  private static final String ALL = "/api/v1/admin/reports";

  private Rig rig;
  private Person owner;
  private Person alice;
  private Person mallory;
  private Browser app;
  private String post;

  @BeforeEach
  void start() {
    rig = Rig.start();
    owner = rig.owner("owner");
    alice = rig.local("alice");
    mallory = rig.local("mallory");
    app = app("admin:read:reports", "admin:write:reports");
    post =
        mallory
            .app()
            .post("/api/v1/statuses", "status", "buy this", "visibility", "private")
            .json()
            .path("id")
            .asText();
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private Browser app(String... scopes) {
    return rig.anonymous().withToken(rig.token(owner, scopes));
  }

  private String report(Person by, Person target, String... more) {
    String[] all = new String[more.length + 2];
    all[0] = "account_id";
    all[1] = target.account().toString();
    System.arraycopy(more, 0, all, 2, more.length);
    return by.app().post("/api/v1/reports", all).json().path("id").asText();
  }

  private List<String> ids(String query) {
    Browser.Answer answer = app.get(ALL + query);
    assertThat(answer.status()).isEqualTo(200);
    List<String> ids = new ArrayList<>();
    answer.json().forEach(report -> ids.add(report.path("id").asText()));
    return ids;
  }

  private JsonNode done(Browser.Answer answer) {
    assertThat(answer.status()).isEqualTo(200);
    return answer.json();
  }

  @Test
  void aReportTellsWhoWhomAndWhat() {
    mallory.app().post("/api/v1/accounts/" + alice.account() + "/follow");
    alice.app().post("/api/v1/accounts/" + mallory.account() + "/follow");
    String id =
        report(alice, mallory, "status_ids[]", post, "comment", "sells", "category", "spam");
    JsonNode report = done(app.get(ALL + "/" + id));
    assertThat(report.path("id").asText()).isEqualTo(id);
    assertThat(report.path("action_taken").asBoolean(true)).isFalse();
    assertThat(report.path("action_taken_at").isNull()).isTrue();
    assertThat(report.path("category").asText()).isEqualTo("spam");
    assertThat(report.path("comment").asText()).isEqualTo("sells");
    assertThat(report.path("forwarded").asBoolean(true)).isFalse();
    assertThat(report.path("updated_at").asText()).isEqualTo(report.path("created_at").asText());
    assertThat(report.path("account").path("username").asText()).isEqualTo("alice");
    assertThat(report.path("target_account").path("account").path("acct").asText())
        .isEqualTo("mallory");
    assertThat(report.path("assigned_account").isNull()).isTrue();
    assertThat(report.path("action_taken_by_account").isNull()).isTrue();
    assertThat(report.path("rules").isArray()).isTrue();
    assertThat(report.path("statuses").path(0).path("id").asText()).isEqualTo(post);
    assertThat(report.path("statuses").path(0).path("content").asText()).contains("buy this");
    mallory.app().delete("/api/v1/statuses/" + post);
    assertThat(done(app.get(ALL + "/" + id)).path("statuses")).isEmpty();
  }

  @Test
  void aReportIsTakenPutAwayAndTakenUpAgain() {
    String id = report(alice, mallory);
    String one = ALL + "/" + id;
    JsonNode taken = done(app.post(one + "/assign_to_self"));
    assertThat(taken.path("assigned_account").path("username").asText()).isEqualTo("owner");
    assertThat(done(app.post(one + "/unassign")).path("assigned_account").isNull()).isTrue();
    JsonNode resolved = done(app.post(one + "/resolve"));
    assertThat(resolved.path("action_taken").asBoolean()).isTrue();
    assertThat(resolved.path("action_taken_at").asText()).isNotEmpty();
    assertThat(resolved.path("action_taken_by_account").path("username").asText())
        .isEqualTo("owner");
    assertThat(ids("")).isEmpty();
    assertThat(ids("?resolved=true")).containsExactly(id);
    JsonNode reopened = done(app.post(one + "/reopen"));
    assertThat(reopened.path("action_taken").asBoolean()).isFalse();
    assertThat(reopened.path("action_taken_by_account").isNull()).isTrue();
    assertThat(ids("")).containsExactly(id);
    List<String> log =
        rig.kit()
            .db()
            .as(
                Viewer.stranger(),
                tx ->
                    tx.sql()
                        .select(AUDIT_LOG.KIND)
                        .from(AUDIT_LOG)
                        .where(AUDIT_LOG.KIND.startsWith("report."))
                        .orderBy(AUDIT_LOG.SEQ)
                        .fetch(AUDIT_LOG.KIND));
    assertThat(log)
        .containsExactly(
            "report.assigned", "report.unassigned", "report.resolved", "report.reopened");
  }

  @Test
  void aReportIsSorted() {
    String one = ALL + "/" + report(alice, mallory, "category", "spam");
    JsonNode sorted = done(app.form("PUT", one, "category", "legal"));
    assertThat(sorted.path("category").asText()).isEqualTo("legal");
    Browser.Answer refused = app.form("PUT", one, "category", "weather");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(done(app.get(one)).path("category").asText()).isEqualTo("legal");
    assertThat(done(app.form("PUT", one, "rule_ids[]", "1")).path("rules"))
        .as("no such rule")
        .isEmpty();
  }

  @Test
  void pagesAreFilteredAndLinked() {
    String first = report(alice, mallory);
    String second = report(mallory, alice);
    String third = report(owner, mallory);
    assertThat(ids("")).containsExactly(third, second, first);
    assertThat(ids("?target_account_id=" + mallory.account())).containsExactly(third, first);
    assertThat(ids("?account_id=" + mallory.account())).containsExactly(second);
    assertThat(ids("?account_id=nobody")).isEmpty();
    assertThat(ids("?max_id=" + second)).containsExactly(first);
    Browser.Answer page = app.get(ALL + "?limit=1");
    assertThat(page.json()).hasSize(1);
    assertThat(page.header("link")).contains("max_id=" + third);
    assertThat(app.get(ALL + "/1").status()).isEqualTo(404);
    assertThat(app.post(ALL + "/1/resolve").status()).isEqualTo(404);
    assertThat(app.get(ALL + "/x").status()).isEqualTo(404);
  }

  @Test
  void onlyAppsOfModeratorsWithTheScopeMay() {
    String id = report(alice, mallory);
    assertThat(app("admin:read:accounts").get(ALL).status()).isEqualTo(403);
    assertThat(app("admin:read:reports").post(ALL + "/" + id + "/resolve").status()).isEqualTo(403);
    Browser member =
        rig.anonymous().withToken(rig.token(alice, "admin:read:reports", "admin:write:reports"));
    assertThat(member.get(ALL).status()).isEqualTo(403);
    assertThat(member.post(ALL + "/" + id + "/resolve").status()).isEqualTo(403);
    assertThat(ids("")).containsExactly(id);
  }
}
