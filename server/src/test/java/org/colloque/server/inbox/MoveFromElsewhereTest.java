package org.colloque.server.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.ACCOUNTS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.colloque.server.accounts.MoveFollowers;
import org.colloque.server.rig.RemotePerson;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody elsewhere moves, and who claims it without right (reliability.md, check C27). */
class MoveFromElsewhereTest extends InboxRoom {
  private RemotePerson old;
  private RemotePerson next;

  @BeforeEach
  void movers() {
    old = bob;
    next = far.person("next" + round);
    aliceFollowsBob();
  }

  /** Both documents name each other. */
  private void agree(RemotePerson from, RemotePerson to) {
    names(to, from.uri());
    movedTo(from, to.uri());
  }

  private void names(RemotePerson target, String alias) {
    ObjectNode actor = target.actor();
    actor.putArray("alsoKnownAs").add(alias);
    far.serve(target.uri(), actor);
  }

  private void movedTo(RemotePerson from, String target) {
    ObjectNode actor = from.actor();
    actor.put("movedTo", target);
    far.serve(from.uri(), actor);
  }

  private ObjectNode move(RemotePerson said, RemotePerson from, String target) {
    ObjectNode move = said.activity("Move", from.uri());
    move.put("target", target);
    return move;
  }

  private boolean asked(RemotePerson whom) {
    return far.received("Follow").stream()
        .anyMatch(one -> one.activity().path("object").asText().equals(whom.uri()));
  }

  private boolean aliceFollows(RemotePerson whom) {
    return follows(alice.account().value(), id(whom));
  }

  @Test
  void membersFollowTheNewAccountAndTheOldOneNoLonger() {
    agree(old, next);
    receive(move(old, old, next.uri()));
    assertThat(asked(next)).isTrue();
    assertThat(aliceFollows(old)).isFalse();
    assertThat(far.received("Undo")).hasSize(1);
    JsonNode shown = alice.app().get("/api/v1/accounts/" + id(old)).json();
    assertThat(shown.path("moved").path("acct").asText()).isEqualTo(next.handle());
    // what changes of the new account is seen with the old one at once
    ObjectNode renamed = next.actor().put("name", "Another name");
    renamed.putArray("alsoKnownAs").add(old.uri());
    receive(next, next.activity("Update", renamed));
    shown = alice.app().get("/api/v1/accounts/" + id(old)).json();
    assertThat(shown.path("moved").path("display_name").asText()).isEqualTo("Another name");
  }

  @Test
  void theNewAccountMaySayItWhenTheOldOneAgrees() {
    agree(old, next);
    receive(next, move(next, old, next.uri()));
    assertThat(asked(next)).isTrue();
    assertThat(aliceFollows(old)).isFalse();
  }

  @Test
  void nobodyIsPulledByAnAccountThatTheOldOneDoesNotName() {
    names(next, old.uri());
    receive(next, move(next, old, next.uri()));
    assertThat(outcomeOfLast()).contains("do not name each other");
    assertThat(asked(next)).isFalse();
    assertThat(aliceFollows(old)).isTrue();
  }

  @Test
  void nobodyIsPushedToAnAccountThatDoesNotNameTheOldOne() {
    movedTo(old, next.uri());
    receive(move(old, old, next.uri()));
    assertThat(asked(next)).isFalse();
    assertThat(aliceFollows(old)).isTrue();
    assertThat(alice.app().get("/api/v1/accounts/" + id(old)).json().has("moved")).isFalse();
  }

  @Test
  void aStrangerMovesNobody() {
    RemotePerson mallory = far.person("mallory" + round);
    agree(old, next);
    assertThat(mallory.send(rig, move(mallory, old, next.uri()))).isEqualTo(401);
    assertThat(mallory.send(rig, move(mallory, old, mallory.uri()))).isEqualTo(202);
    rig.runDueJobs();
    assertThat(asked(next)).isFalse();
    assertThat(asked(mallory)).isFalse();
    assertThat(aliceFollows(old)).isTrue();
  }

  @Test
  void membersAreNotMovedByOthers() {
    receive(next, move(next, next, aliceUri()));
    ObjectNode move = next.activity("Move", aliceUri());
    move.put("target", next.uri());
    names(next, aliceUri());
    receive(next, move);
    Long movedTo =
        sql(sql ->
            sql.select(ACCOUNTS.MOVED_TO_ID)
                .from(ACCOUNTS)
                .where(ACCOUNTS.ID.eq(alice.account().value()))
                .fetchSingle()
                .value1());
    assertThat(movedTo).isNull();
  }

  @Test
  void oneAccountMovesNoMoreOftenThanOnceInAWeek() {
    agree(old, next);
    receive(move(old, old, next.uri()));
    RemotePerson third = far.person("third" + round);
    agree(old, third);
    follow(old);
    rig.clock().advance(MoveFollowers.BETWEEN_MOVES.minus(Duration.ofMinutes(1)));
    receive(move(old, old, third.uri()));
    assertThat(asked(third)).isFalse();
    rig.clock().advance(Duration.ofMinutes(2));
    receive(move(old, old, third.uri()));
    assertThat(asked(third)).isTrue();
  }

  @Test
  void chainsOfMovesEndAtTheFirst() {
    RemotePerson third = far.person("third" + round);
    agree(old, next);
    names(third, next.uri());
    ObjectNode between = next.actor();
    between.put("movedTo", third.uri());
    between.putArray("alsoKnownAs").add(old.uri());
    far.serve(next.uri(), between);
    far.serve(third.uri(), named(third, next.uri()));
    rig.instance().rooms().federation().resolver().accountByHandle(third.handle());
    receive(move(old, old, next.uri()));
    assertThat(asked(next)).isFalse();
    assertThat(asked(third)).isFalse();
    assertThat(aliceFollows(old)).isTrue();
  }

  private static ObjectNode named(RemotePerson person, String alias) {
    ObjectNode actor = person.actor();
    actor.putArray("alsoKnownAs").add(alias);
    return actor;
  }

  @Test
  void aMoveToAMemberIsConfirmedByTheMember() {
    movedTo(old, aliceUri());
    var carol = rig.local("carol" + round);
    carol.app().post("/api/v1/accounts/" + id(old) + "/follow");
    rig.runDueJobs();
    receive(old.activity("Accept", far.received("Follow").getLast().activity()));
    receive(move(old, old, aliceUri()));
    assertThat(follows(carol.account().value(), alice.account().value())).isFalse();
    sql(sql ->
        sql.update(ACCOUNTS)
            .set(ACCOUNTS.ALSO_KNOWN_AS, new String[] {old.uri()})
            .where(ACCOUNTS.ID.eq(alice.account().value()))
            .execute());
    receive(move(old, old, aliceUri()));
    assertThat(follows(carol.account().value(), alice.account().value())).isTrue();
    assertThat(follows(carol.account().value(), id(old))).isFalse();
  }

  private void follow(RemotePerson whom) {
    alice.app().post("/api/v1/accounts/" + id(whom) + "/follow");
    rig.runDueJobs();
    receive(whom, whom.activity("Accept", far.received("Follow").getLast().activity()));
    assertThat(aliceFollows(whom)).isTrue();
  }

  private String outcomeOfLast() {
    return sql(sql ->
        sql.select(org.colloque.migrations.Tables.INBOX_ACTIVITIES.OUTCOME)
            .from(org.colloque.migrations.Tables.INBOX_ACTIVITIES)
            .orderBy(org.colloque.migrations.Tables.INBOX_ACTIVITIES.ID.desc())
            .limit(1)
            .fetchSingle()
            .value1());
  }
}
