package org.colloque.server.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.REPORTS;
import static org.colloque.migrations.Tables.USERS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.colloque.migrations.tables.records.ReportsRecord;
import org.colloque.server.moderation.StoreReport;
import org.colloque.server.rig.Person;
import org.junit.jupiter.api.Test;

/** Reports by other servers, in every shape of quirk 49, and of ours to them. */
class ReportsFromElsewhereTest extends InboxRoom {
  @Test
  void anAccountAndItsPostsAreReported() {
    Person moderator = moderator();
    JsonNode status = aliceSays("harmful", "public");
    ObjectNode flag = flag("look at this", aliceUri(), status.path("uri").asText());
    receive(flag);
    ReportsRecord report = report(flag).orElseThrow();
    assertThat(report.getTargetAccountId()).isEqualTo(alice.account().value());
    assertThat(report.getAccountId()).isEqualTo(id(bob));
    assertThat(report.getStatusIds()).containsExactly(status.path("id").asLong());
    assertThat(report.getComment()).isEqualTo("look at this");
    JsonNode told = moderator.app().get("/api/v1/notifications").json().path(0);
    assertThat(told.path("type").asText()).isEqualTo("admin.report");
    assertThat(told.path("report").path("comment").asText()).isEqualTo("look at this");
    assertThat(told.path("report").path("target_account").path("username").asText())
        .isEqualTo(alice.username());
    JsonNode groups = moderator.app().get("/api/v2/notifications").json();
    assertThat(groups.path("notification_groups").path(0).path("report").path("id").asText())
        .isEqualTo(Long.toString(report.getId()));
    assertThat(alice.app().get("/api/v1/notifications").json()).isEmpty();
  }

  @Test
  void postsAloneOrOneIdOrNoIdAreEnough() {
    JsonNode status = aliceSays("harmful", "public");
    ObjectNode posts = flag("posts", status.path("uri").asText());
    receive(posts);
    assertThat(report(posts).orElseThrow().getTargetAccountId()).isEqualTo(alice.account().value());
    ObjectNode one = bob.activity("Flag", aliceUri()).put("content", "one id");
    receive(one);
    assertThat(report(one).orElseThrow().getStatusIds()).isEmpty();
    ObjectNode nameless = flag("nameless", aliceUri());
    nameless.remove("id");
    assertThat(bob.send(rig, nameless)).isEqualTo(202);
    assertThat(bob.send(rig, nameless)).isEqualTo(202);
    rig.runDueJobs();
    assertThat(count(REPORTS, REPORTS.COMMENT.eq("nameless"))).isEqualTo(1);
  }

  /** Misskey names the account, and the posts by their addresses in the text. */
  @Test
  void postsAreFoundInTheText() {
    JsonNode status = aliceSays("harmful", "public");
    ObjectNode flag = flag("Note: " + status.path("url").asText() + "\n-----\nspam", aliceUri());
    receive(flag);
    assertThat(report(flag).orElseThrow().getStatusIds())
        .containsExactly(status.path("id").asLong());
  }

  @Test
  void whatIsNotOursOrOfAnotherIsNotReported() {
    ObjectNode elsewhere = flag("", bob.uri());
    receive(elsewhere);
    assertThat(report(elsewhere)).isEmpty();
    Person carol = rig.local("carol" + round);
    JsonNode hers =
        carol.app().post("/api/v1/statuses", "status", "hers", "visibility", "public").json();
    ObjectNode mixed = flag("", aliceUri(), hers.path("uri").asText());
    receive(mixed);
    assertThat(report(mixed).orElseThrow().getStatusIds()).isEmpty();
  }

  @Test
  void oneActorReportsSoOftenADay() {
    for (int i = 0; i < StoreReport.PER_DAY; i++) {
      assertThat(bob.send(rig, flag("again", aliceUri()))).isEqualTo(202);
    }
    rig.runDueJobs();
    assertThat(count(REPORTS, REPORTS.ACCOUNT_ID.eq(id(bob)))).isEqualTo(StoreReport.PER_DAY);
    ObjectNode more = flag("too much", aliceUri());
    receive(more);
    assertThat(report(more)).isEmpty();
  }

  @Test
  void aMembersReportIsForwardedByTheInstanceWithoutTheirName() {
    aliceFollowsBob();
    ObjectNode note = bob.note("<p>harmful</p>");
    receive(bob.create(note));
    String status = Long.toString(stored(note).orElseThrow().getId());
    JsonNode report =
        alice
            .app()
            .post(
                "/api/v1/reports",
                "account_id",
                Long.toString(id(bob)),
                "status_ids[]",
                status,
                "comment",
                "please look",
                "forward",
                "true")
            .json();
    assertThat(report.path("forwarded").asBoolean()).isTrue();
    assertThat(report.path("status_ids").path(0).asText()).isEqualTo(status);
    rig.runDueJobs();
    JsonNode sent = far.received("Flag").getLast().activity();
    assertThat(sent.path("actor").asText()).isEqualTo(rig.kit().urls().instanceActor());
    assertThat(sent.path("object").path(0).asText()).isEqualTo(bob.uri());
    assertThat(sent.path("object").path(1).asText()).isEqualTo(note.path("id").asText());
    assertThat(sent.path("content").asText()).isEqualTo("please look");
    assertThat(sent.toString()).doesNotContain(alice.username());
    assertThat(far.received("Flag").getLast().request().getHeader("Signature"))
        .contains("/actor#main-key");
  }

  @Test
  void aReportThatIsNotForwardedStaysHere() {
    aliceFollowsBob();
    String target = Long.toString(id(bob));
    JsonNode report = alice.app().post("/api/v1/reports", "account_id", target).json();
    assertThat(report.path("forwarded").asBoolean(true)).isFalse();
    rig.runDueJobs();
    assertThat(far.received("Flag")).isEmpty();
  }

  @Test
  void aReportHasLimits() {
    String target = Long.toString(alice.account().value());
    assertThat(report(target, "comment", "x".repeat(1_000))).isEqualTo(200);
    assertThat(report(target, "comment", "x".repeat(1_001))).isEqualTo(422);
    assertThat(report(target, "category", "boring")).isEqualTo(422);
    assertThat(report("1", "comment", "nobody")).isEqualTo(404);
    assertThat(alice.app().post("/api/v1/reports").status()).isEqualTo(400);
  }

  private int report(String target, String name, String value) {
    return alice.app().post("/api/v1/reports", "account_id", target, name, value).status();
  }

  private Person moderator() {
    Person moderator = rig.local("mod" + round);
    sql(sql ->
        sql.update(USERS)
            .set(USERS.ROLE, "moderator")
            .where(USERS.ACCOUNT_ID.eq(moderator.account().value()))
            .execute());
    return moderator;
  }

  private ObjectNode flag(String content, String... objects) {
    ObjectNode flag = bob.activity("Flag", "").put("content", content);
    var list = flag.putArray("object");
    for (String object : objects) {
      list.add(object);
    }
    return flag;
  }

  private Optional<ReportsRecord> report(JsonNode flag) {
    return sql(sql ->
        sql.selectFrom(REPORTS).where(REPORTS.URI.eq(flag.path("id").asText())).fetchOptional());
  }
}
