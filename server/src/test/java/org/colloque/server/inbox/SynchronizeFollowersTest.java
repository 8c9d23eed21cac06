package org.colloque.server.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.FOLLOWS;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.colloque.server.http.Json;
import org.colloque.server.remote.FollowerDigest;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who follows whom is compared between servers, and each learns only of its own (FEP-8fcf). */
class SynchronizeFollowersTest extends InboxRoom {
  private String url;

  @BeforeEach
  void following() {
    aliceFollowsBob();
    url = bob.uri() + "/followers_synchronization";
    far.forget();
  }

  private void lists(String at, List<String> followers) {
    ObjectNode collection =
        Json.object()
            .put("@context", "https://www.w3.org/ns/activitystreams")
            .put("id", at)
            .put("type", "OrderedCollection");
    ArrayNode items = collection.putArray("orderedItems");
    followers.forEach(items::add);
    far.serve(at, collection);
  }

  private void send(RemotePerson from, String collection, String at, String digest) {
    byte[] body = Json.write(from.create(from.note("hello", List.of(from.followers()), List.of())));
    Map<String, String> headers =
        new HashMap<>(from.sign(rig.base() + "/inbox", body, rig.kit().clock()));
    headers.put(
        "Collection-Synchronization",
        "collectionId=\"" + collection + "\", url=\"" + at + "\", digest=\"" + digest + "\"");
    assertThat(RemotePerson.post(rig, "/inbox", headers, body)).isEqualTo(202);
    rig.runDueJobs();
  }

  private boolean aliceFollows() {
    return count(
            FOLLOWS,
            FOLLOWS
                .ACCOUNT_ID
                .eq(alice.account().value())
                .and(FOLLOWS.TARGET_ACCOUNT_ID.eq(id(bob))))
        == 1;
  }

  @Test
  void theDigestIsTheOneOfTheProposal() {
    // FEP-8fcf: the XOR of one hash is the hash, of two equal ones nothing
    assertThat(FollowerDigest.of(List.of("abc")))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(FollowerDigest.of(List.of("abc", "abc"))).isEqualTo("0".repeat(64));
    assertThat(FollowerDigest.of(List.of("a", "b")))
        .isEqualTo(FollowerDigest.of(List.of("b", "a")));
  }

  @Test
  void whenBothSayTheSameNobodyIsAsked() {
    send(bob, bob.followers(), url, FollowerDigest.of(List.of(aliceUri())));
    assertThat(far.everything()).isEmpty();
    assertThat(aliceFollows()).isTrue();
  }

  @Test
  void aFollowOfWhichTheyDoNotKnowEnds() {
    lists(url, List.of());
    send(bob, bob.followers(), url, FollowerDigest.of(List.of()));
    assertThat(aliceFollows()).isFalse();
  }

  @Test
  void ofAFollowThatIsNoneTheyAreTold() {
    String other = rig.kit().urls().actor(rig.local("other" + round).username());
    lists(url, List.of(aliceUri(), other));
    send(bob, bob.followers(), url, FollowerDigest.of(List.of(aliceUri(), other)));
    assertThat(aliceFollows()).isTrue();
    assertThat(far.received("Undo")).hasSize(1);
    assertThat(far.received("Undo").getFirst().activity().path("actor").asText()).isEqualTo(other);
  }

  @Test
  void aListThatIsNotWhatTheHeaderWasMadeOfChangesNothing() {
    lists(url, List.of());
    send(bob, bob.followers(), url, FollowerDigest.of(List.of("https://other.example/users/x")));
    assertThat(aliceFollows()).isTrue();
  }

  @Test
  void nobodySpeaksForTheFollowersOfAnother() {
    RemotePerson mallory = far.person("mallory" + round);
    lists(url, List.of());
    send(mallory, bob.followers(), url, FollowerDigest.of(List.of()));
    assertThat(aliceFollows()).isTrue();
    try (Remote elsewhere = Remote.start("elsewhere")) {
      send(bob, bob.followers(), elsewhere.base() + "/list", FollowerDigest.of(List.of()));
      assertThat(elsewhere.everything()).isEmpty();
    }
    send(bob, "nonsense", "nonsense", "\\");
    assertThat(aliceFollows()).isTrue();
  }

  @Test
  void eachServerIsToldItsOwnFollowersAndNobodyElseAnything() {
    try (Remote elsewhere = Remote.start("elsewhere")) {
      RemotePerson carol = elsewhere.person("carol" + round);
      for (RemotePerson follower : List.of(bob, carol)) {
        assertThat(follower.send(rig, follower.activity("Follow", aliceUri()))).isEqualTo(202);
      }
      rig.runDueJobs();
      String mine = rig.base() + "/users/" + alice.username() + "/followers_synchronization";
      Browser.Answer answer = bob.read(rig, mine);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("cache-control")).contains("no-store");
      assertThat(answer.text()).contains(bob.uri()).doesNotContain(carol.uri());
      assertThat(carol.read(rig, mine).text()).contains(carol.uri()).doesNotContain(bob.uri());
      assertThat(
              rig.anonymous().withHeader("Accept", "application/activity+json").get(mine).status())
          .isEqualTo(401);
    }
  }
}
