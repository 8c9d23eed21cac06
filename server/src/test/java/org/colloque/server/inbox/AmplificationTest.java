package org.colloque.server.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.colloque.server.http.Json;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.junit.jupiter.api.Test;

/**
 * How much one activity makes us ask of others (reliability.md, C36): a hundred requests at most,
 * whatever it names, two for each new person, twenty steps up a thread, ten new servers of a
 * domain.
 */
class AmplificationTest extends InboxRoom {
  /** Requests for one incoming activity. */
  private static final int MOST = 100;

  private static final int DEPTH = 20;

  @Test
  void c36AChainOfRepliesIsFollowedTwentyStepsUp() {
    aliceFollowsBob();
    List<ObjectNode> chain = new ArrayList<>();
    for (int i = 0; i <= 3 * DEPTH; i++) {
      ObjectNode note = bob.note("<p>step " + i + "</p>");
      if (i > 0) {
        note.put("inReplyTo", chain.getLast().path("id").asText());
      }
      far.serve(note.path("id").asText(), note);
      chain.add(note);
    }
    far.forget();
    receive(bob.create(chain.getLast()));
    assertThat(far.everything()).hasSizeLessThanOrEqualTo(DEPTH);
    assertThat(stored(chain.getLast())).isPresent();
    assertThat(stored(chain.get(2 * DEPTH))).isPresent();
    assertThat(stored(chain.getFirst())).isEmpty();
  }

  @Test
  void c36AChainOfEverNewPeopleEndsToo() {
    aliceFollowsBob();
    String above = bob.note("<p>the top</p>").path("id").asText();
    for (int i = 0; i < 2 * DEPTH; i++) {
      ObjectNode note = far.person("link" + round + "x" + i).note("<p>step</p>");
      note.put("inReplyTo", above);
      far.serve(note.path("id").asText(), note);
      above = note.path("id").asText();
    }
    far.forget();
    receive(bob.create(bob.note("<p>the end</p>").put("inReplyTo", above)));
    assertThat(far.everything()).hasSizeBetween(DEPTH, MOST);
  }

  @Test
  void c36PostsThatAnswerEachOtherAreFetchedOnceEach() {
    aliceFollowsBob();
    ObjectNode one = bob.note("<p>one</p>");
    ObjectNode two = bob.note("<p>two</p>");
    one.put("inReplyTo", two.path("id").asText());
    two.put("inReplyTo", one.path("id").asText());
    far.serve(one.path("id").asText(), one);
    far.serve(two.path("id").asText(), two);
    far.forget();
    receive(bob.create(one));
    assertThat(far.fetches(one.path("id").asText())).isLessThanOrEqualTo(DEPTH / 2);
    assertThat(far.fetches(two.path("id").asText())).isLessThanOrEqualTo(DEPTH / 2);
    assertThat(stored(one)).isPresent();
  }

  @Test
  void c36AThousandMentionsOnAThousandServersAskForTen() {
    aliceFollowsBob();
    ObjectNode note = bob.note("<p>you all</p>");
    ArrayNode tags = note.putArray("tag");
    ArrayNode to = note.putArray("to").add(PUBLIC);
    for (int i = 0; i < 1_000; i++) {
      String person = "http://m" + i + ".crowd" + i + "." + far.host() + "/users/m" + i;
      tags.addObject().put("type", "Mention").put("href", person).put("name", "@m" + i);
      to.add(person);
    }
    far.forget();
    receive(bob.create(note));
    assertThat(far.everything()).hasSizeBetween(1, 2 * 10);
    assertThat(stored(note)).isPresent();
  }

  @Test
  void c36SomebodyNewCostsTwoRequests() {
    RemotePerson carol = far.person("carol" + round);
    far.forget();
    receive(carol, carol.activity("Follow", aliceUri()));
    assertThat(far.everything().stream().filter(one -> one.getMethod().getName().equals("GET")))
        .hasSize(2);
  }

  /** Collections that claim a million members are read for some pages, when somebody looks. */
  @Test
  void c36OfAMillionPinsAFewAreAskedFor() {
    aliceFollowsBob();
    ObjectNode actor = bob.actor().put("featured", bob.uri() + "/featured");
    far.serve(bob.uri(), actor);
    ObjectNode featured =
        Json.object()
            .put("@context", "https://www.w3.org/ns/activitystreams")
            .put("id", bob.uri() + "/featured")
            .put("type", "OrderedCollection")
            .put("totalItems", 1_000_000);
    ArrayNode items = featured.putArray("orderedItems");
    for (int i = 0; i < 5_000; i++) {
      items.add(bob.uri() + "/notes/pin" + i);
    }
    far.serve(bob.uri() + "/featured", featured);
    rig.clock().advance(Duration.ofDays(2));
    far.forget();
    alice.app().get("/api/v1/accounts/" + id(bob));
    rig.runDueJobs();
    assertThat(far.everything()).hasSizeBetween(1, MOST);
  }

  /** Security row 15, from end to end: a wildcard in the DNS makes servers without end. */
  @Test
  void row15_theEleventhNewServerOfADomainIsNotAsked() {
    List<Remote> servers = new ArrayList<>();
    try {
      for (int i = 0; i <= 10; i++) {
        Remote server = Remote.start("n" + i + ".wild" + round);
        servers.add(server);
        RemotePerson one = server.person("one");
        int expected = i < 10 ? 202 : 401;
        assertThat(one.send(rig, one.activity("Follow", aliceUri())))
            .as("%d", i)
            .isEqualTo(expected);
      }
      assertThat(servers.getLast().everything()).isEmpty();
      rig.clock().advance(Duration.ofHours(1).plusSeconds(1));
      RemotePerson late = servers.getLast().person("two");
      assertThat(late.send(rig, late.activity("Follow", aliceUri()))).isEqualTo(202);
    } finally {
      servers.forEach(Remote::close);
    }
  }
}
