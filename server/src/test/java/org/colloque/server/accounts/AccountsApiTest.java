package org.colloque.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.server.api.EntityShape.assertEach;
import static org.colloque.server.api.EntityShape.assertShape;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountsApiTest {
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

  private static List<String> ids(JsonNode accounts) {
    List<String> ids = new ArrayList<>();
    accounts.forEach(account -> ids.add(account.path("id").asText()));
    return ids;
  }

  private static void change(Person who, AccountId target, String verb, String... fields) {
    Browser.Answer answer = who.app().post("/api/v1/accounts/" + target + "/" + verb, fields);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  private void set(AccountId account, String assignment) {
    rig.kit()
        .db()
        .doAs(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .execute(
                        "UPDATE accounts SET version = version + 1, "
                            + assignment
                            + " WHERE id = "
                            + account));
  }

  @Test
  void everybodySeesAnAccountAsMastodonShowsIt() {
    Browser.Answer answer = rig.anonymous().get("/api/v1/accounts/" + alice.account());
    assertThat(answer.status()).isEqualTo(200);
    assertShape("Account", answer.json());
    assertThat(answer.json().path("acct").asText()).isEqualTo(alice.username());
    assertThat(answer.json().path("created_at").asText()).endsWith("T00:00:00.000Z");

    AccountId remote = RemotePeople.create(rig, "far" + people, "far.example");
    JsonNode far = rig.anonymous().get("/api/v1/accounts/" + remote).json();
    assertShape("Account", far);
    assertThat(far.path("acct").asText()).isEqualTo("far" + people + "@far.example");
    assertThat(far.has("noindex")).isFalse();
  }

  @Test
  void whoIsNotThereOrNotYetAdmittedIsNotFound() {
    rig.kit()
        .db()
        .doAs(
            Viewer.stranger(),
            tx -> tx.sql().execute("UPDATE users SET approved_at = NULL WHERE id = " + bob.user()));
    for (String id : List.of("1", "0", "x", "99999999999999999999", bob.account().toString())) {
      assertThat(rig.anonymous().get("/api/v1/accounts/" + id).status()).as(id).isEqualTo(404);
      assertThat(rig.anonymous().get("/api/v1/accounts/" + id + "/followers").status())
          .isEqualTo(404);
    }
    assertThat(rig.anonymous().get("/api/v1/accounts/lookup?acct=" + bob.username()).status())
        .isEqualTo(404);
    set(alice.account(), "deleted_at = now()");
    assertThat(rig.anonymous().get("/api/v1/accounts/" + alice.account()).status()).isEqualTo(404);
  }

  @Test
  void severalAtOnceComeInTheirOrder() {
    JsonNode list =
        rig.anonymous()
            .get("/api/v1/accounts?id[]=" + bob.account() + "&id[]=5&id[]=" + alice.account())
            .json();
    assertEach("Account", list);
    assertThat(ids(list)).containsExactly(bob.account().toString(), alice.account().toString());
    assertThat(rig.anonymous().get("/api/v1/accounts").json()).isEmpty();
  }

  @Test
  void lookupFindsByHandle() {
    AccountId remote = RemotePeople.create(rig, "Far" + people, "far.example");
    for (String acct :
        List.of(
            alice.username(),
            "@" + alice.username().toUpperCase(java.util.Locale.ROOT),
            alice.handle())) {
      assertThat(
              rig.anonymous()
                  .get("/api/v1/accounts/lookup?acct=" + acct)
                  .json()
                  .path("id")
                  .asText())
          .isEqualTo(alice.account().toString());
    }
    assertThat(
            rig.anonymous()
                .get("/api/v1/accounts/lookup?acct=far" + people + "@FAR.example")
                .json()
                .path("id")
                .asText())
        .isEqualTo(remote.toString());
    assertThat(rig.anonymous().get("/api/v1/accounts/lookup?acct=nobody").status()).isEqualTo(404);
    assertThat(rig.anonymous().get("/api/v1/accounts/lookup?acct=a%20b").status()).isEqualTo(404);
    assertThat(rig.anonymous().get("/api/v1/accounts/lookup").status()).isEqualTo(400);
  }

  @Test
  void followersPageByTheirRelation() {
    List<Person> fans = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Person fan = rig.local("fan" + people + "x" + i);
      change(fan, alice.account(), "follow");
      fans.add(fan);
    }
    String path = "/api/v1/accounts/" + alice.account() + "/followers";
    Browser.Answer first = rig.anonymous().get(path + "?limit=2");
    assertEach("Account", first.json());
    assertThat(ids(first.json()))
        .containsExactly(fans.get(4).account().toString(), fans.get(3).account().toString());
    Browser.Answer second = rig.anonymous().get(link(first, "next"));
    assertThat(ids(second.json()))
        .containsExactly(fans.get(2).account().toString(), fans.get(1).account().toString());
    Browser.Answer last = rig.anonymous().get(link(second, "next"));
    assertThat(ids(last.json())).containsExactly(fans.get(0).account().toString());
    assertThat(last.header("link")).doesNotContain("next");
    assertThat(ids(rig.anonymous().get(link(last, "prev")).json()))
        .containsExactly(fans.get(2).account().toString(), fans.get(1).account().toString());
    assertThat(
            ids(
                rig.anonymous()
                    .get("/api/v1/accounts/" + fans.get(0).account() + "/following")
                    .json()))
        .containsExactly(alice.account().toString());
  }

  private static String link(Browser.Answer answer, String relation) {
    for (String link : answer.header("link").split(", ", -1)) {
      if (link.endsWith("rel=\"" + relation + "\"")) {
        return link.substring(1, link.indexOf('>'));
      }
    }
    throw new AssertionError("no " + relation + " in " + answer.header("link"));
  }

  @Test
  void whoHidesTheirListsShowsThemToNobodyElse() {
    change(bob, alice.account(), "follow");
    set(alice.account(), "hide_collections = true");
    String path = "/api/v1/accounts/" + alice.account() + "/followers";
    assertThat(rig.anonymous().get(path).json()).isEmpty();
    assertThat(bob.app().get(path).json()).isEmpty();
    assertThat(alice.app().get(path).json()).hasSize(1);
  }

  @Test
  void aBlockHidesListsAndPeopleInThem() {
    Person carol = rig.local("carol" + people);
    change(bob, alice.account(), "follow");
    change(carol, bob.account(), "block");
    String path = "/api/v1/accounts/" + alice.account() + "/followers";
    assertThat(carol.app().get(path).json()).isEmpty();
    assertThat(rig.anonymous().get(path).json()).hasSize(1);
    change(alice, carol.account(), "block");
    change(carol, bob.account(), "unblock");
    assertThat(carol.app().get(path).json()).isEmpty();
  }

  @Test
  void onesOwnListsAreOnesOwn() {
    Person carol = rig.local("carol" + people);
    change(alice, bob.account(), "block");
    change(alice, carol.account(), "mute", "duration", "600");
    JsonNode blocks = alice.app().get("/api/v1/blocks").json();
    assertEach("Account", blocks);
    assertThat(ids(blocks)).containsExactly(bob.account().toString());
    JsonNode mutes = alice.app().get("/api/v1/mutes").json();
    assertEach("MutedAccount", mutes);
    assertThat(ids(mutes)).containsExactly(carol.account().toString());
    assertThat(mutes.path(0).path("mute_expires_at").isTextual()).isTrue();
    change(alice, carol.account(), "mute");
    assertThat(alice.app().get("/api/v1/mutes").json().path(0).path("mute_expires_at").isNull())
        .isTrue();
    assertThat(bob.app().get("/api/v1/blocks").json()).isEmpty();

    set(bob.account(), "locked = true");
    change(carol, bob.account(), "follow");
    JsonNode requests = bob.app().get("/api/v1/follow_requests").json();
    assertEach("Account", requests);
    assertThat(ids(requests)).containsExactly(carol.account().toString());

    change(carol, alice.account(), "follow");
    change(carol, alice.account(), "endorse");
    assertThat(ids(carol.app().get("/api/v1/endorsements").json()))
        .containsExactly(alice.account().toString());
    assertThat(
            ids(
                rig.anonymous()
                    .get("/api/v1/accounts/" + carol.account() + "/endorsements")
                    .json()))
        .containsExactly(alice.account().toString());
  }

  @Test
  void familiarFollowersAreThoseWhomOneFollows() {
    Person carol = rig.local("carol" + people);
    Person shy = rig.local("shy" + people);
    for (Person friend : List.of(carol, shy)) {
      change(alice, friend.account(), "follow");
      change(friend, bob.account(), "follow");
    }
    set(shy.account(), "hide_collections = true");
    JsonNode list =
        alice
            .app()
            .get(
                "/api/v1/accounts/familiar_followers?id[]="
                    + bob.account()
                    + "&id[]="
                    + carol.account())
            .json();
    assertEach("FamiliarFollowers", list);
    assertThat(list).hasSize(2);
    assertThat(list.path(0).path("id").asText()).isEqualTo(bob.account().toString());
    assertThat(ids(list.path(0).path("accounts"))).containsExactly(carol.account().toString());
    assertThat(list.path(1).path("accounts")).isEmpty();
  }

  @Test
  void whatMembersDoNotHaveYetIsEmptyForThoseWhoExist() {
    for (String what : List.of("lists", "identity_proofs")) {
      String path = "/api/v1/accounts/" + alice.account() + "/" + what;
      assertThat(bob.app().get(path).json()).as(what).isEmpty();
      assertThat(bob.app().get("/api/v1/accounts/5/" + what).status()).isEqualTo(404);
    }
  }

  @Test
  void aTokenNeedsTheScope() {
    String token = rig.token(alice, "read:statuses");
    Browser app = rig.anonymous().withToken(token);
    assertThat(app.get("/api/v1/accounts/" + bob.account()).status()).isEqualTo(403);
    assertThat(app.get("/api/v1/blocks").status()).isEqualTo(403);
    assertThat(app.post("/api/v1/accounts/" + bob.account() + "/follow").status()).isEqualTo(403);
    Browser follow = rig.anonymous().withToken(rig.token(alice, "follow"));
    assertThat(follow.get("/api/v1/blocks").status()).isEqualTo(200);
    assertThat(follow.post("/api/v1/accounts/" + bob.account() + "/follow").status())
        .isEqualTo(200);
    assertThat(rig.anonymous().get("/api/v1/blocks").status()).isEqualTo(401);
  }
}
