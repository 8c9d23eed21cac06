package org.colloque.server.statuses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.server.api.EntityShape.assertShape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.colloque.server.federation.Neighbours;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.WebPage;
import org.colloque.server.users.SignedIn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Polls that members ask: made, voted in here and elsewhere, told to other servers, ended. */
class PollsOfOursTest extends Neighbours {
  private static final String POLLS = "/api/v1/polls/";

  private JsonNode ask(String... more) {
    List<String> fields = new ArrayList<>(List.of("poll[expires_in]", "3600"));
    fields.addAll(List.of("poll[options][]", "red", "poll[options][]", "blue"));
    fields.addAll(List.of(more));
    return say("which?", "public", fields.toArray(String[]::new));
  }

  private JsonNode vote(Person who, JsonNode status, int... choices) {
    List<String> fields = new ArrayList<>();
    for (int choice : choices) {
      fields.addAll(List.of("choices[]", Integer.toString(choice)));
    }
    String path = POLLS + status.path("id").asText() + "/votes";
    return ok(who.app().post(path, fields.toArray(String[]::new)));
  }

  private static ObjectNode ballot(
      org.colloque.server.rig.RemotePerson voter, JsonNode status, String name) {
    ObjectNode vote = voter.note("").put("name", name);
    vote.remove("content");
    vote.put("inReplyTo", status.path("uri").asText());
    vote.putArray("to").add(status.path("account").path("url").asText());
    vote.putArray("cc");
    return voter.activity("Create", vote);
  }

  @Test
  void aPollIsAskedAndFollowersElsewhereGetAQuestion() {
    JsonNode status = ask();
    assertShape("Status", status);
    assertShape("Poll", status.path("poll"));
    assertThat(status.path("poll").path("voted").asBoolean()).isTrue();
    assertThat(status.path("poll").path("expired").asBoolean()).isFalse();
    JsonNode question = only(first).path("object");
    assertThat(question.path("type").asText()).isEqualTo("Question");
    assertThat(question.path("oneOf").findValuesAsText("name")).containsExactly("red", "blue");
    assertThat(question.path("oneOf").path(0).path("replies").path("totalItems").asInt(-1))
        .isZero();
    assertThat(question.path("votersCount").asInt(-1)).isZero();
    assertThat(question.path("endTime").asText())
        .isEqualTo(rig.kit().now().plusSeconds(3600).toString());
    assertThat(question.has("closed")).isFalse();
    assertThat(question.path("content").asText()).contains("which?");
  }

  @Test
  void votesAreCountedAndToldToOtherServersTogether() {
    JsonNode status = ask("poll[multiple]", "true");
    forget();
    assertThat(vote(zoe, status, 0, 1).path("own_votes")).hasSize(2);
    receive(fan, ballot(fan, status, "blue"));
    JsonNode poll = ok(alice.app().get(POLLS + status.path("id").asText()));
    assertThat(poll.path("votes_count").asInt()).isEqualTo(3);
    assertThat(poll.path("voters_count").asInt()).isEqualTo(2);
    assertThat(first.received()).isEmpty();
    rig.clock().advance(TellOfPolls.TOGETHER);
    rig.runDueJobs();
    JsonNode update = only(first);
    assertThat(update.path("type").asText()).isEqualTo("Update");
    assertThat(
            update.path("object").path("anyOf").path(1).path("replies").path("totalItems").asInt())
        .isEqualTo(2);
    assertThat(update.path("object").path("votersCount").asInt()).isEqualTo(2);
    assertThat(update.path("object").has("updated")).isFalse();
    rig.clock().advance(TellOfPolls.TOGETHER);
    rig.runDueJobs();
    assertThat(first.received()).hasSize(1);
  }

  @Test
  void aPollEndsForEverybody() {
    JsonNode status = ask();
    vote(zoe, status, 1);
    forget();
    rig.clock().advance(Duration.ofHours(1));
    rig.runDueJobs();
    JsonNode question =
        first.received().stream()
            .map(sent -> sent.activity().path("object"))
            .filter(object -> object.path("id").equals(status.path("uri")))
            .reduce((_, _) -> Assertions.fail("told twice"))
            .orElseThrow();
    assertThat(question.path("closed").asText()).isEqualTo(question.path("endTime").asText());
    for (Person person : List.of(alice, zoe)) {
      assertThat(ok(person.app().get("/api/v1/notifications?types[]=poll"))).hasSize(1);
    }
    String path = POLLS + status.path("id").asText() + "/votes";
    assertThat(
            rig.local("late" + status.path("id").asText())
                .app()
                .post(path, "choices[]", "0")
                .status())
        .isEqualTo(422);
  }

