package org.colloque.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.FOLLOWS;
import static org.colloque.migrations.Tables.NOTIFICATIONS;
import static org.colloque.server.api.EntityShape.assertEach;
import static org.colloque.server.api.EntityShape.assertShape;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Json;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.rig.AtOnce;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RelationsTest {
  private Rig rig;
  private Person alice;
  private Person bob;
  private int people;

  @BeforeAll
  void start() {
    rig = Rig.start();
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  @BeforeEach
  void newPeople() {
    people++;
    alice = rig.local("alice" + people);
    bob = rig.local("bob" + people);
  }

  private JsonNode change(Person who, AccountId target, String verb, String... fields) {
    Browser.Answer answer = who.app().post("/api/v1/accounts/" + target + "/" + verb, fields);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertShape("Relationship", answer.json());
    return answer.json();
  }

  private JsonNode relationship(Person who, AccountId target) {
    JsonNode list = who.app().get("/api/v1/accounts/relationships?id[]=" + target).json();
    assertEach("Relationship", list);
    return list.path(0);
  }

  private void lock(Person who) {
    sql(sql ->
        sql.update(ACCOUNTS)
            .set(ACCOUNTS.LOCKED, true)
            .where(ACCOUNTS.ID.eq(who.account().value()))
            .execute());
  }

  private <T> T sql(Function<DSLContext, T> work) {
    return rig.kit().db().as(Viewer.stranger(), tx -> work.apply(tx.sql()));
  }

  private List<Integer> counters(AccountId account) {
    return sql(sql ->
        sql.select(ACCOUNTS.FOLLOWING_COUNT, ACCOUNTS.FOLLOWERS_COUNT)
            .from(ACCOUNTS)
            .where(ACCOUNTS.ID.eq(account.value()))
            .fetchSingle(row -> List.of(row.value1(), row.value2())));
  }

  private List<String> home(Person person) {
    List<String> ids = new ArrayList<>();
    person
        .app()
        .get("/api/v1/timelines/home")
        .json()
        .forEach(status -> ids.add(status.path("id").asText()));
    return ids;
  }

  private String post(Person author, String... fields) {
    Browser.Answer answer = author.app().post("/api/v1/statuses", fields);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().path("id").asText();
  }

  private List<String> notifications(Person person) {
    Condition theirs = NOTIFICATIONS.ACCOUNT_ID.eq(person.account().value());
    return sql(sql -> sql.select().from(NOTIFICATIONS).where(theirs).fetch(NOTIFICATIONS.TYPE));
  }

  @Test
  void aFollowBringsStatusesIntoTheHomeFeedAndAnUnfollowTakesThemOut() {
    String before = post(alice, "status", "before", "visibility", "private");
    String direct = post(alice, "status", "to nobody", "visibility", "direct");
    assertThat(home(bob)).isEmpty();

    JsonNode relationship = change(bob, alice.account(), "follow");
    assertThat(relationship.path("following").asBoolean()).isTrue();
    assertThat(relationship.path("showing_reblogs").asBoolean()).isTrue();
    assertThat(home(bob)).contains(before).doesNotContain(direct);
    assertThat(counters(bob.account())).containsExactly(1, 0);
    assertThat(counters(alice.account())).containsExactly(0, 1);
    assertThat(notifications(alice)).containsExactly("follow");
    assertThat(relationship(alice, bob.account()).path("followed_by").asBoolean()).isTrue();

    change(bob, alice.account(), "follow", "reblogs", "false", "notify", "true");
    JsonNode changed =
        change(bob, alice.account(), "follow", "languages[]", "fr-CA", "languages[]", "EN");
    assertThat(changed.path("showing_reblogs").asBoolean()).isFalse();
    assertThat(changed.path("notifying").asBoolean()).isTrue();
    assertThat(changed.path("languages")).extracting(JsonNode::asText).containsExactly("fr", "en");
    assertThat(counters(alice.account())).containsExactly(0, 1);

    assertThat(change(bob, alice.account(), "unfollow").path("following").asBoolean()).isFalse();
    change(bob, alice.account(), "unfollow");
    assertThat(home(bob)).isEmpty();
    assertThat(counters(bob.account())).containsExactly(0, 0);
    assertThat(counters(alice.account())).containsExactly(0, 0);
    assertThat(notifications(alice)).isEmpty();
  }

  @Test
  void whoApprovesFollowersIsAskedFirst() {
    lock(alice);
    String secret = post(alice, "status", "for followers", "visibility", "private");

    JsonNode asked = change(bob, alice.account(), "follow", "notify", "true");
    assertThat(asked.path("following").asBoolean()).isFalse();
    assertThat(asked.path("requested").asBoolean()).isTrue();
    assertThat(asked.path("notifying").asBoolean()).isTrue();
    assertThat(home(bob)).isEmpty();
    assertThat(bob.app().get("/api/v1/statuses/" + secret).status()).isEqualTo(404);
    assertThat(notifications(alice)).containsExactly("follow_request");
    assertThat(relationship(alice, bob.account()).path("requested_by").asBoolean()).isTrue();

    String answer = "/api/v1/follow_requests/" + bob.account();
    JsonNode accepted = alice.app().post(answer + "/authorize").json();
    assertThat(accepted.path("followed_by").asBoolean()).isTrue();
    assertThat(relationship(bob, alice.account()).path("notifying").asBoolean()).isTrue();
    assertThat(home(bob)).containsExactly(secret);
    assertThat(notifications(alice)).containsExactly("follow");
    assertThat(alice.app().post(answer + "/authorize").status()).isEqualTo(404);

    change(alice, bob.account(), "remove_from_followers");
    change(alice, bob.account(), "remove_from_followers");
    assertThat(home(bob)).isEmpty();
    assertThat(counters(alice.account())).containsExactly(0, 0);

    change(bob, alice.account(), "follow");
    assertThat(alice.app().post(answer + "/reject").status()).isEqualTo(200);
    assertThat(relationship(bob, alice.account()).path("requested").asBoolean()).isFalse();
    assertThat(notifications(alice)).isEmpty();
    assertThat(alice.app().post(answer + "/reject").status()).isEqualTo(404);
  }

  @Test
  void aFollowOfSomebodyElsewhereWaitsForTheirServer() {
    AccountId remote = RemotePeople.create(rig, "far" + people, "far.example");
    JsonNode asked = change(bob, remote, "follow");
    assertThat(asked.path("requested").asBoolean()).isTrue();
    assertThat(asked.path("following").asBoolean()).isFalse();
    assertThat(counters(bob.account())).containsExactly(0, 0);

    Relations relations = rig.instance().rooms().people().relations();
    boolean accepted =
        rig.kit()
            .db()
            .as(Viewer.stranger(), tx -> relations.answer().accepted(tx, bob.account(), remote));
    assertThat(accepted).isTrue();
    assertThat(relationship(bob, remote).path("following").asBoolean()).isTrue();
    assertThat(counters(bob.account())).containsExactly(1, 0);

    rig.kit()
        .db()
        .doAs(Viewer.stranger(), tx -> relations.answer().rejected(tx, bob.account(), remote));
    assertThat(relationship(bob, remote).path("following").asBoolean()).isFalse();
    assertThat(counters(bob.account())).containsExactly(0, 0);
  }

  @Test
  void aFollowFromElsewhereIsStoredOnceAndKeepsOneIdOfItsActivity() {
    AccountId one = RemotePeople.create(rig, "one", "far.example");
    AccountId two = RemotePeople.create(rig, "two", "far.example");
    FollowAccount follow = rig.instance().rooms().people().relations().follow();
    String uri = "https://far.example/follows/1";
    for (AccountId follower : List.of(one, one, two)) {
      FollowAccount.Outcome outcome =
          rig.kit()
              .db()
              .as(Viewer.stranger(), tx -> follow.receive(tx, follower, alice.account(), uri));
      assertThat(outcome).isEqualTo(FollowAccount.Outcome.FOLLOWS);
    }
    List<String> uris =
        sql(sql ->
            sql.select(FOLLOWS.URI)
                .from(FOLLOWS)
                .where(FOLLOWS.TARGET_ACCOUNT_ID.eq(alice.account().value()))
                .fetch(FOLLOWS.URI));
    assertThat(uris).containsExactlyInAnyOrder(uri, null);
    assertThat(counters(alice.account())).containsExactly(0, 2);

    change(alice, one, "block");
    FollowAccount.Outcome refused =
        rig.kit().db().as(Viewer.stranger(), tx -> follow.receive(tx, one, alice.account(), null));
    assertThat(refused).isEqualTo(FollowAccount.Outcome.REFUSED);
  }

  @Test
  void aBlockEndsEverythingBetweenTheTwo() {
    change(bob, alice.account(), "follow");
    change(alice, bob.account(), "follow");
    post(alice, "status", "hello @" + bob.username());
    post(bob, "status", "hello @" + alice.username());
    Person carol = rig.local("carol" + people);
    change(alice, carol.account(), "follow");
    String byBob = post(bob, "status", "worth sharing");
    String shared =
        carol.app().post("/api/v1/statuses/" + byBob + "/reblog").json().path("id").asText();
    assertThat(home(alice)).contains(shared);

    JsonNode blocked = change(alice, bob.account(), "block");
    assertThat(blocked.path("blocking").asBoolean()).isTrue();
    assertThat(blocked.path("following").asBoolean()).isFalse();
    assertThat(blocked.path("followed_by").asBoolean()).isFalse();
    change(alice, bob.account(), "block");
    assertThat(relationship(bob, alice.account()).path("blocked_by").asBoolean()).isTrue();
    assertThat(counters(bob.account())).containsExactly(0, 0);
    assertThat(counters(alice.account())).containsExactly(1, 0);
    assertThat(notifications(alice)).isEmpty();
    // carol's reblog
    assertThat(notifications(bob)).containsExactly("reblog");
    assertThat(home(alice)).hasSize(1).doesNotContain(shared, byBob);
    assertThat(bob.app().post("/api/v1/accounts/" + alice.account() + "/follow").status())
        .isEqualTo(403);
    assertThat(alice.app().post("/api/v1/accounts/" + bob.account() + "/follow").status())
        .isEqualTo(403);

    change(alice, bob.account(), "unblock");
    assertThat(change(alice, bob.account(), "unblock").path("blocking").asBoolean()).isFalse();
    assertThat(change(bob, alice.account(), "follow").path("following").asBoolean()).isTrue();
  }

  @Test
  void aMuteHidesUntilItsTimeIsOver() {
    change(bob, alice.account(), "follow");
    String post = post(alice, "status", "noise");
    JsonNode muted =
        change(bob, alice.account(), "mute", "duration", "3600", "notifications", "false");
    assertThat(muted.path("muting").asBoolean()).isTrue();
    assertThat(muted.path("muting_notifications").asBoolean()).isFalse();
    assertThat(muted.path("muting_expires_at").isTextual()).isTrue();
    assertThat(muted.path("following").asBoolean()).isTrue();
    assertThat(home(bob)).isEmpty();

    rig.clock().advance(Duration.ofMinutes(61));
    assertThat(relationship(bob, alice.account()).path("muting").asBoolean()).isFalse();
    rig.runDueJobs();
    assertThat(home(bob)).containsExactly(post);

    JsonNode endless = change(bob, alice.account(), "mute");
    assertThat(endless.path("muting_notifications").asBoolean()).isTrue();
    assertThat(endless.path("muting_expires_at").isNull()).isTrue();
    assertThat(change(bob, alice.account(), "unmute").path("muting").asBoolean()).isFalse();
    assertThat(home(bob)).containsExactly(post);
  }

  @Test
  void notesAreOnesOwnAndHaveALimit() {
    String longest = "é".repeat(NoteAccount.MAX_CHARACTERS);
    assertThat(change(bob, alice.account(), "note", "comment", longest).path("note").asText())
        .isEqualTo(longest);
    assertThat(relationship(alice, bob.account()).path("note").asText()).isEmpty();
    Browser.Answer tooLong =
        bob.app().post("/api/v1/accounts/" + alice.account() + "/note", "comment", longest + "é");
    assertThat(tooLong.status()).isEqualTo(422);
    assertThat(change(bob, alice.account(), "note").path("note").asText()).isEmpty();
  }

  @Test
  void onlyWhomOneFollowsCanBeEndorsed() {
    String endorse = "/api/v1/accounts/" + alice.account() + "/endorse";
    assertThat(bob.app().post(endorse).status()).isEqualTo(422);
    change(bob, alice.account(), "follow");
    assertThat(change(bob, alice.account(), "pin").path("endorsed").asBoolean()).isTrue();
    assertThat(change(bob, alice.account(), "endorse").path("endorsed").asBoolean()).isTrue();
    assertThat(change(bob, alice.account(), "unpin").path("endorsed").asBoolean()).isFalse();
    change(bob, alice.account(), "endorse");
    assertThat(change(bob, alice.account(), "unfollow").path("endorsed").asBoolean()).isFalse();
  }

  @Test
  void nobodyRelatesToThemselvesOrToNobody() {
    assertThat(bob.app().post("/api/v1/accounts/" + bob.account() + "/follow").status())
        .isEqualTo(404);
    assertThat(change(bob, bob.account(), "block").path("blocking").asBoolean()).isFalse();
    assertThat(change(bob, bob.account(), "mute").path("muting").asBoolean()).isFalse();
    for (String verb :
        List.of("follow", "unfollow", "block", "unblock", "mute", "unmute", "note", "endorse")) {
      assertThat(bob.app().post("/api/v1/accounts/123/" + verb).status()).as(verb).isEqualTo(404);
      assertThat(bob.app().post("/api/v1/accounts/nobody/" + verb).status()).isEqualTo(404);
    }
  }

  @Test
  void oneFollowsOnlySoMany() {
    sql(sql ->
        sql.update(ACCOUNTS)
            .set(ACCOUNTS.FOLLOWING_COUNT, FollowAccount.MAX_FOLLOWING - 1)
            .where(ACCOUNTS.ID.eq(bob.account().value()))
            .execute());
    change(bob, alice.account(), "follow");
    Person carol = rig.local("carol" + people);
    Browser.Answer refused = bob.app().post("/api/v1/accounts/" + carol.account() + "/follow");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text()).contains("You cannot follow more than 7500 people");
  }

  @Test
  void relationshipsComeInTheOrderAskedFor() {
    AccountId remote = RemotePeople.create(rig, "far" + people, "far.example");
    sql(sql ->
        sql.update(ACCOUNTS)
            .set(ACCOUNTS.SUSPENDED_AT, rig.kit().now().atOffset(java.time.ZoneOffset.UTC))
            .where(ACCOUNTS.ID.eq(remote.value()))
            .execute());
    String three = "id[]=" + bob.account() + "&id[]=9&id[]=" + remote + "&id[]=" + alice.account();
    Browser app = bob.app();
    assertThat(app.get("/api/v1/accounts/relationships?" + three).json())
        .extracting(one -> one.path("id").asText())
        .containsExactly(bob.account().toString(), alice.account().toString());
    assertThat(app.get("/api/v1/accounts/relationships?with_suspended=true&" + three).json())
        .hasSize(3);
    assertThat(app.get("/api/v1/accounts/relationships?id=" + alice.account()).json()).hasSize(1);
    assertThat(app.get("/api/v1/accounts/relationships").json()).isEmpty();
  }

  @Test
  void onlySoManyRelationshipsAreToldAtOnce() {
    var parameters = Json.object();
    var ids = parameters.putArray("id");
    for (int i = 1; i <= RelationsApi.MAX_IDS; i++) {
      ids.add(i);
    }
    assertThat(RelationsApi.ids(Parameters.of(parameters))).hasSize(RelationsApi.MAX_IDS);
    ids.add(RelationsApi.MAX_IDS + 1);
    assertThatThrownBy(() -> RelationsApi.ids(Parameters.of(parameters)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("1000");
  }

  /** Check C16 of reliability.md. */
  @Test
  void fiftyAtOnceMakeOneFollowAndExactCounters() throws Exception {
    AccountId target = alice.account();
    List<Callable<Integer>> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      String verb = i % 2 == 0 ? "follow" : "unfollow";
      Person who = i % 4 < 2 ? bob : alice;
      AccountId whom = i % 4 < 2 ? target : bob.account();
      all.add(() -> who.app().post("/api/v1/accounts/" + whom + "/" + verb).status());
    }
    assertThat(AtOnce.all(all)).containsOnly(200);
    all.clear();
    for (int i = 0; i < 50; i++) {
      all.add(() -> bob.app().post("/api/v1/accounts/" + target + "/follow").status());
    }
    assertThat(AtOnce.all(all)).containsOnly(200);

    Condition byBob = FOLLOWS.ACCOUNT_ID.eq(bob.account().value());
    Condition ofTarget = FOLLOWS.TARGET_ACCOUNT_ID.eq(target.value());
    int follows = sql(sql -> sql.fetchCount(FOLLOWS, byBob.and(ofTarget)));
    assertThat(follows).isEqualTo(1);
    int back = sql(sql -> sql.fetchCount(FOLLOWS, FOLLOWS.ACCOUNT_ID.eq(alice.account().value())));
    assertThat(counters(bob.account())).containsExactly(1, back);
    assertThat(counters(alice.account())).containsExactly(back, 1);
    assertThat(notifications(alice)).containsExactly("follow");
  }
}
