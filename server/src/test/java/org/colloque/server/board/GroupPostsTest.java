package org.colloque.server.board;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.colloque.migrations.Tables;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Posts of a group by the client API: they go into the group and nowhere else. */
class GroupPostsTest {
  private static final List<String> BOARD =
      List.of(
          "group_topics",
          "group_reads",
          "group_reactions",
          "group_drafts",
          "group_search",
          "group_category_choices");

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

  private JsonNode status(Person who, String id) {
    return who.app().get("/api/v1/statuses/" + id).json();
  }

  private int rows(Person who, org.jooq.Table<?> table) {
    return rig.kit().db().as(Club.viewer(who), tx -> tx.sql().fetchCount(table));
  }

  @Test
  void theHandleOfTheGroupAsFirstWordBeginsATopic() {
    String topic = club.topic(claire, "Toux du lundi\n\nDepuis **trois** semaines.");
    JsonNode entity = status(karim, topic);
    assertThat(entity.path("visibility").asText()).isEqualTo("private");
    assertThat(entity.path("content").asText())
        .isEqualTo(
            "<p><strong>Toux du lundi</strong></p><p>Depuis <strong>trois</strong> semaines.</p>");
    assertThat(entity.path("url").asText()).isEqualTo(rig.base() + club.path() + "/posts/" + topic);
    assertThat(entity.path("uri").asText()).isEqualTo(entity.path("url").asText());
    assertThat(
            claire.app().get("/api/v1/statuses/" + topic + "/source").json().path("text").asText())
        .isEqualTo("Toux du lundi\n\nDepuis **trois** semaines.");
    assertThat(rows(karim, Tables.GROUP_TOPICS)).isEqualTo(1);
    // the handle is the member's own: for others it is a word like any other
    JsonNode public1 = eve.app().post("/api/v1/statuses", "status", "@lilas bonjour").json();
    assertThat(public1.path("visibility").asText()).isEqualTo("public");
    assertThat(claire.app().post("/api/v1/statuses", "status", "@lilas").status()).isEqualTo(422);
  }

  @Test
  void anAnswerStaysInTheGroupWhateverWasAskedFor() {
    String topic = club.topic(claire, "Sujet");
    JsonNode answer =
        karim
            .app()
            .post(
                "/api/v1/statuses",
                "status",
                "Bien sûr #toux",
                "visibility",
                "public",
                "in_reply_to_id",
                topic)
            .json();
    assertThat(answer.path("visibility").asText()).isEqualTo("private");
    assertThat(answer.path("tags")).isEmpty();
    String id = answer.path("id").asText();
    JsonNode context = claire.app().get("/api/v1/statuses/" + topic + "/context").json();
    assertThat(context.path("descendants").findValuesAsText("id")).contains(id);
    assertThat(status(claire, topic).path("replies_count").asInt()).isEqualTo(1);
    // who is answered is told, though the text does not name them
    JsonNode told = claire.app().get("/api/v1/notifications").json();
    assertThat(told.findValuesAsText("type")).containsExactly("mention");
    assertThat(told.path(0).path("status").path("id").asText()).isEqualTo(id);
    // a post outside of the group is not answered by one inside
    String open =
        claire.app().post("/api/v1/statuses", "status", "Bonjour").json().path("id").asText();
    assertThat(
            karim
                .app()
                .post("/api/v1/statuses", "status", "@lilas Bonjour", "in_reply_to_id", open)
                .status())
        .isEqualTo(422);
  }

  @Test
  void nobodyElseFindsAnythingOfIt() {
    String topic = club.topic(claire, "Canaricule #canarimot\n\n@karim et @eve");
    club.reply(karim, topic, "Canaricule aussi");
    String bystander = "/api/v1/accounts/" + claire.account();
    assertThat(eve.app().get(bystander).json().path("statuses_count").asInt()).isZero();
    assertThat(eve.app().get(bystander).json().path("last_status_at").isNull()).isTrue();
    for (Person who : List.of(eve, claire, karim)) {
      for (String path :
          List.of(
              "/api/v1/timelines/home",
              "/api/v1/timelines/public?local=true",
              "/api/v1/timelines/tag/canarimot",
              bystander + "/statuses",
              "/api/v2/search?q=canari",
              "/api/v2/search?q=canarimot&type=hashtags")) {
        assertThat(who.app().get(path).text()).as(path).doesNotContain("anaricule", "canarimot\"");
      }
    }
    assertThat(eve.app().get("/api/v1/statuses/" + topic).status()).isEqualTo(404);
    assertThat(eve.app().get("/api/v1/notifications").json()).isEmpty();
    assertThat(rig.anonymous().get("/@claire/" + topic).status()).isEqualTo(404);
    assertThat(rig.anonymous().get("/users/claire/statuses/" + topic).status()).isEqualTo(404);
    assertThat(status(karim, topic).path("mentions").findValuesAsText("acct"))
        .containsExactly("karim");
    assertThat(status(karim, topic).path("content").asText()).contains("@eve");
    assertThat(status(karim, topic).path("content").asText()).doesNotContain("/@eve\"");
    assertThat(rows(claire, Tables.TAGS)).isZero();
    assertThat(rows(claire, Tables.HOME_CHUNKS)).isZero();
    assertThat(rows(claire, Tables.OUTBOX_ACTIVITIES)).isZero();
  }

