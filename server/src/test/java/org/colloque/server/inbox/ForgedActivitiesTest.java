package org.colloque.server.inbox;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.INBOX_ACTIVITIES;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.colloque.server.http.Json;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Nobody speaks for another, though they sign well (reliability.md, C21): signer, actor, id,
 * object, author and the address that a document was found at must agree.
 */
class ForgedActivitiesTest extends InboxRoom {
  private Remote evil;

  @BeforeAll
  void open() {
    evil = Remote.start("evil");
  }

  @AfterAll
  void close() {
    evil.close();
  }

  private ObjectNode create(RemotePerson by, ObjectNode note) {
    return by.create(note);
  }

  /** Refused with 401, and nothing of it kept. */
  private void refused(RemotePerson signer, Map<String, ObjectNode> cases) {
    List<String> wrong = new ArrayList<>();
    cases.forEach((what, activity) -> {
      int status = signer.send(rig, activity);
      boolean kept =
          count(INBOX_ACTIVITIES, INBOX_ACTIVITIES.ACTIVITY_URI.eq(activity.path("id").asText()))
              > 0;
      if (status != 401 || kept) {
        wrong.add(what + ": " + status + (kept ? ", kept" : ""));
      }
    });
    assertThat(wrong).isEmpty();
  }

  @Test
  void c21OneSignsOnlyForOneself() {
    RemotePerson carol = far.person("carol" + round);
    RemotePerson mallory = evil.person("mallory" + round);
    ObjectNode ofBob = bob.note("<p>@alice</p>", List.of(PUBLIC), List.of(aliceUri()));
    bob.mention(ofBob, aliceUri(), "@" + alice.handle());
    Map<String, ObjectNode> cases = new LinkedHashMap<>();
    cases.put("another actor of the same server", create(bob, bob.note("<p>x</p>")));
    cases.put("an id elsewhere", carol.activity("Like", aliceUri()).put("id", evil.base() + "/1"));
    cases.put("an id of ours", carol.activity("Like", aliceUri()).put("id", aliceUri() + "/likes"));
    cases.put("a note of a neighbour", create(carol, ofBob));
    ObjectNode elsewhere = carol.note("<p>x</p>");
    elsewhere.put("id", evil.base() + "/notes/1");
    cases.put("a note with an id elsewhere", create(carol, elsewhere));
    ObjectNode ours = carol.note("<p>x</p>");
    ours.put("id", aliceUri() + "/statuses/1");
    cases.put("a note with an id of ours", create(carol, ours));
    ObjectNode byAlice = carol.note("<p>x</p>");
    byAlice.put("attributedTo", aliceUri());
    cases.put("a note by one of ours", create(carol, byAlice));
    cases.put(
        "a neighbour's profile", carol.activity("Update", bob.actor().put("name", "Mallory")));
    cases.put("a stranger's profile", carol.activity("Update", mallory.actor()));
    cases.put("a deletion elsewhere", carol.activity("Delete", evil.base() + "/notes/1"));
    cases.put("a deletion of ours", carol.activity("Delete", aliceUri()));
    cases.put("a neighbour's undo", carol.activity("Undo", bob.activity("Follow", aliceUri())));
    cases.put("an undo elsewhere", carol.activity("Undo", evil.base() + "/follows/1"));
    refused(carol, cases);
    ObjectNode asAlice = carol.activity("Follow", bob.uri()).put("actor", aliceUri());
    refused(carol, Map.of("one of ours as actor", asAlice));
    ObjectNode asBob = carol.activity("Follow", aliceUri()).put("actor", bob.uri());
    refused(carol, Map.of("a neighbour as actor", asBob));
    assertThat(notifications()).isEmpty();
  }

  @Test
  void c21AKeyBelongsToItsOwnerOnly() {
    RemotePerson mallory = evil.person("mallory" + round);
    byte[] body = Json.write(bob.activity("Follow", aliceUri()));
    // Mallory's document says that Mallory's key is Bob's
    ObjectNode poisoned = mallory.actor();
    ((ObjectNode) poisoned.path("publicKey")).put("owner", bob.uri());
    evil.serve(mallory.uri(), poisoned);
    HandSigned asBob =
        new HandSigned(mallory.keyId(), mallory.keys(), rig.host(), rig.kit().now(), body);
    assertThat(RemotePerson.post(rig, "/inbox", asBob.sign(), body)).isEqualTo(401);
    // a document elsewhere that claims to be Bob, with Mallory's key
    ObjectNode claimed = bob.actor();
    ((ObjectNode) claimed.path("publicKey"))
        .put("id", evil.base() + "/key")
        .put("publicKeyPem", mallory.keys().publicPem());
    evil.serve(evil.base() + "/key", claimed);
    HandSigned elsewhere =
        new HandSigned(evil.base() + "/key", mallory.keys(), rig.host(), rig.kit().now(), body);
    assertThat(RemotePerson.post(rig, "/inbox", elsewhere.sign(), body)).isEqualTo(401);
    // Bob's key id, Mallory's signature; and a key of ours
    for (String keyId : List.of(bob.keyId(), aliceUri() + "#main-key")) {
      HandSigned forged = new HandSigned(keyId, mallory.keys(), rig.host(), rig.kit().now(), body);
      assertThat(RemotePerson.post(rig, "/inbox", forged.sign(), body)).as(keyId).isEqualTo(401);
    }
    assertThat(bob.send(rig, bob.activity("Like", aliceUri()))).as("Bob himself").isEqualTo(202);
  }

