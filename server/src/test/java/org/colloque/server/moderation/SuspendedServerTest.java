package org.colloque.server.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.AUDIT_LOG;
import static org.colloque.migrations.Tables.DELIVERIES;
import static org.colloque.migrations.Tables.FOLLOWS;
import static org.colloque.migrations.Tables.INBOX_ACTIVITIES;
import static org.colloque.migrations.Tables.STATUSES;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.client.WireMock;
import java.util.List;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;

/**
 * A suspended server on every path in and out: nothing stored, nothing shown, nothing sent
 * (reliability.md, check C52; security rows 22 and 23).
 */
class SuspendedServerTest extends ModerationRoom {
  @Test
  void c52_whatComesInIsRefusedBeforeItIsReadOrAnythingIsFetched() {
    rule("bad.localhost", "suspend");
    for (String type : List.of("Follow", "Like", "Announce", "Block", "Delete", "Flag")) {
      assertThat(mallory.send(rig, mallory.activity(type, aliceUri()))).as(type).isEqualTo(403);
    }
    assertThat(mallory.send(rig, mallory.create(mallory.note("<p>bad news</p>")))).isEqualTo(403);
    assertThat(
            mallory.send(
                rig,
                "/users/alice/inbox",
                "{not json".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isEqualTo(403);
    rig.runDueJobs();
    assertThat(bad.everything()).isEmpty();
    assertThat(count(INBOX_ACTIVITIES, DSL.noCondition())).isZero();
    assertThat(count(ACCOUNTS, ACCOUNTS.DOMAIN.isNotNull())).isZero();
  }

  @Test
  void c52_alsoWhoWasKnownBeforeAndWhoseKeyIsInMemory() {
    befriend(mallory);
    posted(mallory, "before");
    rule("bad.localhost", "suspend");
    assertThat(mallory.send(rig, mallory.create(mallory.note("<p>after</p>")))).isEqualTo(403);
    rig.runDueJobs();
    assertThat(count(STATUSES, STATUSES.CONTENT_HTML.contains("after"))).isZero();
  }

  @Test
  void c52_whatWaitsInTheQueuesIsDroppedOnBothSides() {
    befriend(mallory);
    befriend(bob);
    assertThat(mallory.send(rig, mallory.create(mallory.note("<p>in the queue</p>"))))
        .isEqualTo(202);
    alice.app().post("/api/v1/statuses", "status", "to both");
    rule("bad.localhost", "suspend");
    assertThat(count(DELIVERIES, DELIVERIES.HOST.startsWith("bad."))).isZero();
    rig.runDueJobs();
    assertThat(bad.received()).isEmpty();
    assertThat(good.received("Create")).hasSize(1);
    assertThat(count(STATUSES, STATUSES.CONTENT_HTML.contains("in the queue"))).isZero();
  }

  @Test
  void c52_nothingOfItIsShownAnywhereAndItIsShownAgainWhenTheRuleIsLifted() {
    befriend(mallory);
    befriend(bob);
    String id = posted(mallory, "bad words");
    assertThat(bob.send(rig, bob.activity("Announce", id).put("to", PUBLIC))).isEqualTo(202);
    rig.runDueJobs();
    String account = idOf(mallory);
    String status = statusId(id);
    assertShown(true, account, status, id);
    JsonNode rule = rule("bad.localhost", "suspend");
    assertShown(false, account, status, id);
    lift(rule);
    assertThat(texts("/api/v1/timelines/public")).anyMatch(text -> text.contains("bad words"));
    assertThat(alice.app().get("/api/v1/statuses/" + status).status()).isEqualTo(200);
  }

  private void assertShown(boolean shown, String account, String status, String uri) {
    for (String path :
        List.of(
            "/api/v1/timelines/home",
            "/api/v1/timelines/public",
            "/api/v1/timelines/public?remote=true",
            "/api/v1/accounts/" + account + "/statuses",
            "/api/v1/accounts/" + idOf(bob) + "/statuses")) {
      assertThat(texts(path).stream().anyMatch(text -> text.contains("bad words")))
          .as(path)
          .isEqualTo(shown);
    }
    assertThat(alice.app().get("/api/v1/statuses/" + status).status()).isEqualTo(shown ? 200 : 404);
    assertThat(alice.app().get("/api/v2/search?resolve=true&q=" + uri).json().path("statuses"))
        .hasSize(shown ? 1 : 0);
    assertThat(
            alice
                .app()
                .get("/api/v2/search?resolve=true&q=" + mallory.handle())
                .json()
                .path("accounts"))
        .hasSize(shown ? 1 : 0);
    await()
        .untilAsserted(() ->
            assertThat(alice.app().get("/api/v1/instance/peers").text().contains("bad.localhost"))
                .isEqualTo(shown));
    assertThat(alice.app().get("/api/v1/accounts/" + account).json().path("suspended").asBoolean())
        .isEqualTo(!shown);
  }

  @Test
  void c52_row22_noBoostOfAnotherServerBringsItIn() {
    befriend(bob);
    String known = posted(mallory, "boosted and known");
    rule("bad.localhost", "suspend");
    bad.forget();
    var unknown = mallory.note("<p>boosted and unknown</p>");
    bad.serve(unknown.path("id").asText(), unknown);
    for (String object : List.of(known, unknown.path("id").asText())) {
      assertThat(bob.send(rig, bob.activity("Announce", object).put("to", PUBLIC))).isEqualTo(202);
    }
    rig.runDueJobs();
    assertThat(bad.everything()).isEmpty();
    assertThat(count(STATUSES, STATUSES.REBLOG_OF_ID.isNotNull())).isZero();
    assertThat(count(STATUSES, STATUSES.CONTENT_HTML.contains("unknown"))).isZero();
  }

  @Test
  void c52_replyChainsAndMentionsStopThere() {
    befriend(bob);
    rule("bad.localhost", "suspend");
    var parent = mallory.note("<p>the parent</p>");
    bad.serve(parent.path("id").asText(), parent);
    var reply = bob.note("<p>an answer</p>", List.of(PUBLIC), List.of(mallory.uri()));
    reply.put("inReplyTo", parent.path("id").asText());
    bob.mention(reply, mallory.uri(), "@" + mallory.handle());
    assertThat(bob.send(rig, bob.create(reply))).isEqualTo(202);
    rig.runDueJobs();
    assertThat(bad.everything()).isEmpty();
    assertThat(count(STATUSES, STATUSES.CONTENT_HTML.contains("an answer"))).isOne();
    assertThat(count(ACCOUNTS, ACCOUNTS.DOMAIN.startsWith("bad."))).isZero();
  }

  @Test
  void c52_nothingIsSentThere() {
    befriend(mallory);
    String id = posted(mallory, "likeable");
    String status = statusId(id);
    rule("bad.localhost", "suspend");
    bad.forget();
    alice.app().post("/api/v1/statuses", "status", "hello @" + mallory.handle());
    alice.app().post("/api/v1/statuses/" + status + "/favourite");
    alice.app().post("/api/v1/statuses/" + status + "/reblog");
    alice.app().post("/api/v1/accounts/" + idOf(mallory) + "/follow");
    alice.app().get("/api/v2/search?resolve=true&q=@new@" + bad.host());
    alice.app().get("/api/v2/search?resolve=true&q=" + bad.base() + "/users/new");
    rig.runDueJobs();
    assertThat(bad.everything()).isEmpty();
    assertThat(count(DELIVERIES, DELIVERIES.HOST.startsWith("bad."))).isZero();
  }

  @Test
  void aSignedGetOfItIsAnybodysAndSeesNoMore() {
    befriend(mallory);
    String post =
        alice
            .app()
            .post("/api/v1/statuses", "status", "for followers", "visibility", "private")
            .json()
            .path("uri")
            .asText();
    assertThat(mallory.read(rig, post).status()).isEqualTo(200);
    rule("bad.localhost", "suspend");
    assertThat(mallory.read(rig, post).status()).isEqualTo(404);
  }

  @Test
  void row9_subdomainsAndOtherSpellingsAreTheSameServer() {
    JsonNode rule = rule("  BAD.Localhost. ", "suspend");
    assertThat(rule.path("domain").asText()).isEqualTo("bad.localhost");
    try (Remote below = Remote.start("below.bad")) {
      RemotePerson eve = below.person("eve");
      assertThat(eve.send(rig, eve.activity("Follow", aliceUri()))).isEqualTo(403);
      assertThat(below.everything()).isEmpty();
    }
    try (Remote beside = Remote.start("notbad")) {
      RemotePerson dora = beside.person("dora");
      assertThat(dora.send(rig, dora.activity("Follow", aliceUri()))).isEqualTo(202);
    }
    assertThat(rule("Ärzte.example", "silence").path("domain").asText())
        .isEqualTo("xn--rzte-koa.example");
    for (String wrong : List.of("", "bad host", "localhost/x", "[::1]", "127.0.0.1", "localhost")) {
      assertThat(
              admin()
                  .post("/api/v1/admin/domain_blocks", "domain", wrong, "severity", "suspend")
                  .status())
          .as(wrong)
          .isEqualTo(422);
    }
  }

  @Test
  void suspendingEndsFollowsBothWaysAndCountsThemAndWritesItDown() {
    befriend(mallory);
    befriend(bob);
    assertThat(counters()).containsExactly(2, 2);
    JsonNode rule = rule("bad.localhost", "suspend");
    assertThat(counters()).containsExactly(1, 1);
    assertThat(count(FOLLOWS, DSL.noCondition())).isEqualTo(2);
    lift(rule);
    assertThat(count(FOLLOWS, DSL.noCondition())).isEqualTo(2);
    List<String> kinds =
        sql(sql -> sql.select(AUDIT_LOG.KIND).from(AUDIT_LOG).fetch(AUDIT_LOG.KIND));
    assertThat(kinds).contains("domain.ruled", "domain.lifted");
  }

  @Test
  void whatIsWrittenAfterTheRuleIsLiftedArrivesAgain() {
    JsonNode rule = rule("bad.localhost", "suspend");
    lift(rule);
    bad.answerPosts(WireMock.aResponse().withStatus(202));
    befriend(mallory);
    posted(mallory, "back again");
    assertThat(texts("/api/v1/timelines/home")).anyMatch(text -> text.contains("back again"));
  }

  private List<Integer> counters() {
    JsonNode account = alice.app().get("/api/v1/accounts/" + alice.account()).json();
    return List.of(
        account.path("followers_count").asInt(), account.path("following_count").asInt());
  }

  private String statusId(String uri) {
    return sql(sql ->
        sql.select(STATUSES.ID)
            .from(STATUSES)
            .where(STATUSES.URI.eq(uri))
            .fetchSingle()
            .value1()
            .toString());
  }
}
