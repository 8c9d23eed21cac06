package org.colloque.server.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.ACCOUNTS;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who has a handle of ours (RFC 7033; federation.md, quirk 13). */
class WebFingerTest {
  private static Rig rig;
  private static String host;

  @BeforeAll
  static void start() {
    rig = Rig.start();
    host = rig.host();
    rig.local("alice");
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  private static Browser.Answer ask(String resource) {
    return rig.anonymous()
        .get(
            "/.well-known/webfinger?resource="
                + URLEncoder.encode(resource, StandardCharsets.UTF_8));
  }

  private static JsonNode found(String resource) {
    Browser.Answer answer = ask(resource);
    assertThat(answer.status()).as(resource).isEqualTo(200);
    return answer.json();
  }

  private static String self(JsonNode jrd) {
    for (JsonNode link : jrd.path("links")) {
      if (link.path("rel").asText().equals("self")) {
        assertThat(link.path("type").asText()).isEqualTo("application/activity+json");
        return link.path("href").asText();
      }
    }
    throw new AssertionError("no rel=self in " + jrd);
  }

  @Test
  void everyFormOfAPersonsNameIsKnown() {
    String actor = rig.base() + "/users/alice";
    for (String resource :
        List.of(
            "acct:alice@" + host,
            "alice@" + host,
            "acct:ALICE@" + host,
            "acct:alice@" + host.toUpperCase(Locale.ROOT),
            actor,
            rig.base() + "/@alice")) {
      JsonNode jrd = found(resource);
      assertThat(jrd.path("subject").asText()).as(resource).isEqualTo("acct:alice@" + host);
      assertThat(self(jrd)).isEqualTo(actor);
      assertThat(jrd.path("aliases").toString()).contains(actor, rig.base() + "/@alice");
    }
  }

  @Test
  void theProfilePageIsNamed() {
    JsonNode page = found("acct:alice@" + host).path("links").path(0);
    assertThat(page.path("rel").asText()).isEqualTo("http://webfinger.net/rel/profile-page");
    assertThat(page.path("type").asText()).isEqualTo("text/html");
    assertThat(rig.anonymous().get(page.path("href").asText()).status()).isEqualTo(200);
  }

  @Test
  void theInstanceIsKnownByItsNameAndByItsAddress() {
    String actor = rig.base() + "/actor";
    String subject = found("acct:" + host + "@" + host).path("subject").asText();
    for (String resource :
        List.of("acct:" + host + "@" + host, actor, rig.base(), rig.base() + "/", subject)) {
      JsonNode jrd = found(resource);
      assertThat(self(jrd)).isEqualTo(actor);
      assertThat(jrd.path("subject").asText()).isEqualTo(subject);
    }
  }

  @Test
  void whoIsNotHereIsNotFound() {
    for (String resource :
        List.of(
            "acct:nobody@" + host,
            "acct:alice@elsewhere.example",
            "alice@elsewhere.example",
            "https://elsewhere.example/@alice",
            rig.base() + "/@nobody",
            rig.base() + "/users/nobody",
            rig.base() + "/users/alice/followers",
            rig.base() + ".elsewhere.example/@alice",
            "acct:alice",
            "alice",
            "acct:@" + host,
            "mailto:alice@" + host,
            "acct:alice@" + host + "@" + host,
            "\u0000",
            "acct:" + "a".repeat(5_000) + "@" + host)) {
      assertThat(ask(resource).status()).as(resource).isIn(400, 404);
    }
  }

  @Test
  void withoutAResourceNothingIsAsked() {
    assertThat(rig.anonymous().get("/.well-known/webfinger").status()).isEqualTo(400);
    assertThat(ask("").status()).isEqualTo(400);
    assertThat(ask("  ").status()).isEqualTo(400);
  }

  @Test
  void everyWebsiteMayAsk() {
    Browser.Answer answer = ask("acct:alice@" + host);
    assertThat(answer.header("access-control-allow-origin")).isEqualTo("*");
    assertThat(answer.header("content-type")).startsWith("application/jrd+json");
    assertThat(answer.header("cache-control")).contains("public");
    Browser.Answer known =
        rig.anonymous()
            .withHeader("If-None-Match", answer.header("etag"))
            .get("/.well-known/webfinger?resource=acct:alice@" + host);
    assertThat(known.status()).isEqualTo(304);
    assertThat(known.text()).isEmpty();
  }

  @Test
  void whoIsGoneIsGone() {
    var zoe = rig.local("zoe");
    found("acct:zoe@" + host);
    rig.kit()
        .db()
        .doAs(
            Viewer.stranger(),
            tx -> {
              tx.sql()
                  .update(ACCOUNTS)
                  .set(ACCOUNTS.DELETED_AT, rig.kit().now().atOffset(ZoneOffset.UTC))
                  .where(ACCOUNTS.ID.eq(zoe.account().value()))
                  .execute();
            });
    // under a form that nobody has asked for yet: the others are kept for a minute
    assertThat(ask("zoe@" + host).status()).isEqualTo(410);
    assertThat(
            rig.anonymous()
                .withHeader("Accept", "application/activity+json")
                .get("/users/zoe")
                .status())
        .isEqualTo(410);
  }
}
