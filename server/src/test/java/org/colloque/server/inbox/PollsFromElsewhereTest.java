package org.colloque.server.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.POLLS;
import static org.colloque.migrations.Tables.POLL_VOTES;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.WebPage;
import org.colloque.server.statuses.PollQueries;
import org.colloque.server.users.SignedIn;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

/** Polls of other servers: shown, voted on, refreshed, ended (federation.md, quirks 37 to 39). */
class PollsFromElsewhereTest extends InboxRoom {
  @Test
  void aPollIsShownVotedOnOnceAndToldToItsAuthorOnly() {
    ObjectNode question = received("oneOf", "red", "blue");
    JsonNode poll = shown(question);
    assertThat(poll.path("multiple").asBoolean()).isFalse();
    assertThat(poll.path("expired").asBoolean()).isFalse();
    assertThat(poll.path("voted").asBoolean()).isFalse();
    assertThat(poll.path("options").path(0).path("title").asText()).isEqualTo("red");
    assertThat(poll.path("options").path(1).path("votes_count").asInt()).isEqualTo(2);
    assertThat(poll.path("voters_count").asInt()).isEqualTo(3);
    far.forget();
    JsonNode voted = vote(question, 1).json();
    assertThat(voted.path("voted").asBoolean()).isTrue();
    assertThat(voted.path("own_votes").path(0).asInt(-1)).isEqualTo(1);
    assertThat(voted.path("options").path(1).path("votes_count").asInt()).isEqualTo(3);
    assertThat(voted.path("voters_count").asInt()).isEqualTo(4);
    rig.runDueJobs();
    JsonNode create = far.received("Create").getFirst().activity();
    assertThat(far.received("Create").getFirst().path())
        .isEqualTo("/users/" + bob.username() + "/inbox");
    JsonNode note = create.path("object");
    assertThat(note.path("type").asText()).isEqualTo("Note");
    assertThat(note.path("name").asText()).isEqualTo("blue");
    assertThat(note.path("inReplyTo").asText()).isEqualTo(question.path("id").asText());
    assertThat(note.path("to").path(0).asText()).isEqualTo(bob.uri());
    assertThat(note.has("content")).isFalse();
    assertThat(create.has("cc")).isFalse();
    // the second time, and by the home timeline
    assertThat(vote(question, 0).status()).isEqualTo(422);
    JsonNode home = alice.app().get("/api/v1/timelines/home").json().path(0).path("poll");
    assertThat(home.path("own_votes").path(0).asInt(-1)).isEqualTo(1);
    JsonNode visitor = rig.anonymous().get("/api/v1/statuses/" + id(question)).json().path("poll");
    assertThat(visitor.has("voted")).isFalse();
    assertThat(visitor.path("votes_count").asInt()).isEqualTo(4);
  }

  @Test
  void severalChoicesAreAnActivityEach() {
    ObjectNode question = received("anyOf", "red", "blue", "green");
    far.forget();
    assertThat(vote(question, 0, 2).status()).isEqualTo(200);
    rig.runDueJobs();
    assertThat(far.received("Create"))
        .extracting(sent -> sent.activity().path("object").path("name").asText())
        .containsExactlyInAnyOrder("red", "green");
    assertThat(far.received("Create"))
        .extracting(sent -> sent.activity().path("id").asText())
        .doesNotHaveDuplicates();
  }

  @Test
  void whatIsNoVoteIsRefused() {
    ObjectNode question = received("oneOf", "red", "blue");
    assertThat(vote(question, 0, 1).status()).isEqualTo(422);
    assertThat(vote(question, 2).status()).isEqualTo(422);
    assertThat(vote(question).status()).isEqualTo(422);
    assertThat(alice.app().post("/api/v1/polls/1/votes", "choices[]", "0").status()).isEqualTo(404);
    assertThat(
            rig.anonymous()
                .post("/api/v1/polls/" + id(question) + "/votes", "choices[]", "0")
                .status())
        .isEqualTo(401);
    JsonNode plain = aliceSays("no poll", "public");
    String path = "/api/v1/polls/" + plain.path("id").asText();
    assertThat(alice.app().get(path).status()).isEqualTo(404);
    assertThat(alice.app().post(path + "/votes", "choices[]", "0").status()).isEqualTo(404);
    assertThat(count(POLL_VOTES, POLL_VOTES.STATUS_ID.eq(id(question)))).isZero();
  }

  @Test
  void anEndedPollTakesNoVote() {
    ObjectNode question = received("oneOf", "red", "blue");
    ObjectNode closed = question.deepCopy().put("closed", true);
    receive(bob.activity("Update", closed));
    assertThat(shown(question).path("expired").asBoolean()).isTrue();
    assertThat(vote(question, 0).status()).isEqualTo(422);
    ObjectNode dated = received("oneOf", "red", "blue");
    sql(sql ->
        sql.update(POLLS)
            .set(POLLS.ENDS_AT, rig.kit().now().minusSeconds(1).atOffset(java.time.ZoneOffset.UTC))
            .where(POLLS.STATUS_ID.eq(id(dated)))
            .execute());
    assertThat(vote(dated, 0).json().path("error").asText()).contains("already ended");
  }