  @Test
  void c21AnActorIsOnlyWhatItsOwnServerServesAsOne() {
    RemotePerson plain = evil.person("plain" + round);
    evil.answer(
        plain.uri(),
        aResponse()
            .withHeader("Content-Type", "application/json")
            .withBody(Json.write(plain.actor())));
    assertThat(plain.send(rig, plain.activity("Like", aliceUri()))).isEqualTo(401);
    RemotePerson upload = evil.person("upload" + round);
    evil.answer(
        upload.uri(),
        aResponse().withHeader("Content-Type", "text/html").withBody(Json.write(upload.actor())));
    assertThat(upload.send(rig, upload.activity("Like", aliceUri()))).isEqualTo(401);
    // led to the true Bob, with a key id of the false one
    RemotePerson led = evil.person("led" + round);
    evil.answer(led.uri(), aResponse().withStatus(302).withHeader("Location", bob.uri()));
    assertThat(led.send(rig, led.activity("Like", aliceUri()))).isEqualTo(401);
    // an actor whose handle is somebody else's
    RemotePerson unnamed = evil.person("unnamed" + round);
    evil.webFinger(unnamed.handle(), evil.base() + "/users/other");
    assertThat(unnamed.send(rig, unnamed.activity("Like", aliceUri()))).isEqualTo(401);
    assertThat(count(ACCOUNTS, ACCOUNTS.URI.startsWith(evil.base()))).isZero();
  }

  @Test
  void c21APostThatIsOnlyNamedIsWhatItsServerShows() {
    aliceFollowsBob();
    ObjectNode true1 = bob.note("<p>the truth</p>");
    far.serve(true1.path("id").asText(), true1);
    receive(bob.activity("Create", true1.path("id").asText()));
    assertThat(stored(true1).orElseThrow().getContentHtml()).contains("the truth");
    // an id of Bob's server that leads to another one
    String id = bob.id("notes");
    ObjectNode lie = bob.note("<p>a lie</p>").put("id", id);
    evil.serve(evil.base() + "/lie", lie);
    far.answer(id, aResponse().withStatus(302).withHeader("Location", evil.base() + "/lie"));
    receive(bob.activity("Create", id));
    assertThat(stored(lie)).isEmpty();
    // a file that somebody uploaded to Bob's server
    ObjectNode upload = bob.note("<p>an upload</p>");
    far.answer(
        upload.path("id").asText(),
        aResponse().withHeader("Content-Type", "application/json").withBody(Json.write(upload)));
    receive(bob.activity("Create", upload.path("id").asText()));
    assertThat(stored(upload)).isEmpty();
    // a neighbour's
    RemotePerson carol = far.person("carol" + round);
    ObjectNode hers = carol.note("<p>hers</p>");
    far.serve(hers.path("id").asText(), hers);
    receive(bob.activity("Create", hers.path("id").asText()));
    assertThat(stored(hers)).isEmpty();
  }

  /** Anybody can name any page as that of their post. */
  @Test
  void c21APageOfAnotherServerLeadsToNobodysPost() {
    aliceFollowsBob();
    String ours = aliceSays("mine", "public").path("url").asText();
    String theirs = evil.base() + "/@carol/1";
    for (String page : List.of(ours, theirs)) {
      ObjectNode note = bob.note("<p>not what you look for</p>");
      note.put("url", page);
      receive(bob.create(note));
      assertThat(stored(note)).isPresent();
    }
    assertThat(searched(ours).path("statuses").path(0).path("content").asText()).contains("mine");
    assertThat(searched(theirs).path("statuses")).isEmpty();
  }

  private JsonNode searched(String url) {
    String query = URLEncoder.encode(url, StandardCharsets.UTF_8);
    return alice.app().get("/api/v2/search?resolve=true&q=" + query).json();
  }

  @Test
  void whatIsNoDocumentIs400AndWhatIsNotUnderstoodIs202() {
    for (String body : List.of("", "{", "[]", "null", "{\"@graph\": []}", "\u0000")) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      assertThat(bob.send(rig, "/inbox", bytes)).as(body).isIn(400, 401);
    }
    ObjectNode strange = bob.activity("Juggle", aliceUri());
    assertThat(bob.send(rig, strange)).isEqualTo(202);
    ObjectNode nameless = bob.activity("Like", aliceUri());
    nameless.remove("id");
    assertThat(bob.send(rig, nameless)).isEqualTo(202);
  }
}
