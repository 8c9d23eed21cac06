package org.colloque.server.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.colloque.server.board.Club.Visitor;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A board on its pages: topics, answers, edits, order, drafts, search. */
class BoardPagesTest {
  private Rig rig;
  private Person claire;
  private Person karim;
  private Club club;
  private Visitor hers;
  private Visitor his;

  @BeforeEach
  void open() {
    rig = Rig.start();
    claire = rig.local("claire");
    karim = rig.local("karim");
    club =
        Club.of(rig, "Groupe des Lilas", "lilas").with(claire, "organiser").with(karim, "member");
    hers = Visitor.of(rig, claire);
    his = Visitor.of(rig, karim);
    rig.clock().advance(Duration.ofMinutes(1));
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private String begin(Visitor visitor, String title, String text) {
    Browser.Answer answer =
        visitor.send(
            club.path() + "/topics",
            "title",
            title,
            "category",
            club.category("cas"),
            "status",
            text);
    assertThat(answer.status()).as(answer.text()).isEqualTo(303);
    return answer.header("location").replaceAll(".*/topics/", "");
  }

  private String answer(Visitor visitor, String topic, String to, String text) {
    Browser.Answer answer =
        visitor.send(
            club.path() + "/topics/" + topic + "/replies", "status", text, "in_reply_to_id", to);
    assertThat(answer.status()).as(answer.text()).isEqualTo(303);
    return answer.header("location").replaceAll(".*/posts/", "");
  }

  /** A form names what it answers by a number, which can be anybody's. */
  @Test
  void aRefusedAnswerShowsNothingThatIsOutsideOfTheGroup() {
    String topic = begin(hers, "Lundi", "Un mot");
    String letter =
        claire
            .app()
            .post("/api/v1/statuses", "status", "Pour moi seule", "visibility", "direct")
            .json()
            .path("id")
            .asText();
    String replies = club.path() + "/topics/" + topic + "/replies";
    assertThat(his.send(replies, "status", "", "in_reply_to_id", topic).text()).contains("Un mot");
    Browser.Answer refused = his.send(replies, "status", "", "in_reply_to_id", letter);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text()).doesNotContain("Pour moi seule");
    assertThat(his.send(replies, "status", "x", "in_reply_to_id", letter).status()).isEqualTo(404);
  }