  @Test
  void whoVotedIsToldOnceWhenItIsOver() {
    ObjectNode dated = received("oneOf", "red", "blue");
    ObjectNode closed = received("oneOf", "red", "blue");
    ObjectNode unseen = received("oneOf", "red", "blue");
    vote(dated, 0);
    vote(closed, 1);
    rig.runDueJobs();
    assertThat(notifications()).isEmpty();
    receive(bob.activity("Update", closed.deepCopy().put("closed", true)));
    rig.clock().advance(Duration.ofMinutes(1));
    rig.runDueJobs();
    assertThat(notifications()).containsExactly("poll");
    rig.clock().advance(Duration.ofDays(1));
    rig.runDueJobs();
    assertThat(notifications()).containsExactly("poll", "poll");
    rig.clock().advance(Duration.ofDays(1));
    receive(bob.activity("Update", dated.deepCopy().put("votersCount", 8)));
    rig.runDueJobs();
    assertThat(notifications()).containsExactly("poll", "poll");
    JsonNode told = alice.app().get("/api/v1/notifications").json().path(0);
    assertThat(told.path("type").asText()).isEqualTo("poll");
    assertThat(told.path("status").path("id").asLong()).isNotEqualTo(id(unseen));
    assertThat(told.path("account").path("acct").asText()).isEqualTo(bob.handle());
    assertThat(SignedIn.browser(rig, alice).get("/notifications").status()).isEqualTo(200);
  }

  @Test
  void theAuthorOfAPollOfOursIsToldToo() {
    JsonNode status = aliceSays("well?", "public");
    poll(status, true);
    sql(sql -> sql.update(POLLS).set(POLLS.CLOSED, true).execute());
    rig.clock().advance(Duration.ofMinutes(1));
    rig.runDueJobs();
    assertThat(notifications()).containsExactly("poll");
  }

  /** Quirk 39: numbers come as an Update without {@code updated}, and are no edit. */
  @Test
  void newNumbersAreNoEdit() {
    ObjectNode question = received("oneOf", "red", "blue");
    vote(question, 0);
    ObjectNode update = question.deepCopy().put("votersCount", 40);
    counts(update, "oneOf", 30, 10);
    receive(bob.activity("Update", update));
    JsonNode status = alice.app().get("/api/v1/statuses/" + id(question)).json();
    assertThat(status.path("edited_at").isNull()).isTrue();
    assertThat(status.path("poll").path("votes_count").asInt()).isEqualTo(40);
    assertThat(status.path("poll").path("own_votes").path(0).asInt(-1)).isZero();
    // other options make what was chosen meaningless
    ObjectNode other = question(question.path("id").asText(), "oneOf", "yes", "no");
    receive(bob.activity("Update", other));
    assertThat(shown(question).path("voted").asBoolean()).isFalse();
  }

  @Test
  void aPollIsAskedForAgainWhenSeenAndNotTooOften() {
    ObjectNode question = received("oneOf", "red", "blue");
    String uri = question.path("id").asText();
    ObjectNode now = question.deepCopy().put("votersCount", 9);
    counts(now, "oneOf", 5, 4);
    far.serve(uri, now);
    far.forget();
    shown(question);
    rig.runDueJobs();
    assertThat(far.fetches(uri)).isZero();
    rig.clock().advance(PollQueries.COOLDOWN.plusSeconds(1));
    assertThat(shown(question).path("votes_count").asInt()).isEqualTo(3);
    rig.runDueJobs();
    assertThat(far.fetches(uri)).isEqualTo(1);
    assertThat(shown(question).path("votes_count").asInt()).isEqualTo(9);
    rig.runDueJobs();
    assertThat(far.fetches(uri)).isEqualTo(1);
  }

  @Test
  void thePagesShowAFormAndThenTheResults() {
    ObjectNode question = received("oneOf", "red <b>", "blue");
    Browser browser = SignedIn.browser(rig, alice);
    String path = "/@" + bob.handle() + "/" + id(question);
    String action = "/statuses/" + id(question) + "/vote";
    WebPage page = WebPage.open(browser, path);
    assertThat(page.form(action).select("input[type=radio]")).hasSize(2);
    assertThat(page.form(action).text()).contains("red <b>");
    assertThat(page.send(action, Map.of("choices[]", "0")).status()).isEqualTo(303);
    assertThat(shown(question).path("own_votes").path(0).asInt(-1)).isZero();
    Document voted = WebPage.open(browser, path).document();
    assertThat(voted.select("progress")).hasSize(2);
    assertThat(voted.select("input[type=radio]")).isEmpty();
    assertThat(WebPage.open(rig.anonymous(), path).document().select("progress")).hasSize(2);
  }

