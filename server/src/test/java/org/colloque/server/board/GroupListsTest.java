package org.colloque.server.board;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.colloque.server.api.EntityShape;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In an app each group of mine is a list. */
class GroupListsTest {
  private Rig rig;
  private Person claire;
  private Person karim;
  private Person eve;
  private Club club;

  @BeforeEach
  void open() {
    rig = Rig.start();
    claire = rig.local("claire");
    karim = rig.local("karim");
    eve = rig.local("eve");
    club =
        Club.of(rig, "Groupe des Lilas", "lilas").with(claire, "organiser").with(karim, "member");
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private String timeline() {
    return "/api/v1/timelines/list/" + club.id();
  }

  @Test
  void aGroupStandsAmongTheLists() {
    JsonNode lists = karim.app().get("/api/v1/lists").json();
    assertThat(lists).hasSize(1);
    EntityShape.assertShape("List", lists.path(0));
    assertThat(lists.path(0).path("id").asText()).isEqualTo(Long.toString(club.id()));
    assertThat(lists.path(0).path("title").asText()).isEqualTo("Groupe des Lilas");
    assertThat(karim.app().get("/api/v1/lists/" + club.id()).json()).isEqualTo(lists.path(0));
    assertThat(eve.app().get("/api/v1/lists").json()).isEmpty();
    // it is changed on the pages of the group
    assertThat(karim.app().form("PUT", "/api/v1/lists/" + club.id(), "title", "x").status())
        .isEqualTo(404);
    assertThat(karim.app().delete("/api/v1/lists/" + club.id()).status()).isEqualTo(404);
  }

  @Test
  void itsTimelineShowsTopicsAndAnswersTheNewestFirst() {
    String topic = club.topic(claire, "Premier sujet");
    String answer = club.reply(karim, topic, "Réponse");
    String other = club.topic(karim, "Second sujet");
    Browser.Answer page = claire.app().get(timeline() + "?limit=2");
    assertThat(page.json().findValuesAsText("id")).contains(other, answer);
    assertThat(page.json()).hasSize(2);
    assertThat(page.json().path(0).path("content").asText())
        .isEqualTo("<p><strong>Second sujet</strong></p>");
    assertThat(page.json().path(0).path("visibility").asText()).isEqualTo("private");
    assertThat(page.header("link")).contains("max_id=" + answer);
    assertThat(
            claire.app().get(timeline() + "?max_id=" + answer).json().path(0).path("id").asText())
        .isEqualTo(topic);
    assertThat(claire.app().get(timeline() + "?min_id=" + topic).json()).hasSize(2);
  }

  @Test
  void forOthersThereIsNoSuchList() {
    club.topic(claire, "Sujet");
    for (Person who : new Person[] {eve, rig.owner("admin")}) {
      for (String path :
          new String[] {
            "/api/v1/lists/%d", "/api/v1/lists/%d/accounts", "/api/v1/timelines/list/%d"
          }) {
        Browser.Answer theirs = who.app().get(path.formatted(club.id()));
        Browser.Answer missing = who.app().get(path.formatted(club.id() + 1));
        assertThat(theirs.status()).as(path).isEqualTo(404);
        assertThat(theirs.text()).isEqualTo(missing.text());
      }
    }
    club.without(karim);
    assertThat(karim.app().get(timeline()).status()).isEqualTo(404);
    assertThat(karim.app().get("/api/v1/lists").json()).isEmpty();
  }
}
