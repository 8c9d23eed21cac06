package org.colloque.server.tags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.server.api.EntityShape.assertEach;
import static org.colloque.server.api.EntityShape.assertShape;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.colloque.server.federation.Neighbours;
import org.colloque.server.rig.Browser;
import org.junit.jupiter.api.Test;

/** Hashtags on the profiles of members: in their app, for others, and for other servers. */
class FeaturedTagsTest extends Neighbours {
  private static final String MINE = "/api/v1/featured_tags";

  private Browser.Answer feature(String name) {
    return alice.app().post(MINE, "name", name);
  }

  private JsonNode ofAlice() {
    return ok(zoe.app().get("/api/v1/accounts/" + alice.account() + "/featured_tags"));
  }

  private JsonNode collection() {
    return ok(
        rig.anonymous()
            .withHeader("Accept", "application/activity+json")
            .get(uri(alice) + "/collections/tags"));
  }

  @Test
  void whatIsShownIsSeenCountedServedAndTold() {
    say("about the #Heart", "public");
    say("more of the #heart", "unlisted");
    say("a #heart for some", "private");
    forget();
    JsonNode featured = ok(feature("#Heart"));
    assertShape("FeaturedTag", featured);
    assertThat(featured.path("name").asText()).isEqualTo("Heart");
    assertThat(featured.path("statuses_count").asText()).isEqualTo("2");
    assertThat(featured.path("last_status_at").asText())
        .isEqualTo(rig.clock().instant().toString().substring(0, 10));
    assertThat(featured.path("url").asText()).isEqualTo(rig.base() + "/tags/heart");
    assertThat(ok(feature("heart"))).isEqualTo(featured);
    assertThat(ok(alice.app().get(MINE))).containsExactly(featured);
    assertEach("FeaturedTag", ofAlice());
    assertThat(ofAlice()).containsExactly(featured);
    assertThat(collection().findValuesAsText("name")).containsExactly("#Heart");
    rig.runDueJobs();
    assertThat(received()).containsExactly("first Add /inbox");
    JsonNode add = only(first);
    assertThat(add.path("target").asText()).isEqualTo(uri(alice) + "/collections/tags");
    assertThat(add.path("object").path("type").asText()).isEqualTo("Hashtag");
    assertThat(add.path("object").path("name").asText()).isEqualTo("#Heart");
    forget();
    ok(alice.app().delete(MINE + "/" + featured.path("id").asText()));
    rig.runDueJobs();
    assertThat(received()).containsExactly("first Remove /inbox");
    assertThat(ofAlice()).isEmpty();
    assertThat(collection().findValuesAsText("name")).isEmpty();
  }

  @Test
  void tenAreShownAndNoMore() {
    for (int i = 0; i < FeatureTag.MAX_FEATURED; i++) {
      ok(feature("topic" + i));
    }
    assertThat(feature("onemore").status()).isEqualTo(422);
    ok(feature("topic3"));
    assertThat(ofAlice()).hasSize(FeatureTag.MAX_FEATURED);
    assertThat(
            ok(rig.anonymous().get("/api/v1/instance"))
                .at("/configuration/accounts/max_featured_tags")
                .asInt())
        .isEqualTo(FeatureTag.MAX_FEATURED);
  }

  @Test
  void whatIsNoHashtagIsRefusedAndWhatIsAnothersIsNotThere() {
    for (String name : List.of("#", "two words", "123", "x".repeat(501))) {
      assertThat(feature(name).status()).as(name).isEqualTo(422);
    }
    String id = ok(feature("mine")).path("id").asText();
    assertThat(zoe.app().delete(MINE + "/" + id).status()).isEqualTo(404);
    assertThat(alice.app().delete(MINE + "/5").status()).isEqualTo(404);
    assertThat(ofAlice()).hasSize(1);
  }

  @Test
  void whatIsWrittenMostIsSuggestedUntilItIsShown() {
    say("#often and #seldom", "public");
    say("#often again", "public");
    say("#hidden #hidden2", "private");
    JsonNode suggested = ok(alice.app().get(MINE + "/suggestions"));
    assertEach("Tag", suggested);
    assertThat(suggested.findValuesAsText("name")).containsExactly("often", "seldom");
    ok(feature("often"));
    assertThat(ok(alice.app().get(MINE + "/suggestions")).findValuesAsText("name"))
        .containsExactly("seldom");
  }

  @Test
  void aHashtagIsShownByItsNameToo() {
    JsonNode tag = ok(alice.app().post("/api/v1/tags/Surgery/feature"));
    assertThat(tag.path("featuring").asBoolean()).isTrue();
    assertThat(ok(zoe.app().get("/api/v1/tags/surgery")).path("featuring").asBoolean()).isFalse();
    assertThat(ofAlice().findValuesAsText("name")).containsExactly("Surgery");
    tag = ok(alice.app().post("/api/v1/tags/surgery/unfeature"));
    assertThat(tag.path("featuring").asBoolean()).isFalse();
    assertThat(ofAlice()).isEmpty();
  }
}