  @Test
  void votesInAPollOfOursAreCounted() {
    receive(bob.activity("Follow", aliceUri()));
    JsonNode status = aliceSays("well?", "public");
    poll(status, true);
    receive(bob.activity("Create", ballot(status, "red")));
    receive(bob.activity("Create", ballot(status, "blue")));
    receive(bob.activity("Create", ballot(status, "blue")));
    receive(bob.activity("Create", ballot(status, "no such")));
    JsonNode poll = alice.app().get("/api/v1/polls/" + status.path("id").asText()).json();
    assertThat(poll.path("votes_count").asInt()).isEqualTo(2);
    assertThat(poll.path("voters_count").asInt()).isEqualTo(1);
    assertThat(poll.path("voted").asBoolean()).isTrue();
    assertThat(
            alice
                .app()
                .post("/api/v1/polls/" + status.path("id").asText() + "/votes", "choices[]", "0")
                .json()
                .path("error")
                .asText())
        .contains("own polls");
  }

  /** GoToSocial sends several votes in one Create; where one may choose one, that is none. */
  @Test
  void severalVotesInOneActivity() {
    for (boolean multiple : List.of(true, false)) {
      JsonNode status = aliceSays("well? " + multiple, "public");
      poll(status, multiple);
      ObjectNode create = bob.activity("Create", "");
      create.putArray("object").add(ballot(status, "red")).add(ballot(status, "blue"));
      receive(create);
      assertThat(count(POLL_VOTES, POLL_VOTES.STATUS_ID.eq(status.path("id").asLong())))
          .isEqualTo(multiple ? 2 : 0);
    }
  }

  private void poll(JsonNode status, boolean multiple) {
    sql(sql ->
        sql.insertInto(POLLS)
            .set(POLLS.STATUS_ID, status.path("id").asLong())
            .set(POLLS.MULTIPLE, multiple)
            .set(POLLS.OPTIONS, new String[] {"red", "blue"})
            .set(POLLS.VOTES, new Integer[] {0, 0})
            .set(POLLS.VOTERS, 0)
            .set(POLLS.REFRESHED_AT, rig.kit().now().atOffset(java.time.ZoneOffset.UTC))
            .execute());
  }

  private ObjectNode ballot(JsonNode status, String name) {
    ObjectNode vote = bob.note("").put("name", name);
    vote.remove("content");
    vote.put("inReplyTo", status.path("uri").asText());
    vote.putArray("to").add(aliceUri());
    vote.putArray("cc");
    return vote;
  }

  private ObjectNode received(String kind, String... options) {
    if (!follows(alice.account().value(), known())) {
      aliceFollowsBob();
    }
    ObjectNode question = question(bob.id("notes"), kind, options);
    receive(bob.create(question));
    return question;
  }

  private long known() {
    return sql(sql ->
        sql.select(org.colloque.migrations.Tables.ACCOUNTS.ID)
            .from(org.colloque.migrations.Tables.ACCOUNTS)
            .where(org.colloque.migrations.Tables.ACCOUNTS.URI.eq(bob.uri()))
            .fetchOptional(row -> row.value1())
            .orElse(0L));
  }

  private ObjectNode question(String id, String kind, String... options) {
    ObjectNode question = bob.note("<p>Which?</p>").put("type", "Question").put("id", id);
    question.put("endTime", rig.kit().now().plus(Duration.ofDays(1)).toString());
    question.put("votersCount", 3);
    var list = question.putArray(kind);
    for (int i = 0; i < options.length; i++) {
      ObjectNode option = list.addObject().put("type", "Note").put("name", options[i]);
      option.putObject("replies").put("type", "Collection").put("totalItems", i + 1);
    }
    return question;
  }

  private static void counts(ObjectNode question, String kind, int... votes) {
    for (int i = 0; i < votes.length; i++) {
      ((ObjectNode) question.path(kind).path(i).path("replies")).put("totalItems", votes[i]);
    }
  }

  private JsonNode shown(JsonNode question) {
    return alice.app().get("/api/v1/statuses/" + id(question)).json().path("poll");
  }

  private Browser.Answer vote(JsonNode question, int... choices) {
    String[] fields = new String[choices.length * 2];
    for (int i = 0; i < choices.length; i++) {
      fields[2 * i] = "choices[]";
      fields[2 * i + 1] = Integer.toString(choices[i]);
    }
    return alice.app().post("/api/v1/polls/" + id(question) + "/votes", fields);
  }

  private long id(JsonNode question) {
    return stored(question).orElseThrow().getId();
  }
}
