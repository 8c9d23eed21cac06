package org.colloque.server.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.colloque.server.http.Json;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** People elsewhere quote members, and each other (FEP-044f, and what was before). */
class QuotesFromElsewhereTest extends InboxRoom {

  private ObjectNode quoting(RemotePerson author, String quoted) {
    return author.note("<p>look</p>").put("quote", quoted);
  }

  private ObjectNode request(ObjectNode note) {
    ObjectNode inlined = note.deepCopy();
    inlined.remove("@context");
    ObjectNode request = bob.activity("QuoteRequest", note.path("quote").asText());
    request.set("instrument", inlined);
    return request;
  }

  private JsonNode aliceSaysTo(String policy) {
    return alice
        .app()
        .post("/api/v1/statuses", "status", "quotable", "quote_approval_policy", policy)
        .json();
  }

  private JsonNode seen(JsonNode note) {
    return alice.app().get("/api/v1/statuses/" + stored(note).orElseThrow().getId()).json();
  }

  private JsonNode answer(String type) {
    rig.runDueJobs();
    return far.received(type).getLast().activity();
  }

  @Test
  void aRequestIsAllowedAtOnceAndTheStampIsServedUntilItIsTakenBack() {
    JsonNode status = aliceSaysTo("public");
    ObjectNode note = quoting(bob, status.path("uri").asText());
    ObjectNode request = request(note);
    receive(request);
    JsonNode accept = answer("Accept");
    assertThat(accept.path("actor").asText()).isEqualTo(aliceUri());
    assertThat(accept.path("object").path("type").asText()).isEqualTo("QuoteRequest");
    assertThat(accept.path("object").path("id").asText()).isEqualTo(request.path("id").asText());
    String stamp = accept.path("result").asText();
    JsonNode document = bob.read(rig, stamp).json();
    assertThat(document.path("id").asText()).isEqualTo(stamp);
    assertThat(document.path("type").asText()).isEqualTo("QuoteAuthorization");
    assertThat(document.path("attributedTo").asText()).isEqualTo(aliceUri());
    assertThat(document.path("interactingObject").asText()).isEqualTo(note.path("id").asText());
    assertThat(document.path("interactionTarget").asText()).isEqualTo(status.path("uri").asText());
    assertThat(seen(note).path("quote").path("state").asText()).isEqualTo("accepted");
    assertThat(notifications()).containsExactly("quote");
    receive(request(note));
    assertThat(far.received("Accept")).as("asked again, answered again").hasSize(2);

    String path = "/api/v1/statuses/" + status.path("id").asText() + "/quotes";
    String id = seen(note).path("id").asText();
    assertThat(alice.app().get(path).json().findValuesAsText("id")).contains(id);
    JsonNode revoked = alice.app().post(path + "/" + id + "/revoke").json();
    assertThat(revoked.path("quote").toString())
        .isEqualTo("{\"state\":\"revoked\",\"quoted_status\":null}");
    assertThat(answer("Delete").path("object").asText()).isEqualTo(stamp);
    assertThat(bob.read(rig, stamp).status()).isEqualTo(404);
    assertThat(alice.app().get(path).json()).isEmpty();
    ObjectNode again = request(note);
    receive(again);
    assertThat(answer("Reject").path("object").path("id").asText())
        .isEqualTo(again.path("id").asText());
    assertThat(seen(note).path("quote").path("state").asText()).isEqualTo("revoked");
  }

  @Test
  void nobodyMeansNobodyAndFollowersTheFollowers() {
    ObjectNode refused = quoting(bob, aliceSaysTo("nobody").path("uri").asText());
    ObjectNode request = request(refused);
    receive(request);
    JsonNode reject = answer("Reject");
    assertThat(reject.path("object").path("id").asText()).isEqualTo(request.path("id").asText());
    assertThat(reject.path("object").path("instrument").asText())
        .isEqualTo(refused.path("id").asText());
    JsonNode status = aliceSaysTo("followers");
    receive(request(quoting(bob, status.path("uri").asText())));
    assertThat(outcomeOfLast("Reject")).isEqualTo(2);
    receive(bob.activity("Follow", aliceUri()));
    far.forget();
    ObjectNode allowed = quoting(bob, status.path("uri").asText());
    receive(request(allowed));
    assertThat(answer("Accept").path("result").asText()).contains("/quote_authorizations/");
  }

  private int outcomeOfLast(String type) {
    rig.runDueJobs();
    return far.received(type).size();
  }