  @Test
  void noOtherServerIsAskedForNamesInTheGroup() {
    try (Remote far = Remote.start("far")) {
      RemotePerson zoe = far.person("zoe");
      String topic = club.topic(claire, "Sujet\n\nVu avec @" + zoe.handle());
      String answer = club.reply(karim, topic, "@" + zoe.handle() + " en pense quoi ?");
      karim
          .app()
          .form(
              "PUT",
              "/api/v1/statuses/" + answer,
              "status",
              "@" + zoe.handle() + " ou @x@far.example");
      assertThat(far.everything()).isEmpty();
      assertThat(status(claire, answer).path("content").asText())
          .isEqualTo("<p>@" + zoe.handle() + " ou @x@far.example</p>");
    }
  }

  @Test
  void boostsAndPinsAreRefusedMarksAreNot() {
    String topic = club.topic(claire, "Sujet");
    String path = "/api/v1/statuses/" + topic;
    Browser.Answer boost = karim.app().post(path + "/reblog");
    assertThat(boost.status()).isEqualTo(422);
    assertThat(boost.json().path("error").asText()).contains("stay in the group");
    assertThat(claire.app().post(path + "/reblog").status()).isEqualTo(422);
    assertThat(claire.app().post(path + "/pin").status()).isEqualTo(422);
    assertThat(karim.app().post(path + "/favourite").json().path("favourites_count").asInt())
        .isEqualTo(1);
    assertThat(karim.app().post(path + "/bookmark").status()).isEqualTo(200);
    assertThat(karim.app().get("/api/v1/bookmarks").json()).hasSize(1);
    assertThat(claire.app().get("/api/v1/notifications").json().findValuesAsText("type"))
        .contains("favourite");
  }

  @Test
  void whoIsNoLongerAMemberFindsNothing() {
    String topic = club.topic(claire, "Sujet");
    String own = club.reply(karim, topic, "Ma réponse");
    club.reply(claire, own, "Merci @karim");
    karim.app().post("/api/v1/statuses/" + topic + "/bookmark");
    karim.app().post("/api/v1/statuses/" + topic + "/favourite");
    assertThat(karim.app().get("/api/v1/notifications").json()).isNotEmpty();
    assertThat(karim.app().get("/api/v2/notifications/unread_count").json().path("count").asInt())
        .isPositive();
    club.without(karim);
    for (String id : List.of(topic, own)) {
      assertThat(karim.app().get("/api/v1/statuses/" + id).status()).isEqualTo(404);
      assertThat(karim.app().delete("/api/v1/statuses/" + id).status()).isEqualTo(404);
      assertThat(karim.app().form("PUT", "/api/v1/statuses/" + id, "status", "x").status())
          .isEqualTo(404);
    }
    assertThat(karim.app().get("/api/v1/notifications").json()).isEmpty();
    assertThat(karim.app().get("/api/v2/notifications").text()).doesNotContain(topic, own);
    assertThat(karim.app().get("/api/v2/notifications/unread_count").json().path("count").asInt())
        .isZero();
    assertThat(karim.app().get("/api/v1/bookmarks").json()).isEmpty();
    assertThat(karim.app().get("/api/v1/favourites").json()).isEmpty();
    // nobody tells them of anything that comes later
    claire.app().post("/api/v1/statuses/" + own + "/favourite");
    club.reply(claire, own, "Encore @karim");
    club.with(karim, "member");
    assertThat(karim.app().get("/api/v1/notifications").text()).doesNotContain("Encore");
  }

