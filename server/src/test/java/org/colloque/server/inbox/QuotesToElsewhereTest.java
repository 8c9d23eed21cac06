package org.colloque.server.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Remote;
import org.junit.jupiter.api.Test;

/** A member quotes posts of another server: asks, waits, and obeys (FEP-044f). */
class QuotesToElsewhereTest extends InboxRoom {

  /** Bob's post arrives, which everybody may quote when {@code rule} says so. */
  private ObjectNode bobSays(String rule, String who) {
    aliceFollowsBob();
    ObjectNode note = bob.note("<p>quote me</p>");
    note.putObject("interactionPolicy").putObject("canQuote").put(rule, who);
    receive(bob.create(note));
    far.forget();
    return note;
  }

  private String idOf(JsonNode note) {
    return Long.toString(stored(note).orElseThrow().getId());
  }

  private Browser.Answer quote(JsonNode note, String... more) {
    String[] fields = {"status", "my words", "quoted_status_id", idOf(note)};
    String[] all = new String[fields.length + more.length];
    System.arraycopy(fields, 0, all, 0, fields.length);
    System.arraycopy(more, 0, all, fields.length, more.length);
    Browser.Answer answer = alice.app().post("/api/v1/statuses", all);
    rig.runDueJobs();
    return answer;
  }

  private String state(JsonNode status) {
    return seen(status).path("quote").path("state").asText();
  }

  private JsonNode seen(JsonNode status) {
    return alice.app().get("/api/v1/statuses/" + status.path("id").asText()).json();
  }

  private JsonNode request() {
    return far.received("QuoteRequest").getLast().activity();
  }

  private ObjectNode accept(String stamp) {
    ObjectNode request = request().deepCopy();
    request.remove("@context");
    return bob.activity("Accept", request).put("result", stamp);
  }

  @Test
  void whoMayBeQuotedIsAskedAndSaysYes() {
    ObjectNode note = bobSays("automaticApproval", PUBLIC);
    JsonNode shown = alice.app().get("/api/v1/statuses/" + idOf(note)).json();
    assertThat(shown.path("quote_approval").toString())
        .isEqualTo("{\"automatic\":[\"public\"],\"manual\":[],\"current_user\":\"automatic\"}");
    JsonNode quoting = quote(note).json();
    assertThat(quoting.path("quote").toString())
        .isEqualTo("{\"state\":\"pending\",\"quoted_status\":null}");
    assertThat(quoting.path("content").asText())
        .startsWith("<p class=\"quote-inline\">RE: <a href=\"" + note.path("url").asText());
    JsonNode request = request();
    assertThat(request.path("object").asText()).isEqualTo(note.path("id").asText());
    assertThat(request.path("actor").asText()).isEqualTo(aliceUri());
    JsonNode instrument = request.path("instrument");
    assertThat(instrument.path("id").asText()).isEqualTo(quoting.path("uri").asText());
    for (String name : new String[] {"quote", "quoteUri", "quoteUrl", "_misskey_quote"}) {
      assertThat(instrument.path(name).asText()).as(name).isEqualTo(note.path("id").asText());
    }
    assertThat(instrument.path("tag").findValuesAsText("rel"))
        .containsExactly("https://misskey-hub.net/ns#_misskey_quote");
    assertThat(instrument.has("quoteAuthorization")).isFalse();

    String stamp = bob.uri() + "/stamps/1";
    receive(accept(stamp));
    assertThat(state(quoting)).isEqualTo("accepted");
    assertThat(seen(quoting).path("quote").path("quoted_status").path("id").asText())
        .isEqualTo(idOf(note));
    rig.runDueJobs();
    JsonNode update = far.received("Update").getLast().activity().path("object");
    assertThat(update.path("quoteAuthorization").asText()).isEqualTo(stamp);
    assertThat(
            alice.app().get("/api/v1/statuses/" + idOf(note)).json().path("quotes_count").asInt())
        .isEqualTo(1);

    receive(bob.activity("Delete", stamp));
    assertThat(state(quoting)).isEqualTo("revoked");
    rig.runDueJobs();
    assertThat(far.received("Update").getLast().activity().path("object").has("quoteAuthorization"))
        .isFalse();
    receive(accept(stamp));
    assertThat(state(quoting)).as("not once it was taken back").isEqualTo("revoked");
  }

