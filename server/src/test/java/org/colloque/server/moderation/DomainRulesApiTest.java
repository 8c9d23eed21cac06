package org.colloque.server.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.colloque.server.rig.Browser;
import org.junit.jupiter.api.Test;

/** Mastodon's admin API for rules about servers, and what strangers see of them. */
class DomainRulesApiTest extends ModerationRoom {
  private static final String BLOCKS = "/api/v1/admin/domain_blocks";

  @Test
  void aRuleIsMadeReadChangedAndLifted() {
    JsonNode made =
        rule(
            "bad.example",
            "silence",
            "private_comment",
            "for us",
            "public_comment",
            "for all",
            "reject_media",
            "true");
    assertThat(made.path("digest").asText()).hasSize(64);
    assertThat(made.path("reject_media").asBoolean()).isTrue();
    String path = BLOCKS + "/" + made.path("id").asText();
    assertThat(admin().get(path).json()).isEqualTo(made);
    JsonNode changed = admin().form("PUT", path, "severity", "suspend").json();
    assertThat(changed.path("severity").asText()).isEqualTo("suspend");
    assertThat(changed.path("private_comment").asText()).isEqualTo("for us");
    assertThat(admin().get(BLOCKS).json()).hasSize(1);
    assertThat(admin().delete(path).status()).isEqualTo(200);
    assertThat(admin().get(path).status()).isEqualTo(404);
  }

  @Test
  void theSameDomainTwiceIsTold() {
    JsonNode made = rule("bad.example", "silence");
    Browser.Answer again = admin().post(BLOCKS, "domain", "BAD.example", "severity", "suspend");
    assertThat(again.status()).isEqualTo(422);
    assertThat(again.json().path("existing_domain_block").path("id")).isEqualTo(made.path("id"));
  }

  @Test
  void pagesFollowEachOther() {
    rule("a.example", "silence");
    rule("b.example", "silence");
    Browser.Answer first = admin().get(BLOCKS + "?limit=1");
    assertThat(first.json().get(0).path("domain").asText()).isEqualTo("b.example");
    assertThat(first.header("link")).contains("max_id=" + first.json().get(0).path("id").asText());
  }

  @Test
  void onlyWhoModeratesAndOnlyWithTheScope() {
    assertThat(alice.app().get(BLOCKS).status()).isEqualTo(403);
    Browser narrow =
        new Browser(rig.base()).withToken(rig.token(owner, "admin:read:domain_allows"));
    assertThat(narrow.get(BLOCKS).status()).isEqualTo(403);
    assertThat(narrow.get("/api/v1/admin/domain_allows").status()).isEqualTo(200);
    Browser reader = new Browser(rig.base()).withToken(rig.token(owner, "admin:read"));
    assertThat(reader.get(BLOCKS).status()).isEqualTo(200);
    assertThat(reader.post(BLOCKS, "domain", "x.example").status()).isEqualTo(403);
  }

  @Test
  void strangersSeeRulesOnlyWhenTheOwnerShowsThem() {
    rule("private.example", "noop", "reject_media", "true");
    rule(
        "spam-and-more.example",
        "suspend",
        "public_comment",
        "spam",
        "obfuscate",
        "true",
        "private_comment",
        "not for you");
    Browser stranger = new Browser(rig.base());
    String path = "/api/v1/instance/domain_blocks";
    assertThat(stranger.get(path).status()).isEqualTo(404);
    show(BlocksShown.USERS);
    assertThat(stranger.get(path).status()).isEqualTo(404);
    assertThat(alice.app().get(path).json()).hasSize(1);
    show(BlocksShown.ALL);
    Browser.Answer shown = stranger.get(path);
    assertThat(shown.json().get(0).path("domain").asText()).isEqualTo("spam-********.**ample");
    assertThat(shown.json().get(0).path("comment").asText()).isEqualTo("spam");
    assertThat(shown.text()).doesNotContain("not for you").doesNotContain("private.example");
  }

  @Test
  void anObfuscatedNameShowsItsEnds() {
    assertThat(PublicBlocks.obfuscated("badserver.example")).isEqualTo("bads*****.***mple");
  }

  private void show(BlocksShown shown) {
    setting(BlocksShown.SETTING, shown.formName());
  }
}
