package org.colloque.server.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.FOLLOWS;
import static org.colloque.migrations.Tables.USERS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.MoveFollowers;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A member moves away, or names the account that may move here. */
class MovePagesTest {
  private static final String PATH = "/settings/move";
  private static Rig rig;
  private static Remote far;
  private static int count;
  private Person alice;
  private Person fan;
  private RemotePerson next;
  private RemotePerson follower;
  private Browser browser;

  @BeforeAll
  static void start() {
    rig = Rig.start();
    far = Remote.start("far");
  }

  @AfterAll
  static void stop() {
    rig.close();
    far.close();
  }

  @BeforeEach
  void people() {
    count++;
    rig.clock().advance(Duration.ofHours(1));
    alice = rig.local("alice" + count);
    fan = rig.local("fan" + count);
    next = far.person("next" + count);
    follower = far.person("follower" + count);
    browser = SignedIn.browser(rig, alice);
    fan.app().post("/api/v1/accounts/" + alice.account() + "/follow");
    follower.send(rig, follower.activity("Follow", actor()));
    rig.runDueJobs();
    far.forget();
  }

  private String actor() {
    return rig.kit().urls().actor(alice.username());
  }

  private Browser.Answer post(String path, String... fields) {
    String[] all = new String[fields.length + 2];
    all[0] = "csrf";
    all[1] = SignedIn.csrf(browser.get(PATH));
    System.arraycopy(fields, 0, all, 2, fields.length);
    return browser.post(path, all);
  }

  private Browser.Answer move(String password, String target) {
    Browser.Answer answer = post(PATH, "target", target, "current_password", password);
    rig.runDueJobs();
    return answer;
  }

  private void nextNamesAlice() {
    ObjectNode actor = next.actor();
    actor.putArray("alsoKnownAs").add(actor());
    far.serve(next.uri(), actor);
  }

  private boolean follows(AccountId who, AccountId whom) {
    return rig.kit()
        .db()
        .as(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .fetchExists(
                        FOLLOWS,
                        FOLLOWS
                            .ACCOUNT_ID
                            .eq(who.value())
                            .and(FOLLOWS.TARGET_ACCOUNT_ID.eq(whom.value()))));
  }

  private JsonNode shown() {
    return fan.app().get("/api/v1/accounts/" + alice.account()).json();
  }

  @Test
  void followersHereAndElsewhereAreToldAndThePageSaysSo() {
    nextNamesAlice();
    assertThat(move(SignedIn.PASSWORD, "@" + next.handle()).status()).isEqualTo(303);
    JsonNode move = far.received("Move").getFirst().activity();
    assertThat(move.path("object").asText()).isEqualTo(actor());
    assertThat(move.path("target").asText()).isEqualTo(next.uri());
    assertThat(move.path("to").path(0).asText()).isEqualTo(actor() + "/followers");
    assertThat(far.received("Update").getFirst().activity().path("object").path("movedTo").asText())
        .isEqualTo(next.uri());
    assertThat(far.received("Follow").getFirst().activity().path("object").asText())
        .isEqualTo(next.uri());
    assertThat(follows(fan.account(), alice.account())).isFalse();
    assertThat(shown().path("moved").path("acct").asText()).isEqualTo(next.handle());
    assertThat(rig.anonymous().get("/@" + alice.username()).text()).contains(next.handle());
    assertThat(browser.get(PATH).text()).contains(next.handle());
    JsonNode document =
        rig.anonymous().withHeader("Accept", "application/activity+json").get(actor()).json();
    assertThat(document.path("movedTo").asText()).isEqualTo(next.uri());
  }

  @Test
  void withoutThePasswordOrTheOtherAccountsWordNothingHappens() {
    assertThat(move(SignedIn.PASSWORD, next.handle()).status()).isEqualTo(422);
    nextNamesAlice();
    assertThat(move("wrong", next.handle()).status()).isEqualTo(422);
    assertThat(move(SignedIn.PASSWORD, "nobody@" + far.host()).status()).isEqualTo(422);
    assertThat(move(SignedIn.PASSWORD, alice.username()).status()).isEqualTo(422);
    assertThat(move(SignedIn.PASSWORD, "").status()).isEqualTo(422);
    assertThat(browser.post(PATH, "target", next.handle()).status()).isEqualTo(403);
    assertThat(far.received("Move")).isEmpty();
    assertThat(follows(fan.account(), alice.account())).isTrue();
    assertThat(shown().has("moved")).isFalse();
  }

  @Test
  void nobodyMovesTwiceInAWeek() {
    nextNamesAlice();
    move(SignedIn.PASSWORD, next.handle());
    assertThat(post(PATH + "/stay").status()).isEqualTo(303);
    assertThat(shown().has("moved")).isFalse();
    far.forget();
    rig.clock().advance(MoveFollowers.BETWEEN_MOVES.minus(Duration.ofHours(2)));
    browser = SignedIn.browser(rig, alice);
    assertThat(post(PATH, "target", next.handle(), "current_password", SignedIn.PASSWORD).status())
        .isEqualTo(422);
    assertThat(far.received("Move")).isEmpty();
    rig.clock().advance(Duration.ofHours(3));
    browser = SignedIn.browser(rig, alice);
    assertThat(move(SignedIn.PASSWORD, next.handle()).status()).isEqualTo(303);
    assertThat(far.received("Move")).hasSize(1);
  }

  @Test
  void amongMembersTheOtherNamesThisOneFirst() {
    Browser other = SignedIn.browser(rig, fan);
    assertThat(
            other
                .post(
                    PATH + "/aliases",
                    "csrf",
                    SignedIn.csrf(other.get(PATH)),
                    "alias",
                    alice.username())
                .status())
        .isEqualTo(303);
    assertThat(other.get(PATH).text()).contains(actor());
    Person third = rig.local("third" + count);
    third.app().post("/api/v1/accounts/" + alice.account() + "/follow");
    assertThat(move(SignedIn.PASSWORD, fan.username()).status()).isEqualTo(303);
    assertThat(follows(third.account(), fan.account())).isTrue();
    assertThat(follows(third.account(), alice.account())).isFalse();
    other.post(PATH + "/aliases/remove", "csrf", SignedIn.csrf(other.get(PATH)), "alias", actor());
    assertThat(other.get(PATH).text()).doesNotContain(actor());
  }

  @Test
  void thePageWarnsInBothLanguages() {
    for (String locale : java.util.List.of("fr", "en")) {
      rig.kit()
          .db()
          .doAs(
              Viewer.stranger(),
              tx ->
                  tx.sql()
                      .update(USERS)
                      .set(USERS.LOCALE, locale)
                      .where(USERS.ID.eq(alice.user().value()))
                      .execute());
      assertThat(SignedIn.browser(rig, alice).get(PATH).text())
          .contains(locale.equals("fr") ? "définitif" : "This cannot be undone");
    }
  }

  @Test
  void noMoreAccountsAreNamedThanFit() {
    for (int i = 0; i < MoveAccount.MAX_ALIASES; i++) {
      assertThat(
              post(PATH + "/aliases", "alias", far.person("a" + count + "x" + i).handle()).status())
          .isEqualTo(303);
    }
    assertThat(post(PATH + "/aliases", "alias", far.person("b" + count).handle()).status())
        .isEqualTo(422);
    assertThat(post(PATH + "/aliases", "alias", "nobody@" + far.host()).status()).isEqualTo(422);
  }
}