  @Test
  void aNoIsANo() {
    JsonNode quoting = quote(bobSays("manualApproval", PUBLIC)).json();
    assertThat(state(quoting)).isEqualTo("pending");
    ObjectNode request = request().deepCopy();
    request.remove("@context");
    receive(bob.activity("Reject", request));
    assertThat(state(quoting)).isEqualTo("rejected");
  }

  @Test
  void onlyWhoWasAskedAnswersAndWithAStampOfTheirOwnServer() {
    JsonNode quoting = quote(bobSays("automaticApproval", PUBLIC)).json();
    try (Remote other = Remote.start("other")) {
      receive(accept(other.base() + "/stamps/1"));
      assertThat(state(quoting)).isEqualTo("pending");
      var mallory = other.person("mallory" + round);
      ObjectNode request = request().deepCopy();
      request.remove("@context");
      receive(
          mallory, mallory.activity("Accept", request).put("result", other.base() + "/stamps/1"));
      assertThat(state(quoting)).isEqualTo("pending");
    }
    ObjectNode without = accept("x");
    without.remove("result");
    receive(without);
    assertThat(state(quoting)).isEqualTo("pending");
  }

  @Test
  void whatMayNotBeQuotedIsNotAskedFor() {
    aliceFollowsBob();
    ObjectNode silent = bob.note("<p>nothing said</p>");
    receive(bob.create(silent));
    assertThat(quote(silent).status()).isEqualTo(403);
    ObjectNode followers =
        bob.note("<p>for few</p>", java.util.List.of(bob.followers()), java.util.List.of());
    followers.putObject("interactionPolicy").putObject("canQuote").put("automaticApproval", PUBLIC);
    receive(bob.create(followers));
    assertThat(quote(followers).status()).isEqualTo(403);
    assertThat(far.received("QuoteRequest")).isEmpty();
  }

  /** GoToSocial may name single people: then it is tried. */
  @Test
  void aRuleThatWeCannotTellIsTried() {
    ObjectNode note = bobSays("always", "https://elsewhere.example/users/carol");
    JsonNode shown = alice.app().get("/api/v1/statuses/" + idOf(note)).json();
    assertThat(shown.path("quote_approval").path("current_user").asText()).isEqualTo("unknown");
    assertThat(quote(note).status()).isEqualTo(200);
    assertThat(far.received("QuoteRequest")).hasSize(1);
  }

  @Test
  void whatIsQuotedIsDeletedThereAndTheQuoteLosesIt() {
    ObjectNode note = bobSays("automaticApproval", PUBLIC);
    JsonNode quoting = quote(note).json();
    receive(accept(bob.uri() + "/stamps/2"));
    receive(bob.activity("Delete", note.path("id").asText()));
    assertThat(state(quoting)).isEqualTo("deleted");
    JsonNode document = bob.read(rig, quoting.path("uri").asText()).json();
    assertThat(document.path("quote").path("type").asText()).isEqualTo("Tombstone");
  }

  @Test
  void theQuotedAuthorHearsThatTheQuoteIsGone() {
    JsonNode quoting = quote(bobSays("automaticApproval", PUBLIC)).json();
    far.forget();
    alice.app().delete("/api/v1/statuses/" + quoting.path("id").asText());
    rig.runDueJobs();
    assertThat(far.received("Delete")).hasSize(1);
  }

  @Test
  void membersHearThatWhatTheyQuoteWasEdited() {
    ObjectNode note = bobSays("automaticApproval", PUBLIC);
    quote(note);
    receive(accept(bob.uri() + "/stamps/3"));
    ObjectNode edited = note.deepCopy().put("content", "<p>other words</p>");
    edited.put("updated", rig.clock().instant().toString());
    receive(bob.activity("Update", edited));
    assertThat(notifications()).contains("quoted_update");
  }
}
