package org.colloque.server.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.FOLLOWS;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.colloque.server.rig.Person;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;

/** A member wants to see nothing of a server; others still do. */
class MemberDomainBlocksTest extends ModerationRoom {
  private static final String PATH = "/api/v1/domain_blocks";

  @Test
  void followsEndAndNothingOfItIsShownToTheMemberAlone() {
    befriend(mallory);
    befriend(bob);
    Person carol = rig.local("carol");
    String post = posted(mallory, "bad words");
    JsonNode preview = alice.app().get(PATH + "/preview?domain=" + bad.host()).json();
    assertThat(preview.path("following_count").asInt()).isEqualTo(1);
    assertThat(preview.path("followers_count").asInt()).isEqualTo(1);
    assertThat(
            alice
                .app()
                .post(PATH, "domain", bad.host().toUpperCase(java.util.Locale.ROOT))
                .status())
        .isEqualTo(200);
    assertThat(alice.app().get(PATH).json().get(0).asText()).isEqualTo(bad.host());
    rig.runDueJobs();
    assertThat(count(FOLLOWS, DSL.noCondition())).isEqualTo(2);
    assertThat(bad.received("Undo")).hasSize(1);
    assertThat(bad.received("Reject")).hasSize(1);
    assertThat(bob.send(rig, bob.activity("Announce", post).put("to", PUBLIC))).isEqualTo(202);
    var mention = mallory.note("<p>@alice</p>", List.of(PUBLIC), List.of(aliceUri()));
    mallory.mention(mention, aliceUri(), "@alice");
    assertThat(mallory.send(rig, mallory.create(mention))).isEqualTo(202);
    rig.runDueJobs();
    assertThat(texts("/api/v1/timelines/home")).isEmpty();
    assertThat(texts("/api/v1/timelines/public")).isEmpty();
    assertThat(alice.app().get("/api/v1/notifications?types[]=mention").json()).isEmpty();
    assertThat(carol.app().get("/api/v1/timelines/public").json()).hasSize(2);
    JsonNode relation =
        alice.app().get("/api/v1/accounts/relationships?id[]=" + idOf(mallory)).json().get(0);
    assertThat(relation.path("domain_blocking").asBoolean()).isTrue();
    assertThat(alice.app().delete(PATH + "?domain=" + bad.host()).status()).isEqualTo(200);
    assertThat(texts("/api/v1/timelines/public")).hasSize(2);
    assertThat(alice.app().get(PATH).json()).isEmpty();
  }

  @Test
  void whatIsNoServerIsToldSo() {
    for (String domain : List.of("", "what is this", rig.host())) {
      assertThat(alice.app().post(PATH, "domain", domain).status()).as(domain).isEqualTo(422);
    }
  }
}