  @Test
  void whoMustBeAskedIsAskedAndAnswersOnThePage() {
    JsonNode status = aliceSaysTo("ask");
    assertThat(status.path("quote_approval").path("manual").path(0).asText()).isEqualTo("public");
    ObjectNode note = quoting(bob, status.path("uri").asText());
    receive(request(note));
    rig.runDueJobs();
    assertThat(far.received("Accept")).isEmpty();
    assertThat(notifications()).containsExactly("colloque.quote_request");
    assertThat(seen(note).path("quote").path("state").asText()).isEqualTo("pending");
    var browser = org.colloque.server.users.SignedIn.browser(rig, alice);
    var page = org.colloque.server.rig.WebPage.open(browser, "/notifications");
    String form = "/statuses/" + seen(note).path("id").asText() + "/quote-request/accept";
    assertThat(page.send(form, java.util.Map.of()).status()).isEqualTo(303);
    assertThat(answer("Accept").path("result").asText()).contains("/quote_authorizations/");
    assertThat(seen(note).path("quote").path("state").asText()).isEqualTo("accepted");
    assertThat(notifications()).containsExactly("quote");
  }

  @Test
  void oneWhoAsksForTooMuchIsRefused() {
    String uri = aliceSaysTo("ask").path("uri").asText();
    for (int i = 0; i <= OnQuoteRequest.MAX_WAITING; i++) {
      assertThat(bob.send(rig, request(quoting(bob, uri)))).isEqualTo(202);
    }
    rig.runDueJobs();
    assertThat(notifications()).hasSize(OnQuoteRequest.MAX_WAITING);
    assertThat(outcomeOfLast("Reject")).isEqualTo(1);
  }

  @Test
  void whoMayNotReadItLearnsNothing() {
    JsonNode hidden = aliceSays("hidden", "direct");
    receive(request(quoting(bob, hidden.path("uri").asText())));
    rig.runDueJobs();
    assertThat(far.received("Reject")).isEmpty();
    assertThat(far.received("Accept")).isEmpty();
  }

  /** The request must be about a post of who asks, and this must quote what they ask for. */
  @Test
  void anotherPostThanTheOneAskedForIsNotAllowed() {
    String uri = aliceSaysTo("public").path("uri").asText();
    ObjectNode other = quoting(bob, uri).put("quote", "https://elsewhere.example/1");
    ObjectNode request = request(other);
    request.put("object", uri);
    receive(request);
    rig.runDueJobs();
    assertThat(far.received("Accept")).isEmpty();
    RemotePerson carol = far.person("carol" + round);
    ObjectNode stolen = request(quoting(carol, uri));
    assertThat(bob.send(rig, stolen)).isIn(202, 401);
    rig.runDueJobs();
    assertThat(far.received("Accept")).isEmpty();
  }

  /** What quotes a member with their consent is shown, asked for or not. */
  @ParameterizedTest
  @ValueSource(strings = {"quote", "quoteUri", "quoteUrl", "_misskey_quote"})
  void aPostThatQuotesAMemberWhoLetsEverybodyIsAQuote(String property) {
    JsonNode status = aliceSaysTo("public");
    ObjectNode note = bob.note("<p>look</p>").put(property, status.path("uri").asText());
    receive(bob.create(note));
    assertThat(seen(note).path("quote").path("state").asText()).isEqualTo("accepted");
    assertThat(notifications()).containsExactly("quote");
  }

  @Test
  void withoutConsentItWaitsAndInTheOldWordsItIsNone() {
    String uri = aliceSaysTo("nobody").path("uri").asText();
    ObjectNode note = quoting(bob, uri);
    receive(bob.create(note));
    assertThat(seen(note).path("quote").path("state").asText()).isEqualTo("pending");
    ObjectNode old = bob.note("<p>look</p>").put("_misskey_quote", uri);
    receive(bob.create(old));
    assertThat(seen(old).path("quote").isNull()).isTrue();
    assertThat(notifications()).isEmpty();
  }

  private ObjectNode stamp(String id, String author, String quote, String quoted) {
    return Json.object()
        .put("@context", "https://www.w3.org/ns/activitystreams")
        .put("id", id)
        .put("type", "QuoteAuthorization")
        .put("attributedTo", author)
        .put("interactingObject", quote)
        .put("interactionTarget", quoted);
  }

