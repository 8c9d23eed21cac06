package org.colloque.server.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.DELIVERIES;
import static org.colloque.migrations.Tables.FOLLOWS;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.colloque.server.rig.Browser;
import org.colloque.server.users.Members;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;

/** Open, with named servers only, and closed: with whom the instance speaks. */
class FederationModesTest extends ModerationRoom {
  @Test
  void row6_closedMountsNoInboxAndAnswersNoServer() {
    befriend(bob);
    String post =
        alice.app().post("/api/v1/statuses", "status", "hello").json().path("uri").asText();
    mode(FederationMode.CLOSED);
    good.forget();
    assertThat(bob.send(rig, bob.activity("Follow", aliceUri()))).isEqualTo(404);
    assertThat(bob.send(rig, "/users/alice/inbox", new byte[0])).isEqualTo(404);
    Browser server = new Browser(rig.base()).withHeader("Accept", "application/activity+json");
    for (String path :
        List.of(
            "/users/alice",
            "/actor",
            "/users/alice/outbox",
            "/users/alice/followers",
            "/.well-known/webfinger?resource=acct:alice@" + rig.host(),
            "/.well-known/nodeinfo",
            "/nodeinfo/2.1",
            "/.well-known/host-meta",
            post.substring(rig.base().length()))) {
      assertThat(server.get(path).status()).as(path).isEqualTo(404);
    }
    alice.app().post("/api/v1/statuses", "status", "nobody hears this");
    alice.app().get("/api/v2/search?resolve=true&q=@new@" + good.host());
    rig.runDueJobs();
    assertThat(good.everything()).isEmpty();
    assertThat(count(DELIVERIES, DSL.noCondition())).isZero();
  }

  @Test
  void closedHidesTheOthersAndOpenShowsThemWithTheirFollows() {
    befriend(bob);
    posted(bob, "good words");
    mode(FederationMode.CLOSED);
    assertThat(texts("/api/v1/timelines/home")).noneMatch(text -> text.contains("good words"));
    assertThat(texts("/api/v1/timelines/public")).isEmpty();
    mode(FederationMode.OPEN);
    assertThat(texts("/api/v1/timelines/home")).anyMatch(text -> text.contains("good words"));
    assertThat(count(FOLLOWS, DSL.noCondition())).isEqualTo(2);
    posted(bob, "more of them");
    assertThat(texts("/api/v1/timelines/home")).anyMatch(text -> text.contains("more of them"));
  }

  @Test
  void withAnAllowListOnlyNamedServersAreHeardToldAndFetched() {
    allow("good.localhost");
    mode(FederationMode.ALLOW_LIST);
    assertThat(mallory.send(rig, mallory.activity("Follow", aliceUri()))).isEqualTo(403);
    assertThat(bad.everything()).isEmpty();
    befriend(bob);
    posted(bob, "good words");
    assertThat(texts("/api/v1/timelines/home")).anyMatch(text -> text.contains("good words"));
    alice.app().get("/api/v2/search?resolve=true&q=@mallory@" + bad.host());
    assertThat(bad.everything()).isEmpty();
    assertThat(new Browser(rig.base()).get("/.well-known/nodeinfo").status()).isEqualTo(200);
  }

  @Test
  void whoeverIsTakenOffTheAllowListIsHiddenAtOnce() {
    JsonNode allowed = allow("good.localhost");
    mode(FederationMode.ALLOW_LIST);
    befriend(bob);
    posted(bob, "good words");
    assertThat(
            admin().delete("/api/v1/admin/domain_allows/" + allowed.path("id").asText()).status())
        .isEqualTo(200);
    assertThat(texts("/api/v1/timelines/home")).isEmpty();
    assertThat(bob.send(rig, bob.activity("Follow", aliceUri()))).isEqualTo(403);
    assertThat(count(ACCOUNTS, ACCOUNTS.SUSPENDED_BY_DOMAIN.isTrue())).isOne();
  }

  @Test
  void theCommandLineClosesARunningServer() {
    befriend(bob);
    posted(bob, "good words");
    try (Members commands = new Members(rig.kit())) {
      commands.changeSetting(FederationMode.SETTING, "closed");
    }
    await()
        .untilAsserted(() ->
            assertThat(new Browser(rig.base()).get("/.well-known/nodeinfo").status())
                .isEqualTo(404));
    assertThat(texts("/api/v1/timelines/public")).isEmpty();
  }

  @Test
  void anAllowedNameStandsForItselfAndNothingBelow() {
    Policy policy =
        new Policy(FederationMode.ALLOW_LIST, Map.of(), java.util.Set.of("chu.example"));
    assertThat(policy.of("chu.example").suspended()).isFalse();
    assertThat(policy.of("chu.example:8443").suspended()).isFalse();
    assertThat(policy.of("evil.chu.example").suspended()).isTrue();
    assertThat(policy.of("chu.example.evil.example").suspended()).isTrue();
  }

  @Test
  void ofTwoRulesTheLongerNameCounts() {
    Policy policy =
        new Policy(
            FederationMode.OPEN,
            Map.of(
                "example", DomainRule.of("example", Severity.SUSPEND).verdict(),
                "good.example", DomainRule.of("good.example", Severity.NOOP).verdict()),
            java.util.Set.of());
    assertThat(policy.of("bad.example").suspended()).isTrue();
    assertThat(policy.of("good.example").suspended()).isFalse();
    assertThat(policy.of("a.good.example").suspended()).isFalse();
    assertThat(policy.of("notexample").suspended()).isFalse();
  }

  private JsonNode allow(String domain) {
    return admin().post("/api/v1/admin/domain_allows", "domain", domain).json();
  }
}
