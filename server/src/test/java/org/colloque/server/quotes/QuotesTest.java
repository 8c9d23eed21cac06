package org.colloque.server.quotes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.NOTIFICATIONS;
import static org.colloque.migrations.Tables.QUOTES;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.colloque.server.api.EntityShape;
import org.colloque.server.board.Club;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.colloque.server.rig.Statements;
import org.colloque.server.rig.WebPage;
import org.colloque.server.users.SignedIn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Members quote each other: who may, what is seen, and what is taken back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuotesTest {
  private Rig rig;
  private Person alice;
  private Person bob;
  private Person eve;

  @BeforeAll
  void start() {
    rig = Rig.start();
    alice = rig.local("alice");
    bob = rig.local("bob");
    eve = rig.local("eve");
    bob.app().post("/api/v1/accounts/" + alice.account() + "/follow");
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  private JsonNode say(Person author, String... fields) {
    Browser.Answer answer = author.app().post("/api/v1/statuses", fields);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static String id(JsonNode status) {
    return status.path("id").asText();
  }

  private JsonNode quote(Person author, JsonNode quoted) {
    return say(author, "status", "my words", "quoted_status_id", id(quoted));
  }

  private JsonNode seen(Person person, JsonNode status) {
    return person.app().get("/api/v1/statuses/" + id(status)).json();
  }

  private List<String> told(Person person) {
    return rig.kit()
        .db()
        .as(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .select(NOTIFICATIONS.TYPE)
                    .from(NOTIFICATIONS)
                    .where(NOTIFICATIONS.ACCOUNT_ID.eq(person.account().value()))
                    .orderBy(NOTIFICATIONS.ID)
                    .fetch(NOTIFICATIONS.TYPE));
  }

  @Test
  void aQuoteHoldsWhatItQuotesOnceAndNamesWhatThatQuotes() {
    JsonNode first = say(alice, "status", "first");
    JsonNode second = quote(bob, first);
    JsonNode third = quote(eve, second);
    assertThat(EntityShape.faults("Status", third)).isEmpty();
    JsonNode quote = third.path("quote");
    assertThat(quote.path("state").asText()).isEqualTo("accepted");
    assertThat(id(quote.path("quoted_status"))).isEqualTo(id(second));
    assertThat(quote.path("quoted_status").path("quote").toString())
        .isEqualTo("{\"state\":\"accepted\",\"quoted_status_id\":\"" + id(first) + "\"}");
    assertThat(seen(alice, first).path("quotes_count").asInt()).isEqualTo(1);
    assertThat(told(alice)).contains("quote");
    assertThat(
            alice
                .app()
                .get("/api/v1/statuses/" + id(first) + "/quotes")
                .json()
                .findValuesAsText("id"))
        .contains(id(second));
    JsonNode anonymous = rig.anonymous().get("/api/v1/statuses/" + id(third)).json();
    assertThat(id(anonymous.path("quote").path("quoted_status"))).isEqualTo(id(second));
    assertThat(anonymous.path("quote_approval").path("current_user").asText()).isEqualTo("denied");
    assertThat(rig.anonymous().get("/api/v1/timelines/public").text()).contains(id(third));
  }

  @ParameterizedTest
  @CsvSource({
    "public, automatic, automatic",
    "followers, automatic, denied",
    "ask, manual, manual",
    "nobody, denied, denied"
  })
  void theRuleOfTheAuthorDecides(String policy, String follower, String stranger) {
    JsonNode status = say(alice, "status", policy, "quote_approval_policy", policy);
    assertThat(approval(bob, status)).isEqualTo(follower);
    assertThat(approval(eve, status)).isEqualTo(stranger);
    assertThat(approval(alice, status)).isEqualTo("automatic");
    for (Person person : List.of(bob, eve)) {
      int expected = approval(person, status).equals("denied") ? 403 : 200;
      assertThat(
              person
                  .app()
                  .post("/api/v1/statuses", "status", "q", "quoted_status_id", id(status))
                  .status())
          .isEqualTo(expected);
    }
    assertThat(quote(alice, status).path("quote").path("state").asText()).isEqualTo("accepted");
  }

  private String approval(Person person, JsonNode status) {
    return seen(person, status).path("quote_approval").path("current_user").asText();
  }

  @Test
  void theRuleCanBeChangedAndThePreferenceIsTheDefault() {
    JsonNode status = say(alice, "status", "changing");
    String path = "/api/v1/statuses/" + id(status) + "/interaction_policy";
    for (String method : List.of("PUT", "PATCH")) {
      assertThat(
              alice
                  .app()
                  .form(method, path, "quote_approval_policy", "nobody")
                  .json()
                  .path("quote_approval")
                  .path("automatic"))
          .isEmpty();
    }
    assertThat(approval(bob, status)).isEqualTo("denied");
    assertThat(bob.app().form("PUT", path, "quote_approval_policy", "public").status())
        .isEqualTo(404);
    assertThat(alice.app().form("PUT", path, "quote_approval_policy", "all").status())
        .isEqualTo(422);
    assertThat(alice.app().form("PUT", path).status()).isEqualTo(422);
    alice
        .app()
        .form(
            "PUT",
            "/api/v1/statuses/" + id(status),
            "status",
            "changing",
            "quote_approval_policy",
            "public");
    assertThat(approval(eve, status)).isEqualTo("automatic");
    assertThat(seen(alice, status).path("edited_at").isNull()).as("no edit").isTrue();

    Person dora = rig.local("dora");
    assertThat(
            dora.app()
                .form(
                    "PATCH",
                    "/api/v1/accounts/update_credentials",
                    "source[quote_policy]",
                    "followers")
                .json()
                .path("source")
                .path("quote_policy")
                .asText())
        .isEqualTo("followers");
    assertThat(
            dora.app()
                .get("/api/v1/preferences")
                .json()
                .path("posting:default:quote_policy")
                .asText())
        .isEqualTo("followers");
    assertThat(approval(eve, say(dora, "status", "mine"))).isEqualTo("denied");
  }

  @Test
  void blocksMutesAndDeletionsAreSaidInTheState() {
    Person carol = rig.local("carol");
    JsonNode quoted = say(carol, "status", "of carol");
    JsonNode quoting = quote(bob, quoted);
    String account = "/api/v1/accounts/" + carol.account();
    assertThat(state(eve, quoting)).isEqualTo("accepted true");
    eve.app().post(account + "/mute");
    assertThat(state(eve, quoting)).isEqualTo("muted_account true");
    eve.app().post(account + "/block");
    assertThat(state(eve, quoting)).isEqualTo("blocked_account true");
    eve.app().post(account + "/unblock");
    eve.app().post(account + "/unmute");
    carol.app().post("/api/v1/accounts/" + eve.account() + "/block");
    assertThat(state(eve, quoting)).isEqualTo("unauthorized false");
    JsonNode redraft = bob.app().delete("/api/v1/statuses/" + id(quote(bob, quoted))).json();
    assertThat(id(redraft.path("quote").path("quoted_status"))).isEqualTo(id(quoted));
    carol.app().delete("/api/v1/statuses/" + id(quoted));
    assertThat(state(bob, quoting)).isEqualTo("deleted false");
  }

  private String state(Person person, JsonNode status) {
    JsonNode quote = seen(person, status).path("quote");
    return quote.path("state").asText() + " " + quote.path("quoted_status").isObject();
  }

  @Test
  void onlyTheQuotedAuthorTakesTheirPostOut() {
    JsonNode quoted = say(alice, "status", "mine");
    JsonNode quoting = quote(bob, quoted);
    String path = "/api/v1/statuses/" + id(quoted) + "/quotes/" + id(quoting) + "/revoke";
    assertThat(bob.app().post(path).status()).isEqualTo(403);
    assertThat(rig.anonymous().post(path).status()).isEqualTo(401);
    assertThat(alice.app().post(path).json().path("quote").path("state").asText())
        .isEqualTo("revoked");
    assertThat(alice.app().post(path).status()).isEqualTo(200);
    assertThat(seen(alice, quoted).path("quotes_count").asInt()).isZero();
    assertThat(
            alice
                .app()
                .post("/api/v1/statuses/" + id(quoting) + "/quotes/" + id(quoted) + "/revoke")
                .status())
        .isIn(403, 404);
  }

  @Test
  void whatIsForFollowersIsQuotedByItsAuthorAloneAndForFollowers() {
    JsonNode kept = say(alice, "status", "kept", "visibility", "private");
    assertThat(
            bob.app()
                .post("/api/v1/statuses", "status", "q", "quoted_status_id", id(kept))
                .status())
        .isEqualTo(403);
    assertThat(
            eve.app()
                .post("/api/v1/statuses", "status", "q", "quoted_status_id", id(kept))
                .status())
        .isEqualTo(404);
    assertThat(quote(alice, kept).path("visibility").asText()).isEqualTo("private");
    assertThat(
            say(alice, "status", "x", "visibility", "private", "quote_approval_policy", "public")
                .path("quote_approval")
                .path("automatic"))
        .isEmpty();
  }

  /** Members are told why; to everybody else a post of a group is one that is not there. */
  @Test
  void whatIsSaidInAGroupNeitherQuotesNorIsQuoted() {
    Club.of(rig, "Secret", "club").with(alice, "member");
    JsonNode inside = say(alice, "status", "@club secret words");
    String[] fields = {"status", "look", "quoted_status_id", id(inside)};
    assertThat(alice.app().post("/api/v1/statuses", fields).status()).isEqualTo(422);
    Browser.Answer missing = eve.app().post("/api/v1/statuses", fields);
    fields[3] = "123456789012345678";
    Browser.Answer never = eve.app().post("/api/v1/statuses", fields);
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.text()).isEqualTo(never.text());
    JsonNode open = say(alice, "status", "open");
    assertThat(
            alice
                .app()
                .post(
                    "/api/v1/statuses",
                    "status",
                    "in the group",
                    "in_reply_to_id",
                    id(inside),
                    "quoted_status_id",
                    id(open))
                .status())
        .isEqualTo(422);
    assertThat(inside.path("quote_approval").path("current_user").asText()).isEqualTo("denied");
    assertThat(
            rig.kit()
                .db()
                .<Integer>as(
                    Viewer.stranger(),
                    tx ->
                        tx.sql()
                            .fetchCount(QUOTES, QUOTES.QUOTED_ID.eq(inside.path("id").asLong()))))
        .isZero();
  }

  @ParameterizedTest
  @CsvSource({"poll[options][],a", "media_ids[],1"})
  void aQuoteHasNeitherPollNorFiles(String field, String value) {
    JsonNode quoted = say(alice, "status", "quoted");
    Browser.Answer answer =
        eve.app()
            .post(
                "/api/v1/statuses",
                "status",
                "q",
                "quoted_status_id",
                id(quoted),
                field,
                value,
                "poll[options][]",
                "b",
                "poll[expires_in]",
                "3600");
    assertThat(answer.status()).isEqualTo(422);
  }

  @Test
  void anEditKeepsTheLinkAndTellsWhoQuotes() {
    JsonNode quoted = say(alice, "status", "before");
    JsonNode quoting = quote(eve, quoted);
    alice.app().form("PUT", "/api/v1/statuses/" + id(quoted), "status", "after");
    assertThat(told(eve)).contains("quoted_update");
    JsonNode edited =
        eve.app().form("PUT", "/api/v1/statuses/" + id(quoting), "status", "other words").json();
    assertThat(edited.path("content").asText())
        .startsWith("<p class=\"quote-inline\">")
        .endsWith("<p>other words</p>");
    JsonNode notification =
        eve.app().get("/api/v1/notifications?types[]=quoted_update").json().path(0);
    assertThat(id(notification.path("status"))).isEqualTo(id(quoting));
    assertThat(notification.path("account").path("username").asText()).isEqualTo("alice");
  }

  /** A page with quotes costs a few statements more, however many there are. */
  @Test
  void thePageOfATimelineAsksForAllQuotesAtOnce() {
    Person many = rig.local("many");
    String path = "/api/v1/accounts/" + many.account() + "/statuses";
    quote(many, say(alice, "status", "one"));
    bob.app().get(path);
    int few;
    try (Statements statements = new Statements()) {
      bob.app().get(path);
      few = statements.sent();
    }
    for (int i = 0; i < 5; i++) {
      quote(many, say(alice, "status", "number " + i));
    }
    bob.app().get(path);
    try (Statements statements = new Statements()) {
      assertThat(bob.app().get(path).json()).hasSize(6);
      assertThat(statements.sent()).isEqualTo(few);
    }
  }

  @Test
  void thePagesQuoteShowAndTakeBack() {
    JsonNode quoted = say(alice, "status", "worth quoting");
    Browser browser = SignedIn.browser(rig, bob);
    WebPage compose = WebPage.open(browser, "/compose?quote=" + id(quoted));
    assertThat(compose.document().select("aside.quote").text()).contains("worth quoting");
    assertThat(compose.send("/statuses", Map.of("status", "indeed")).status()).isEqualTo(303);
    WebPage thread = WebPage.open(browser, "/@alice/" + id(quoted));
    assertThat(thread.document().select(".tally a").attr("href")).endsWith("/quotes");
    String page = "/@alice/" + id(quoted) + "/quotes";
    WebPage quotes = WebPage.open(SignedIn.browser(rig, alice), page);
    assertThat(quotes.document().select("aside.quote").text()).contains("worth quoting");
    assertThat(quotes.document().select("aside.quote").size()).isEqualTo(1);
    assertThat(quotes.document().select(".content .quote-inline")).isEmpty();
    String revoke = quotes.document().select("form[action$=/revoke]").attr("action");
    assertThat(quotes.send(revoke, Map.of()).status()).isEqualTo(303);
    assertThat(
            WebPage.open(SignedIn.browser(rig, alice), page)
                .document()
                .select("form[action$=/revoke]"))
        .isEmpty();
    assertThat(browser.get("/compose?quote=1").status()).isEqualTo(404);
  }
}
