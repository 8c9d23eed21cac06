package org.colloque.server.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.server.api.EntityShape.assertShape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.colloque.migrations.Tables;
import org.colloque.server.board.Club.Visitor;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.colloque.server.statuses.NewPoll;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Polls in groups, on the pages and by an app: asked, voted in, ended; of others they are hidden.
 */
class GroupPollsTest {
  private static final String VOTES = "/api/v1/polls/%s/votes";

  private static Rig rig;
  private static Person claire;
  private static Person karim;
  private static Person eve;
  private static Visitor hers;
  private static Visitor his;
  private Club club;
  private String topic;

  @BeforeAll
  static void open() {
    rig = Rig.start();
    claire = rig.local("claire");
    karim = rig.local("karim");
    eve = rig.local("eve");
    hers = Visitor.of(rig, claire);
    his = Visitor.of(rig, karim);
  }

  @AfterAll
  static void close() {
    rig.close();
  }

  @BeforeEach
  void meet() {
    String handle = "lilas" + rig.kit().ids().next();
    club = Club.of(rig, "Groupe des Lilas", handle).with(claire, "organiser").with(karim, "member");
    rig.clock().advance(Duration.ofMinutes(1));
    topic = club.topic(claire, "Réunions");
  }

  private Browser.Answer send(Visitor visitor, String ballots, String results, String... more) {
    List<String> fields =
        new ArrayList<>(
            List.of(
                "status",
                "Alors ?",
                "poll_ballots",
                ballots,
                "poll_results",
                results,
                "poll_expires_in",
                "3600"));
    fields.addAll(List.of(more));
    return visitor.send(
        club.path() + "/topics/" + topic + "/replies", fields.toArray(String[]::new));
  }

  private String ask(Visitor visitor, String ballots, String results, String... more) {
    Browser.Answer answer = send(visitor, ballots, results, more);
    assertThat(answer.status()).as(answer.text()).isEqualTo(303);
    return answer.header("location").replaceAll(".*/posts/", "");
  }