  /** Two people of other servers: only the stamp of the quoted author's server counts. */
  @Test
  void betweenOthersTheStampOfTheQuotedAuthorCounts() {
    aliceFollowsBob();
    try (Remote third = Remote.start("third")) {
      RemotePerson carol = third.person("carol" + round);
      ObjectNode original = carol.note("<p>original</p>");
      String quoted = original.path("id").asText();
      third.serve(quoted, original);
      String good = carol.uri() + "/stamps/good";
      ObjectNode note = quoting(bob, quoted).put("quoteAuthorization", good);
      String id = note.path("id").asText();
      third.serve(good, stamp(good, carol.uri(), id, quoted));
      receive(bob.create(note));
      assertThat(seen(note).path("quote").path("state").asText()).isEqualTo("accepted");
      assertThat(seen(note).path("quote").path("quoted_status").path("uri").asText())
          .isEqualTo(quoted);
      assertThat(third.fetches(quoted)).isEqualTo(1);
      receive(carol, carol.activity("Delete", good));
      assertThat(seen(note).path("quote").path("state").asText()).isEqualTo("revoked");

      String own = bob.uri() + "/stamps/own";
      far.serve(own, stamp(own, carol.uri(), "x", quoted));
      for (String forged : forged(third, carol, quoted, own)) {
        ObjectNode again = quoting(bob, quoted).put("quoteAuthorization", forged);
        far.serve(own, stamp(own, carol.uri(), again.path("id").asText(), quoted));
        receive(bob.create(again));
        assertThat(seen(again).path("quote").path("state").asText())
            .as(forged)
            .isEqualTo("pending");
      }
      ObjectNode late = quoting(bob, quoted);
      receive(bob.create(late));
      assertThat(seen(late).path("quote").path("state").asText()).isEqualTo("pending");
      String stamp = carol.uri() + "/stamps/late";
      third.serve(stamp, stamp(stamp, carol.uri(), late.path("id").asText(), quoted));
      receive(bob.activity("Update", late.deepCopy().put("quoteAuthorization", stamp)));
      assertThat(seen(late).path("quote").path("state").asText()).isEqualTo("accepted");
    }
  }

  /** Of another post, by another author, of another type, and one on the quoter's own server. */
  private List<String> forged(Remote third, RemotePerson carol, String quoted, String own) {
    String ofOther = carol.uri() + "/stamps/other";
    third.serve(ofOther, stamp(ofOther, carol.uri(), bob.uri() + "/notes/other", quoted));
    String byOther = carol.uri() + "/stamps/by-other";
    third.serve(byOther, stamp(byOther, third.base() + "/users/dave", quoted, quoted));
    String noStamp = carol.uri() + "/stamps/none";
    third.serve(noStamp, stamp(noStamp, carol.uri(), quoted, quoted).put("type", "Note"));
    return List.of(ofOther, byOther, noStamp, own, third.base() + "/stamps/missing");
  }

  /** Everybody may quote themselves; and a chain of quotes is followed two steps. */
  @Test
  void aLongChainOfQuotesIsNotFetchedToItsEnd() {
    aliceFollowsBob();
    ObjectNode[] chain = new ObjectNode[6];
    for (int i = 0; i < chain.length; i++) {
      chain[i] = bob.note("<p>" + i + "</p>");
    }
    for (int i = 0; i < chain.length; i++) {
      chain[i].put("quote", chain[(i + 1) % chain.length].path("id").asText());
      far.serve(chain[i].path("id").asText(), chain[i]);
    }
    receive(bob.create(chain[0]));
    assertThat(stored(chain[1])).isPresent();
    assertThat(stored(chain[2])).isPresent();
    assertThat(stored(chain[3])).isEmpty();
    JsonNode quote = seen(chain[0]).path("quote");
    assertThat(quote.path("state").asText()).isEqualTo("accepted");
    assertThat(quote.path("quoted_status").path("quote").path("quoted_status_id").asText())
        .isEqualTo(seen(chain[2]).path("id").asText());
  }

  @Test
  void aQuoteThatIsGoneOrTakenOutIsNotShown() {
    JsonNode status = aliceSaysTo("public");
    ObjectNode note = quoting(bob, status.path("uri").asText());
    receive(bob.create(note));
    ObjectNode gone = note.deepCopy();
    gone.putObject("quote").put("type", "Tombstone");
    receive(bob.activity("Update", gone));
    assertThat(seen(note).path("quote").path("state").asText()).isEqualTo("deleted");
    ObjectNode without = note.deepCopy();
    without.remove("quote");
    receive(bob.activity("Update", without));
    assertThat(seen(note).path("quote").isNull()).isTrue();
    assertThat(
            alice
                .app()
                .get("/api/v1/statuses/" + status.path("id").asText())
                .json()
                .path("quotes_count")
                .asInt())
        .isZero();
  }
}
