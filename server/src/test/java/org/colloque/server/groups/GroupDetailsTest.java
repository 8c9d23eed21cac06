package org.colloque.server.groups;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.colloque.server.kit.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be chosen about a group, to its edges. */
class GroupDetailsTest {
  private static final GroupDetails BLANK = GroupDetails.defaults();

  private static Map<String, Fault> faults(String... texts) {
    Map<String, String> all = new java.util.HashMap<>(Map.of("name", "A name"));
    for (int i = 0; i < texts.length; i += 2) {
      all.put(texts[i], texts[i + 1]);
    }
    return BLANK.faults(all);
  }

  @Test
  void aGroupIsSecretAndOfPeersUnlessSomebodySaysOtherwise() {
    GroupDetails details = BLANK.with(Map.of("name", "  A name \n"));
    assertThat(details.name()).isEqualTo("A name");
    assertThat(details.type()).isEqualTo(GroupType.PEER);
    assertThat(details.visibility()).isEqualTo(GroupVisibility.SECRET);
    assertThat(details.zone().getId()).isEqualTo("Europe/Paris");
    assertThat(BLANK.with(details.texts())).isEqualTo(details);
    assertThat(faults()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "peer,3,true", "peer,2,false", "peer,12,true", "peer,13,false", "balint,12,true",
    "balint,13,false", "open,3,true", "open,500,true", "open,501,false", "campaign,500,true",
    "campaign,0,false", "peer,-1,false", "peer,many,false"
  })
  void seatsGoWithTheType(String type, String seats, boolean possible) {
    assertThat(faults("type", type, "seats", seats).containsKey("seats")).isNotEqualTo(possible);
  }

  @ParameterizedTest
  @CsvSource({"name,80", "description,1000", "charter,20000", "rhythm,120"})
  void textsHaveTheirLengths(String name, int most) {
    assertThat(faults(name, "🩺".repeat(most))).isEmpty();
    assertThat(faults(name, "🩺".repeat(most + 1))).containsEntry(name, Fault.TOO_LONG);
    assertThat(faults(name, "a\u0007b")).containsEntry(name, Fault.INVALID);
  }

  @ParameterizedTest
  @CsvSource({"type,other", "visibility,public", "zone,Europe/Nowhere", "zone,+02:00", "seats,''"})
  void whatDoesNotExistIsNotChosen(String name, String value) {
    assertThat(faults(name, value)).containsKey(name);
  }

  @Test
  void aGroupNeedsAName() {
    assertThat(BLANK.faults(Map.of())).containsEntry("name", Fault.BLANK);
    assertThat(faults("name", "   ")).containsEntry("name", Fault.BLANK);
  }

  @ParameterizedTest
  @CsvSource({
    "Groupe de pairs n° 3,groupe-de-pairs-n-3",
    "Cœur & poumons,coeur-poumons",
    "ÉTÉ à Nîmes,ete-a-nimes",
    "--,groupe",
    "呼吸,groupe",
    "Un nom beaucoup trop long pour tenir,un-nom-beaucoup-trop-long-pour"
  })
  void theHandleComesFromTheName(String name, String slug) {
    assertThat(Slug.of(name)).isEqualTo(slug);
    assertThat(Slug.of(name).length()).isLessThanOrEqualTo(Slug.MAX);
  }

  @Test
  void aCharterIsCleaned() {
    try (Circle circle = new Circle()) {
      GroupId group =
          circle.group(
              "Clean",
              "charter",
              "# Rules\n\n- **one**\n\n<script>alert(1)</script>\n\n[x](javascript:alert(2))");
      String page =
          circle
              .browser(circle.person(Circle.Who.ORGANISER))
              .get("/groups/" + group + "/about")
              .text();
      assertThat(page)
          .contains("<strong>one</strong>")
          .doesNotContain("<script>alert", "javascript:alert(2)\"");
    }
  }
}