  private static JsonNode vote(Person who, String poll, String... choices) {
    List<String> fields = new ArrayList<>();
    for (String choice : choices) {
      fields.addAll(List.of("choices[]", choice));
    }
    Browser.Answer answer = who.app().post(VOTES.formatted(poll), fields.toArray(String[]::new));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static JsonNode poll(Person who, String poll) {
    return who.app().get("/api/v1/polls/" + poll).json();
  }

  private static List<String> counts(JsonNode poll) {
    List<String> counts = new ArrayList<>();
    poll.path("options").forEach(option -> counts.add(option.path("votes_count").asText()));
    return counts;
  }

  private String page(Visitor visitor) {
    return visitor.get(club.path() + "/topics/" + topic).text();
  }

  @Test
  void aPollWithNamesShowsWhoChoseWhatAndMindsCanBeChanged() {
    String poll = ask(hers, "named", "always", "poll1", "Lundi", "poll2", "Mardi");
    Browser.Answer voted = his.send("/statuses/" + poll + "/vote", "choices[]", "1");
    assertThat(voted.status()).isEqualTo(303);
    assertThat(page(hers)).contains("Lundi").contains("votes with names");
    // who asks has a voice like the others
    assertThat(counts(vote(claire, poll, "1"))).containsExactly("0", "2");
    assertThat(page(hers)).contains("<bdi>claire, karim</bdi>");
    assertThat(counts(vote(karim, poll, "0"))).containsExactly("1", "1");
    assertThat(poll(karim, poll).path("own_votes").path(0).asInt(-1)).isZero();
    assertThat(poll(karim, poll).path("voters_count").asInt()).isEqualTo(2);
    assertThat(page(his)).contains("Change my vote");
    ObjectNode known = (ObjectNode) poll(karim, poll);
    assertThat(known.remove("colloque").path("ballots").asText()).isEqualTo("named");
    assertShape("Poll", known);
  }

  @Test
  void anAnonymousPollKeepsNoBallotAndShowsNothingBeforeItsEnd() {
    String poll = ask(hers, "anonymous", "always", "poll1", "Souvent", "poll2", "Jamais");
    JsonNode answered = vote(karim, poll, "1");
    assertThat(answered.path("voted").asBoolean()).isTrue();
    assertThat(answered.path("own_votes").size()).isZero();
    assertThat(counts(answered)).containsOnly("null");
    assertThat(karim.app().post(VOTES.formatted(poll), "choices[]", "0").status()).isEqualTo(422);
    long id = Long.parseLong(poll);
    int ballots =
        rig.kit()
            .db()
            .<Integer>seeingAll(
                tx -> tx.sql().fetchCount(Tables.POLL_VOTES, Tables.POLL_VOTES.STATUS_ID.eq(id)));
    assertThat(ballots).isZero();
    // what says who voted says neither for what nor when
    assertThat(Tables.POLL_VOTERS.fieldsRow().fields())
        .extracting(org.jooq.Field::getName)
        .containsExactly("status_id", "account_id", "group_id");
    rig.clock().advance(Duration.ofHours(2));
    assertThat(counts(poll(claire, poll))).containsExactly("0", "1");
    assertThat(page(hers)).doesNotContain("Voted:");
  }

  @Test
  void whoVotedInAnAnonymousPollIsSaidWhenEnoughDid() {
    String poll = ask(hers, "anonymous", "after_end", "poll1", "Oui", "poll2", "Non");
    for (int i = 0; i < PollTurnout.FEWEST_VOTERS; i++) {
      if (i == PollTurnout.FEWEST_VOTERS - 1) {
        assertThat(counts(poll(claire, poll))).containsOnly("null");
      }
      Person voter = rig.local("voter" + i);
      club.with(voter, "member");
      vote(voter, poll, Integer.toString(i % 2));
    }
    hers.send(club.path() + "/posts/" + poll + "/close");
    assertThat(page(his)).contains("Voted:").contains("Final results");
    assertThat(counts(poll(karim, poll))).containsExactly("3", "2");
    assertThat(karim.app().post(VOTES.formatted(poll), "choices[]", "0").status()).isEqualTo(422);
  }

  @Test
  void datesAreAPollOfTheirOwnInTheZoneOfTheGroup() {
    String poll =
        ask(hers, "named", "after_vote", "date2", "2026-12-03T20:30", "date1", "2026-12-01T20:00");
    JsonNode asked = poll(karim, poll);
    assertThat(asked.path("multiple").asBoolean()).isTrue();
    assertThat(asked.path("options").findValuesAsText("title"))
        .containsExactly("2026-12-01 20:00", "2026-12-03 20:30");
    assertThat(asked.path("colloque").path("dates").path(0).asText())
        .isEqualTo("2026-12-01T19:00:00.000Z");
    assertThat(counts(asked)).containsOnly("null");
    assertThat(page(his)).contains("1 December 2026 at 20:00");
    assertThat(counts(vote(karim, poll, "0", "1"))).containsExactly("1", "1");
    assertThat(counts(poll(claire, poll))).containsOnly("null");
  }

  @Test
  void anAppAsksInATopicAndInAnAnswer() {
    JsonNode status =
        claire
            .app()
            .post(
                "/api/v1/statuses",
                "status",
                "D'accord ?",
                "in_reply_to_id",
                topic,
                "poll[options][]",
                "Oui",
                "poll[options][]",
                "Non",
                "poll[expires_in]",
                "600")
            .json();
    String id = status.path("id").asText();
    assertThat(status.path("visibility").asText()).isEqualTo("private");
    assertThat(counts(vote(karim, id, "1"))).containsExactly("0", "1");
    // nobody expects their name below a vote in an app
    assertThat(page(hers)).doesNotContain("votes with names");
    JsonNode edited =
        claire
            .app()
            .form(
                "PUT",
                "/api/v1/statuses/" + id,
                "status",
                "D'accord ? " + "é".repeat(1000),
                "poll[options][]",
                "Oui",
                "poll[options][]",
                "Peut-être",
                "poll[expires_in]",
                "600")
            .json();
    assertThat(edited.path("poll").path("votes_count").asInt(-1)).isZero();
    assertThat(edited.path("poll").path("options").findValuesAsText("title"))
        .containsExactly("Oui", "Peut-être");
    // the page changes the text alone
    hers.send(club.path() + "/posts/" + id + "/edit", "status", "Autrement");
    assertThat(poll(claire, id).path("options")).hasSize(2);
  }

  @Test
  void forOthersItIsNotThere() {
    String poll = ask(hers, "named", "always", "poll1", "Lundi", "poll2", "Mardi");
    Browser.Answer missing = eve.app().get("/api/v1/polls/1");
    Browser.Answer hidden = eve.app().get("/api/v1/polls/" + poll);
    assertThat(hidden.status()).isEqualTo(404).isEqualTo(missing.status());
    assertThat(hidden.text()).isEqualTo(missing.text());
    assertThat(eve.app().post(VOTES.formatted(poll), "choices[]", "0").text())
        .isEqualTo(eve.app().post(VOTES.formatted("1"), "choices[]", "0").text());
    for (org.jooq.Table<?> table : List.of(Tables.POLLS, Tables.POLL_VOTERS, Tables.POLL_VOTES)) {
      assertThat(rig.kit().db().<Integer>as(Club.viewer(eve), tx -> tx.sql().fetchCount(table)))
          .isZero();
    }
    Person observer = rig.local("observer" + poll);
    club.with(observer, "glass");
    assertThat(observer.app().post(VOTES.formatted(poll), "choices[]", "0").status())
        .isEqualTo(403);
    club.archive();
    assertThat(karim.app().post(VOTES.formatted(poll), "choices[]", "0").status()).isEqualTo(403);
  }

  @Test
  void membersAreToldOfTheEndAndWhoLeftIsNot() {
    String poll = ask(hers, "anonymous", "always", "poll1", "Oui", "poll2", "Non");
    Person gone = rig.local("gone" + poll);
    club.with(gone, "member");
    vote(karim, poll, "0");
    vote(gone, poll, "0");
    club.without(gone);
    // only who asked, or who keeps order
    assertThat(his.send(club.path() + "/posts/" + poll + "/close").status()).isEqualTo(403);
    assertThat(hers.send(club.path() + "/posts/" + poll + "/close").status()).isEqualTo(303);
    rig.runDueJobs();
    for (Person member : List.of(claire, karim)) {
      JsonNode told = member.app().get("/api/v1/notifications?types[]=poll&limit=1").json();
      assertThat(told.path(0).path("status").path("id").asText()).isEqualTo(poll);
    }
    assertThat(gone.app().get("/api/v1/notifications").json()).isEmpty();
    assertThat(his.get("/notifications").text()).contains("A poll by");
  }

  @Test
  void aModeratorEndsItAndTheLogSaysSo() {
    Person moderator = rig.local("moderator" + topic);
    club.with(moderator, "moderator");
    String poll = ask(hers, "named", "always", "poll1", "Oui", "poll2", "Non");
    Visitor theirs = Visitor.of(rig, moderator);
    theirs.send(club.path() + "/posts/" + poll + "/close");
    assertThat(poll(claire, poll).path("expired").asBoolean()).isTrue();
    assertThat(theirs.get(club.path() + "/log").text()).contains("ended a poll by");
  }

  @Test
  void theFormSaysWhatIsWrongAndADraftKeepsThePoll() {
    String most = "é".repeat(NewPoll.MAX_CHARACTERS_IN_GROUP);
    assertThat(send(hers, "named", "always", "poll1", "Oui").text()).contains("two answers");
    assertThat(send(hers, "named", "always", "poll1", "Oui", "poll2", "Oui").status())
        .isEqualTo(422);
    assertThat(send(hers, "named", "always", "poll1", most + "é", "poll2", "b").status())
        .isEqualTo(422);
    assertThat(send(hers, "named", "always", "poll1", most, "poll8", "b").status()).isEqualTo(303);
    assertThat(send(hers, "named", "always", "poll1", "a", "date1", "2027-01-01T10:00").status())
        .isEqualTo(422);
    assertThat(send(hers, "named", "always", "date1", "2020-01-01T10:00", "date2", "soon").text())
        .contains("a time to come");
    assertThat(send(hers, "secret", "always", "poll1", "a", "poll2", "b").status()).isEqualTo(422);
    assertThat(send(hers, "named", "never", "poll1", "a", "poll2", "b").status()).isEqualTo(422);
    send(hers, "anonymous", "always", "poll1", "gardée", "keep", "1");
    assertThat(page(hers)).contains("value=\"gardée\"");
    // the next answer is sent, and the draft is gone
    ask(hers, "named", "always");
    assertThat(page(hers)).doesNotContain("value=\"gardée\"");
  }

  @Test
  void theLimitsOfTheFediverseHoldOutsideOfGroups() {
    String most = "é".repeat(NewPoll.MAX_CHARACTERS + 1);
    for (String path : List.of("", topic)) {
      Browser.Answer answer =
          claire
              .app()
              .post(
                  "/api/v1/statuses",
                  "status",
                  "?",
                  "in_reply_to_id",
                  path,
                  "poll[options][]",
                  most,
                  "poll[options][]",
                  "b",
                  "poll[expires_in]",
                  "600");
      assertThat(answer.status()).as(answer.text()).isEqualTo(path.isEmpty() ? 422 : 200);
    }
  }

  @Test
  void whatIsPrivateCannotBeQuoted() {
    for (String name : List.of("quoted_status_id", "quote_id")) {
      Browser.Answer refused = karim.app().post("/api/v1/statuses", "status", "Look", name, topic);
      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.text()).contains("A post of a private group cannot be quoted");
      // who cannot see it learns nothing
      assertThat(eve.app().post("/api/v1/statuses", "status", "Look", name, topic).status())
          .isEqualTo(eve.app().post("/api/v1/statuses", "status", "Look!", name, "1").status());
    }
  }

  @Test
  void aDeletedPostLeavesNoPoll() {
    String poll = ask(hers, "named", "always", "poll1", "Oui", "poll2", "Non");
    assertThat(claire.app().delete("/api/v1/statuses/" + poll).status()).isEqualTo(200);
    assertThat(
            rig.kit()
                .db()
                .<Integer>seeingAll(tx ->
                    tx.sql()
                        .fetchCount(Tables.POLLS, Tables.POLLS.STATUS_ID.eq(Long.parseLong(poll)))))
        .isZero();
  }
}
