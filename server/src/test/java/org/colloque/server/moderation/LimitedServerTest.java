package org.colloque.server.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.REPORTS;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.colloque.server.database.Viewer;
import org.junit.jupiter.api.Test;

/** Silenced servers, and servers without media: seen by who follows, and by nobody else. */
class LimitedServerTest extends ModerationRoom {
  @Test
  void silencedIsInNoPublicTimelineAndStrangersTellNothing() {
    rule("bad.localhost", "silence");
    var note = mallory.note("<p>@alice look</p>", List.of(PUBLIC), List.of(aliceUri()));
    mallory.mention(note, aliceUri(), "@alice");
    assertThat(mallory.send(rig, mallory.create(note))).isEqualTo(202);
    rig.runDueJobs();
    assertThat(texts("/api/v1/timelines/public")).isEmpty();
    assertThat(alice.app().get("/api/v1/notifications").json()).isEmpty();
    assertThat(
            alice.app().get("/api/v1/accounts/" + idOf(mallory)).json().path("limited").asBoolean())
        .isTrue();
  }

  @Test
  void aFollowOfSomebodySilencedIsAskedForFirst() {
    rule("bad.localhost", "silence");
    assertThat(mallory.send(rig, mallory.activity("Follow", aliceUri()))).isEqualTo(202);
    rig.runDueJobs();
    assertThat(alice.app().get("/api/v1/follow_requests").json()).hasSize(1);
    assertThat(alice.app().get("/api/v1/notifications").json()).hasSize(1);
  }

  @Test
  void whoFollowsSomebodySilencedReadsAndHearsThem() {
    befriend(mallory);
    JsonNode rule = rule("bad.localhost", "silence");
    var note = mallory.note("<p>@alice hello friend</p>", List.of(PUBLIC), List.of(aliceUri()));
    mallory.mention(note, aliceUri(), "@alice");
    assertThat(mallory.send(rig, mallory.create(note))).isEqualTo(202);
    rig.runDueJobs();
    assertThat(texts("/api/v1/timelines/home")).anyMatch(text -> text.contains("hello friend"));
    assertThat(texts("/api/v1/timelines/public")).isEmpty();
    assertThat(alice.app().get("/api/v1/notifications?types[]=mention").json()).hasSize(1);
    lift(rule);
    assertThat(texts("/api/v1/timelines/public")).hasSize(1);
  }

  @Test
  void withoutMediaNoPictureIsShownUntilTheRuleIsLifted() {
    befriend(mallory);
    var note = mallory.note("<p>with a picture</p>");
    note.putArray("attachment")
        .addObject()
        .put("type", "Document")
        .put("mediaType", "image/png")
        .put("url", bad.base() + "/picture.png");
    assertThat(mallory.send(rig, mallory.create(note))).isEqualTo(202);
    rig.runDueJobs();
    assertThat(pictures()).isEqualTo(1);
    JsonNode rule = rule("bad.localhost", "noop", "reject_media", "true");
    assertThat(pictures()).isZero();
    lift(rule);
    assertThat(pictures()).isEqualTo(1);
  }

  @Test
  void noReportsAreTakenWhereNoneAreWanted() {
    JsonNode rule = rule("bad.localhost", "noop", "reject_reports", "true");
    assertThat(mallory.send(rig, mallory.activity("Flag", aliceUri()))).isEqualTo(202);
    rig.runDueJobs();
    assertThat(reports()).isZero();
    lift(rule);
    assertThat(mallory.send(rig, mallory.activity("Flag", aliceUri()))).isEqualTo(202);
    rig.runDueJobs();
    assertThat(reports()).isEqualTo(1);
  }

  private int reports() {
    return rig.kit()
        .db()
        .as(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .fetchCount(REPORTS, REPORTS.TARGET_ACCOUNT_ID.eq(alice.account().value())));
  }

  private int pictures() {
    return alice.app().get("/api/v1/timelines/home").json().get(0).path("media_attachments").size();
  }
}