  @Test
  void aTopicIsBegunAnsweredAndReadByTheMembers() {
    assertThat(his.get(club.path()).text()).contains("Groupe des Lilas");
    String topic = begin(hers, "Toux du lundi", "Une **toux** depuis *trois* semaines.");
    Browser.Answer list = his.get(club.path());
    assertThat(list.text()).contains("Toux du lundi").contains("unread");
    Browser.Answer page = his.get(club.path() + "/topics/" + topic);
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text())
        .contains("<h1 dir=\"auto\">Toux du lundi</h1>")
        .contains("Une <strong>toux</strong> depuis <em>trois</em> semaines.")
        // the page says the title once
        .doesNotContain("<p><strong>Toux du lundi</strong></p>");
    String answer = answer(his, topic, topic, "Spirométrie ?");
    assertThat(his.get(club.path() + "/posts/" + answer).header("location"))
        .isEqualTo(club.path() + "/topics/" + topic + "#s" + answer);
    assertThat(hers.get(club.path() + "/topics/" + topic).text()).contains("Spirométrie ?");
  }

  @Test
  void answersStandBelowWhatTheyAnswer() {
    String topic = begin(hers, "Fil", "Premier");
    String one = answer(his, topic, topic, "Première réponse");
    String two = answer(his, topic, topic, "Deuxième réponse");
    String below = answer(hers, topic, one, "Réponse à la première");
    String text = hers.get(club.path() + "/topics/" + topic).text();
    assertThat(text.indexOf("id=\"s" + one + "\"")).isPositive();
    assertThat(text.indexOf("id=\"s" + below + "\""))
        .isBetween(text.indexOf("id=\"s" + one + "\""), text.indexOf("id=\"s" + two + "\""));
    assertThat(text).contains("class=\"status post d1");
  }

  @Test
  void whatWasReadIsNoLongerNew() {
    String topic = begin(hers, "Nouveauté", "Texte");
    assertThat(his.get(club.path()).text()).contains("topic unread");
    assertThat(his.get(club.path() + "/topics/" + topic).text()).contains("class=\"new\"");
    assertThat(his.get(club.path() + "/topics/" + topic).text()).doesNotContain("class=\"new\"");
    assertThat(his.get(club.path()).text()).doesNotContain("topic unread");
    // one's own posts are no news
    assertThat(hers.get(club.path()).text()).doesNotContain("topic unread");
    answer(hers, topic, topic, "Encore");
    assertThat(his.get(club.path()).text()).contains("topic unread");
    his.send(club.path() + "/categories/" + club.category("cas") + "/muted");
    assertThat(his.get(club.path()).text()).doesNotContain("topic unread");
  }

  @Test
  void anEditKeepsWhatWasSaidBefore() {
    String topic = begin(hers, "Titre d’avant", "Texte d’avant");
    Browser.Answer form = hers.get(club.path() + "/posts/" + topic + "/edit");
    assertThat(form.text()).contains("Titre d’avant").contains("Texte d’avant");
    rig.clock().advance(Duration.ofMinutes(5));
    Browser.Answer saved =
        hers.send(
            club.path() + "/posts/" + topic + "/edit", "title", "Titre", "status", "Texte d’après");
    assertThat(saved.status()).as(saved.text()).isEqualTo(303);
    assertThat(his.get(club.path()).text()).contains(">Titre<");
    assertThat(his.get(club.path() + "/posts/" + topic + "/history").text())
        .contains("Texte d’avant")
        .contains("Texte d’après");
    assertThat(his.get(club.path() + "/posts/" + topic + "/edit").status()).isEqualTo(404);
    assertThat(his.send(club.path() + "/posts/" + topic + "/edit", "status", "x").status())
        .isEqualTo(404);
  }

  @Test
  void aTopicWithAnswersStaysWithoutItsWords() {
    String topic = begin(hers, "Mot de trop", "À effacer");
    answer(his, topic, topic, "Je réponds");
    assertThat(hers.send(club.path() + "/posts/" + topic + "/delete").status()).isEqualTo(303);
    Browser.Answer page = his.get(club.path() + "/topics/" + topic);
    assertThat(page.text()).contains("Je réponds").doesNotContain("Mot de trop", "À effacer");
    assertThat(his.get(club.path()).text()).doesNotContain("Mot de trop");
    assertThat(his.get(club.path() + "/search?q=effacer").text()).doesNotContain("À effacer");
    String alone = begin(hers, "Seul", "Sans réponse");
    hers.send(club.path() + "/posts/" + alone + "/delete");
    assertThat(his.get(club.path() + "/topics/" + alone).status()).isEqualTo(404);
  }

  @Test
  void organisersKeepOrderAndOthersCannot() {
    String first = begin(his, "Premier", "Texte");
    begin(his, "Second", "Texte");
    assertThat(his.send(club.path() + "/topics/" + first + "/pin").status()).isEqualTo(403);
    assertThat(hers.send(club.path() + "/topics/" + first + "/pin").status()).isEqualTo(303);
    String list = his.get(club.path()).text();
    assertThat(list.indexOf(">Premier<")).isLessThan(list.indexOf(">Second<"));
    hers.send(club.path() + "/topics/" + first + "/lock");
    Browser.Answer refused =
        his.send(club.path() + "/topics/" + first + "/replies", "status", "Encore");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(his.get(club.path() + "/topics/" + first).text()).doesNotContain("name=\"status\"");
    answer(hers, first, first, "Le mot de la fin");
    assertThat(his.send(club.path() + "/posts/" + first + "/remove").status()).isEqualTo(403);
    assertThat(hers.send(club.path() + "/posts/" + first + "/remove").status()).isEqualTo(303);
    assertThat(his.get(club.path() + "/topics/" + first).text()).doesNotContain(">Premier<");
    int rows =
        rig.kit()
            .db()
            .as(
                Club.viewer(karim),
                tx -> tx.sql().fetchCount(org.colloque.migrations.Tables.GROUP_LOG));
    assertThat(rows).isEqualTo(3);
  }

  @Test
  void reactionsAreSetAndTakenBack() {
    String topic = begin(hers, "Bonne nouvelle", "Tout va bien");
    String react = club.path() + "/posts/" + topic + "/react";
    assertThat(his.send(react, "emoji", "👍").status()).isEqualTo(303);
    assertThat(hers.send(react, "emoji", "👍").status()).isEqualTo(303);
    assertThat(his.get(club.path() + "/topics/" + topic).text()).contains("👍 2");
    his.send(react, "emoji", "👍");
    assertThat(his.get(club.path() + "/topics/" + topic).text()).contains("👍 1");
    assertThat(his.send(react, "emoji", "mots").status()).isEqualTo(422);
    assertThat(his.send(react, "emoji", "👍👍").status()).isEqualTo(422);
  }

  @Test
  void aDraftWaitsUntilItIsPosted() {
    Browser.Answer kept =
        his.send(
            club.path() + "/topics",
            "title",
            "Brouillon",
            "status",
            "Pas fini",
            "keep",
            "1",
            "category",
            club.category("geeks"));
    assertThat(kept.status()).isEqualTo(303);
    assertThat(his.get(club.path() + "/new").text()).contains("Brouillon").contains("Pas fini");
    assertThat(hers.get(club.path() + "/new").text()).doesNotContain("Pas fini");
    assertThat(hers.get(club.path()).text()).doesNotContain("Brouillon");
    begin(his, "Brouillon", "Fini");
    assertThat(his.get(club.path() + "/new").text()).doesNotContain("Pas fini");
    String topic = begin(hers, "Autre", "Texte");
    his.send(club.path() + "/topics/" + topic + "/replies", "status", "À moitié", "keep", "1");
    assertThat(his.get(club.path() + "/topics/" + topic).text()).contains("À moitié");
  }

  @Test
  void searchTakesNoNoticeOfAccentsAndEndings() {
    begin(hers, "Épicondylite", "Douleurs latérales du coude chez une joueuse");
    begin(hers, "Headache", "Recurring migraines in the morning");
    String search = club.path() + "/search?q=";
    assertThat(his.get(search + "epicondylite").text()).contains("Douleurs lat");
    assertThat(his.get(search + "douleur+laterale").text()).contains("Douleurs lat");
    assertThat(his.get(search + "migraine").text()).contains("Recurring");
    assertThat(his.get(search + "rotule").text()).doesNotContain("Douleurs", "Recurring");
    assertThat(his.get(search).status()).isEqualTo(200);
    assertThat(his.get(search + "%22%27%26%7C%21").status()).isEqualTo(200);
  }

  @Test
  void whatIsMissingOrTooLongIsSaidInTheForm() {
    String post = club.path() + "/topics";
    String category = club.category("cas");
    assertThat(hers.send(post, "title", "", "category", category, "status", "x").status())
        .isEqualTo(422);
    String most = "é".repeat(Titles.MAX);
    assertThat(hers.send(post, "title", most, "category", category, "status", "x").status())
        .isEqualTo(303);
    assertThat(hers.send(post, "title", most + "é", "category", category, "status", "x").status())
        .isEqualTo(422);
    String text = "a ".repeat(GroupComposer.MAX_CHARACTERS / 2);
    Browser.Answer long1 =
        hers.send(post, "title", "Long", "category", category, "status", text + "bc");
    assertThat(long1.status()).isEqualTo(422);
    assertThat(long1.text()).contains("Long");
    assertThat(hers.send(post, "title", "t", "category", category, "status", text.strip()).status())
        .isEqualTo(303);
    // posts of the anonymous part have no author, and so are not written here
    assertThat(
            hers.send(post, "title", "t", "category", club.category("anonyme"), "status", "x")
                .status())
        .isEqualTo(422);
    assertThat(hers.send(post, "title", "t", "category", "1", "status", "x").status())
        .isEqualTo(422);
  }

  @Test
  void nothingIsWrittenInAnArchivedGroupOrByWhoOnlyReads() {
    Person admin = rig.owner("admin");
    club.with(admin, "glass");
    Visitor glass = Visitor.of(rig, admin);
    String topic = begin(hers, "Avant", "Texte");
    assertThat(glass.get(club.path() + "/topics/" + topic).text()).contains("Avant");
    assertThat(glass.send(club.path() + "/topics/" + topic + "/replies", "status", "x").status())
        .isEqualTo(403);
    assertThat(glass.send(club.path() + "/posts/" + topic + "/react", "emoji", "👍").status())
        .isEqualTo(403);
    club.archive();
    assertThat(hers.get(club.path() + "/topics/" + topic).status()).isEqualTo(200);
    assertThat(hers.send(club.path() + "/topics/" + topic + "/replies", "status", "x").status())
        .isEqualTo(403);
    assertThat(hers.get(club.path() + "/new").status()).isEqualTo(403);
    assertThat(hers.send(club.path() + "/topics/" + topic + "/pin").status()).isEqualTo(403);
  }

  @Test
  void aLongTopicHasPages() {
    String topic = begin(hers, "Long fil", "Début");
    String last = topic;
    for (int i = 0; i < TopicPages.POSTS; i++) {
      last = club.reply(karim, topic, "Réponse numéro " + i);
    }
    String first = hers.get(club.path() + "/topics/" + topic).text();
    assertThat(first).contains("Réponse numéro 0").contains("?page=2");
    String second = hers.get(club.path() + "/topics/" + topic + "?page=2").text();
    assertThat(second).contains("Réponse numéro " + (TopicPages.POSTS - 1));
    assertThat(hers.get(club.path() + "/posts/" + last).header("location"))
        .isEqualTo(club.path() + "/topics/" + topic + "?page=2#s" + last);
    assertThat(hers.get(club.path() + "/topics/" + topic + "?page=999").status()).isEqualTo(200);
  }
}