  @Test
  void anEditChangesTheTitleAndNamesMembersOnly() {
    String topic = club.topic(claire, "Avant\n\nTexte");
    Browser.Answer edited =
        claire
            .app()
            .form("PUT", "/api/v1/statuses/" + topic, "status", "Après\n\n@karim @eve voyez");
    assertThat(edited.status()).as(edited.text()).isEqualTo(200);
    assertThat(edited.json().path("content").asText()).startsWith("<p><strong>Après</strong></p>");
    assertThat(edited.json().path("mentions").findValuesAsText("acct")).containsExactly("karim");
    assertThat(karim.app().get("/api/v1/notifications").json()).hasSize(1);
    assertThat(eve.app().get("/api/v1/notifications").json()).isEmpty();
    assertThat(karim.app().get("/api/v1/statuses/" + topic + "/history").json()).hasSize(2);
    assertThat(claire.app().form("PUT", "/api/v1/statuses/" + topic, "status", "  ").status())
        .isEqualTo(422);
  }

  @Test
  void theSameKeyTwiceIsOnePost() {
    String topic = club.topic(claire, "Sujet");
    for (int i = 0; i < 2; i++) {
      karim
          .app()
          .withHeader("Idempotency-Key", "once")
          .post("/api/v1/statuses", "status", "Une fois", "in_reply_to_id", topic);
    }
    assertThat(status(claire, topic).path("replies_count").asInt()).isEqualTo(1);
  }

  @Test
  void whoFollowsACategoryIsToldOfItsTopics() {
    Club.Visitor his = Club.Visitor.of(rig, karim);
    his.send(club.path() + "/categories/" + club.category("bistrot") + "/followed");
    club.topic(claire, "Café à dix heures");
    assertThat(karim.app().get("/api/v1/notifications").json().findValuesAsText("type"))
        .containsExactly("status");
    his.send(club.path() + "/categories/" + club.category("bistrot") + "/normal");
    club.topic(claire, "Café à onze heures");
    assertThat(karim.app().get("/api/v1/notifications").json()).hasSize(1);
  }

  @Test
  void whatHandWrittenSqlDoesAsSomebodyElseIsNothing() {
    club.topic(claire, "Sujet");
    for (Viewer viewer : List.of(Viewer.of(eve.account()), Viewer.stranger())) {
      for (String table :
          List.of(
              "group_topics", "group_reads", "group_reactions", "group_drafts", "group_search")) {
        int seen = rig.kit().db().as(viewer, tx -> tx.sql().fetch("SELECT * FROM " + table).size());
        assertThat(seen).as(table).isZero();
        int gone = rig.kit().db().as(viewer, tx -> tx.sql().execute("DELETE FROM " + table));
        assertThat(gone).as(table).isZero();
      }
    }
    // what is a member's own is nobody else's
    assertThat(rows(karim, Tables.GROUP_READS)).isZero();
    assertThat(rows(claire, Tables.GROUP_READS)).isEqualTo(1);
  }

  @Test
  void theAnswersOfOthersStayWhenAnAuthorIsErased() {
    String topic = club.topic(karim, "Titre de Karim");
    club.reply(claire, topic, "Réponse de Claire");
    String alone = club.topic(karim, "Seul");
    rig.kit()
        .db()
        .<Object>seeingAll(tx ->
            tx.sql()
                .deleteFrom(Tables.STATUSES)
                .where(Tables.STATUSES.ACCOUNT_ID.eq(karim.account().value()))
                .execute());
    Club.Visitor hers = Club.Visitor.of(rig, claire);
    assertThat(hers.get(club.path()).text()).doesNotContain("Titre de Karim", ">Seul<");
    assertThat(hers.get(club.path() + "/topics/" + topic).text())
        .contains("Réponse de Claire")
        .doesNotContain("Titre de Karim");
    assertThat(hers.get(club.path() + "/topics/" + alone).status()).isEqualTo(404);
  }

  @Test
  void withTheGroupEverythingGoes() {
    String topic = club.topic(claire, "Sujet");
    club.reply(karim, topic, "Réponse");
    Club.Visitor his = Club.Visitor.of(rig, karim);
    his.send(club.path() + "/posts/" + topic + "/react", "emoji", "👍");
    his.send(club.path() + "/categories/" + club.category("cas") + "/followed");
    his.send(club.path() + "/topics/" + topic + "/replies", "status", "x", "keep", "1");
    for (String table : BOARD) {
      assertThat(all(table)).as(table).isPositive();
    }
    rig.kit().db().<Object>seeingAll(tx -> tx.sql().deleteFrom(Tables.GROUPS).execute());
    for (String table : BOARD) {
      assertThat(all(table)).as(table).isZero();
    }
    assertThat(all("statuses")).isZero();
  }

  private int all(String table) {
    return rig.kit().db().<Integer>seeingAll(tx -> tx.sql().fetch("SELECT * FROM " + table).size());
  }
}