  @Test
  void howItStandsCanWaitUntilTheEnd() {
    JsonNode status = ask("poll[hide_totals]", "true");
    JsonNode voted = vote(zoe, status, 1);
    assertShape("Poll", voted);
    assertThat(voted.path("votes_count").asInt()).isEqualTo(1);
    assertThat(voted.path("options").path(1).path("votes_count").isNull()).isTrue();
    forget();
    rig.clock().advance(TellOfPolls.TOGETHER);
    rig.runDueJobs();
    assertThat(only(first).path("object").path("oneOf").path(1).path("replies").has("totalItems"))
        .isFalse();
    Browser browser = SignedIn.browser(rig, zoe);
    String page = "/@" + alice.username() + "/" + status.path("id").asText();
    assertThat(browser.get(page).text()).contains("Results when it is over");
    assertThat(WebPage.open(browser, page).document().select("progress")).isEmpty();
    rig.clock().advance(Duration.ofHours(1));
    assertThat(WebPage.open(browser, page).document().select("progress")).hasSize(2);
  }

  @Test
  void anEditAsksAnewOrNotAtAll() {
    JsonNode status = ask();
    vote(zoe, status, 1);
    String path = "/api/v1/statuses/" + status.path("id").asText();
    Map<String, Object> same =
        Map.of("options", List.of("red", "blue"), "expires_in", 7200, "multiple", false);
    JsonNode longer = ok(alice.app().json("PUT", path, Map.of("status", "which?", "poll", same)));
    assertThat(longer.path("edited_at").isNull()).isTrue();
    assertThat(longer.path("poll").path("votes_count").asInt()).isEqualTo(1);
    Map<String, Object> other = Map.of("options", List.of("yes", "no"), "expires_in", 7200);
    JsonNode anew = ok(alice.app().json("PUT", path, Map.of("status", "which?", "poll", other)));
    assertThat(anew.path("edited_at").isTextual()).isTrue();
    assertThat(anew.path("poll").path("votes_count").asInt()).isZero();
    assertThat(ok(zoe.app().get(path)).path("poll").path("voted").asBoolean()).isFalse();
    JsonNode without = ok(alice.app().json("PUT", path, Map.of("status", "which?")));
    assertThat(without.path("poll").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "3600, one, more than one item",
    "3600, 'one,one', duplicate",
    "3600, 'a,b,c,d,e', more than 4 items",
    "299, 'a,b', too soon",
    "2629747, 'a,b', too far",
    "x, 'a,b', can't be blank"
  })
  void whatIsNoPollIsRefused(String lasts, String options, String why) {
    Browser.Answer answer =
        alice
            .app()
            .json(
                "POST",
                "/api/v1/statuses",
                Map.of(
                    "status",
                    "?",
                    "poll",
                    Map.of("options", List.of(options.split(",")), "expires_in", lasts)));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("error").asText()).contains(why);
  }

  @Test
  void atItsEdgesAPollIsStillOne() {
    for (Object lasts : List.of(300, 2_629_746)) {
      JsonNode status =
          ok(
              alice
                  .app()
                  .json(
                      "POST",
                      "/api/v1/statuses",
                      Map.of(
                          "status",
                          "?",
                          "poll",
                          Map.of(
                              "options",
                              List.of("🩺".repeat(NewPoll.MAX_CHARACTERS), "b", "c", "d"),
                              "expires_in",
                              lasts))));
      assertThat(status.path("poll").path("options")).hasSize(4);
    }
  }

  @Test
  void theComposerAsksAndKeepsWhatIsWrong() {
    Browser browser = SignedIn.browser(rig, alice);
    Element form = new Element(WebPage.open(browser, Paths.COMPOSE));
    Browser.Answer few = form.send(browser, Map.of("status", "lunch?", "poll1", "soup"));
    assertThat(few.status()).isEqualTo(422);
    assertThat(few.text()).contains("two answers at least").contains("value=\"soup\"");
    Map<String, String> typed = new HashMap<>();
    typed.putAll(Map.of("status", "lunch?", "poll1", "soup", "poll3", "salad"));
    typed.putAll(Map.of("poll_multiple", "on", "poll_expires_in", "86400"));
    assertThat(form.send(browser, typed).status()).isEqualTo(303);
    JsonNode posted = ok(alice.app().get("/api/v1/accounts/" + alice.account() + "/statuses"));
    JsonNode poll = posted.path(0).path("poll");
    assertThat(poll.path("options").findValuesAsText("title")).containsExactly("soup", "salad");
    assertThat(poll.path("multiple").asBoolean()).isTrue();
    assertThat(form.send(browser, Map.of("status", "no poll")).status()).isEqualTo(303);
    posted = ok(alice.app().get("/api/v1/accounts/" + alice.account() + "/statuses"));
    assertThat(posted.path(0).path("poll").isNull()).isTrue();
  }

  /** The composer, whose form is sent as a plain one here. */
  private record Element(WebPage page) {
    Browser.Answer send(Browser browser, Map<String, String> typed) {
      Map<String, String> filled = new HashMap<>(typed);
      filled.put("idempotency", "");
      return WebPage.send(browser, page.form(Paths.STATUSES), filled);
    }
  }
}
