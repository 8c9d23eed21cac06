package org.colloque.server.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.NOTIFICATIONS;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.colloque.server.api.EntityShape;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.colloque.server.users.SignedIn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From whom a member is told, and what becomes of what waits (Mastodon 4.6, grouped as there). */
class NotificationPolicyTest {
  private static final String POLICY = "/api/v2/notifications/policy";
  private static final String OLD_POLICY = "/api/v1/notifications/policy";
  private static final String REQUESTS = "/api/v1/notifications/requests";

  private Rig rig;
  private Person alice;
  private Person bob;

  @BeforeEach
  void start() {
    rig = Rig.start();
    alice = rig.local("alice");
    bob = rig.local("bob");
    rig.clock().advance(Duration.ofDays(31));
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private void choose(String reason, String choice) {
    Browser.Answer answer = alice.app().form("PATCH", POLICY, reason, choice);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  private void writes(Person author, String... more) {
    List<String> fields = new ArrayList<>(List.of("status", "@alice bonjour"));
    fields.addAll(List.of(more));
    assertThat(author.app().post("/api/v1/statuses", fields.toArray(String[]::new)).status())
        .isEqualTo(200);
  }

  private void follow(Person follower, Person followed) {
    follower.app().post("/api/v1/accounts/" + followed.account() + "/follow");
  }

  private int told() {
    return alice.app().get("/api/v1/notifications").json().size();
  }

  private JsonNode waiting() {
    JsonNode requests = alice.app().get(REQUESTS).json();
    EntityShape.assertEach("NotificationRequest", requests);
    return requests;
  }

  private int kept() {
    return rig.kit()
        .db()
        .as(
            Viewer.of(alice.account()),
            tx ->
                tx.sql()
                    .fetchCount(
                        NOTIFICATIONS, NOTIFICATIONS.ACCOUNT_ID.eq(alice.account().value())));
  }

  @Test
  void bothFormsSayTheSameAndOnlyWhatIsNamedChanges() {
    JsonNode fresh = alice.app().get(POLICY).json();
    EntityShape.assertShape("NotificationPolicy", fresh);
    assertThat(fresh.path("for_limited_accounts").asText()).isEqualTo("filter");
    assertThat(fresh.path("for_private_mentions").asText()).isEqualTo("accept");
    choose("for_bots", "drop");
    JsonNode old = alice.app().form("PUT", OLD_POLICY, "filter_not_following", "true").json();
    EntityShape.assertShape("V1::NotificationPolicy", old);
    assertThat(old.path("filter_bots").asBoolean()).isTrue();
    assertThat(old.path("filter_new_accounts").asBoolean()).isFalse();
    JsonNode both = alice.app().get(POLICY).json();
    assertThat(both.path("for_not_following").asText()).isEqualTo("filter");
    assertThat(both.path("for_bots").asText()).isEqualTo("drop");
    assertThat(bob.app().get(POLICY).json().path("for_bots").asText()).isEqualTo("accept");
    assertThat(alice.app().form("PATCH", POLICY, "for_bots", "explode").status()).isEqualTo(422);
    assertThat(alice.app().get(POLICY).json()).isEqualTo(both);
  }

  @Test
  void whatIsFilteredWaitsAndIsToldWhenItsSenderIsAccepted() {
    choose("for_not_following", "filter");
    writes(bob);
    writes(bob);
    assertThat(told()).isZero();
    assertThat(alice.app().get("/api/v2/notifications").json().path("notification_groups"))
        .isEmpty();
    assertThat(count("/api/v1/notifications/unread_count")).isZero();
    JsonNode all = alice.app().get("/api/v1/notifications?include_filtered=true").json();
    EntityShape.assertEach("Notification", all);
    assertThat(all.path(0).path("filtered").asBoolean()).isTrue();
    JsonNode summary = alice.app().get(POLICY).json().path("summary");
    assertThat(summary.path("pending_requests_count").asInt()).isEqualTo(1);
    assertThat(summary.path("pending_notifications_count").asInt()).isEqualTo(2);

    JsonNode request = waiting().path(0);
    assertThat(request.path("notifications_count").asText()).isEqualTo("2");
    assertThat(request.path("last_status").path("content").asText()).contains("bonjour");
    String one = REQUESTS + "/" + request.path("id").asText();
    EntityShape.assertShape("NotificationRequest", alice.app().get(one).json());
    assertThat(bob.app().get(one).status()).isEqualTo(404);
    assertThat(bob.app().post(one + "/accept").status()).isEqualTo(404);
    assertThat(told()).isZero();

    assertThat(alice.app().post(one + "/accept").status()).isEqualTo(200);
    assertThat(alice.app().get(REQUESTS + "/merged").json().path("merged").asBoolean()).isTrue();
    assertThat(told()).isEqualTo(2);
    assertThat(waiting()).isEmpty();
    writes(bob);
    assertThat(told()).isEqualTo(3);
    assertThat(alice.app().post(one + "/accept").status()).isEqualTo(404);
  }

  private int count(String path) {
    return alice.app().get(path).json().path("count").asInt();
  }

  @Test
  void whatIsDismissedIsGoneAndTheNextWaitsAgain() {
    choose("for_not_following", "filter");
    Person carol = rig.local("carol");
    writes(bob);
    writes(carol);
    List<String> fields = new ArrayList<>();
    waiting().forEach(each -> fields.addAll(List.of("id[]", each.path("id").asText())));
    fields.addAll(List.of("id[]", "1", "id[]", "nonsense"));
    assertThat(bob.app().post(REQUESTS + "/dismiss", fields.toArray(String[]::new)).status())
        .isEqualTo(200);
    assertThat(waiting()).hasSize(2);
    alice.app().post(REQUESTS + "/dismiss", fields.toArray(String[]::new));
    assertThat(waiting()).isEmpty();
    assertThat(kept()).isZero();
    writes(bob);
    assertThat(waiting()).hasSize(1);
    assertThat(told()).isZero();
  }

  @Test
  void whatIsDroppedIsNotKept() {
    choose("for_not_following", "drop");
    writes(bob);
    assertThat(kept()).isZero();
    follow(alice, bob);
    writes(bob);
    assertThat(told()).isEqualTo(1);
  }

  @Test
  void whoFollowsCountsAfterThreeDays() {
    follow(bob, alice);
    alice.app().post("/api/v1/notifications/clear");
    choose("for_not_followers", "drop");
    writes(bob);
    assertThat(kept()).isZero();
    rig.clock().advance(JudgeSender.NEW_FOLLOWER);
    writes(bob);
    assertThat(told()).isEqualTo(1);
  }

  @Test
  void anAccountIsNewForThirtyDays() {
    choose("for_new_accounts", "filter");
    Person carol = rig.local("carol");
    writes(carol);
    assertThat(told()).isZero();
    rig.clock().advance(JudgeSender.NEW_ACCOUNT);
    writes(carol);
    assertThat(told()).isEqualTo(1);
  }

  @Test
  void aPrivateMessageIsHeardWhenItAnswersOneOfTheMembers() {
    choose("for_private_mentions", "filter");
    writes(bob);
    assertThat(told()).isEqualTo(1);
    writes(bob, "visibility", "direct");
    assertThat(told()).isEqualTo(1);
    String asked =
        alice
            .app()
            .post("/api/v1/statuses", "status", "@bob alors ?", "visibility", "direct")
            .json()
            .path("id")
            .asText();
    writes(bob, "visibility", "direct", "in_reply_to_id", asked);
    assertThat(told()).isEqualTo(2);
    Person eve = rig.local("eve");
    writes(eve, "visibility", "direct");
    assertThat(told()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"for_bots", "for_limited_accounts"})
  void automatedAndLimitedAccountsWait(String reason) {
    choose(reason, "filter");
    rig.kit()
        .db()
        .doAs(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .update(ACCOUNTS)
                    .set(ACCOUNTS.BOT, reason.equals("for_bots"))
                    .set(
                        ACCOUNTS.SILENCED_AT,
                        reason.equals("for_bots")
                            ? null
                            : java.time.OffsetDateTime.now(java.time.ZoneOffset.UTC))
                    .where(ACCOUNTS.ID.eq(bob.account().value()))
                    .execute());
    writes(bob);
    assertThat(told()).isZero();
    assertThat(waiting()).hasSize(1);
    // a request whose last notification is taken back is none any more
    bob.app()
        .get("/api/v1/accounts/" + bob.account() + "/statuses")
        .json()
        .forEach(each -> bob.app().delete("/api/v1/statuses/" + each.path("id").asText()));
    assertThat(waiting()).isEmpty();
    follow(alice, bob);
    writes(bob);
    assertThat(told()).isEqualTo(1);
  }

  @Test
  void thoseWhoRunTheInstanceAreAlwaysHeard() {
    for (String reason : List.of("for_not_following", "for_not_followers", "for_new_accounts")) {
      choose(reason, "drop");
    }
    writes(rig.moderator("mona"));
    assertThat(told()).isEqualTo(1);
  }

  @Test
  void thePagesChooseAcceptAndDismiss() {
    Browser browser = SignedIn.browser(rig, alice);
    String settings = "/settings/notifications";
    assertThat(browser.get(settings).status()).isEqualTo(200);
    String[] choices = {
      "not_following", "filter", "not_followers", "accept", "new_accounts", "accept",
      "private_mentions", "accept", "limited_accounts", "drop", "bots", "accept"
    };
    assertThat(SignedIn.submit(browser, settings, choices).status()).isEqualTo(303);
    assertThat(SignedIn.submit(browser, settings, "bots", "explode").status()).isEqualTo(422);
    assertThat(alice.app().get(POLICY).json().path("for_limited_accounts").asText())
        .isEqualTo("drop");
    writes(bob);
    assertThat(browser.get("/notifications").text()).contains("/notifications/filtered");
    String page = "/notifications/filtered";
    assertThat(browser.get(page).text()).contains("@bob");
    String request = page + "/" + waiting().path(0).path("id").asText();
    assertThat(SignedIn.submit(SignedIn.browser(rig, bob), request + "/accept").status())
        .isEqualTo(404);
    assertThat(SignedIn.submit(browser, request + "/accept").status()).isEqualTo(303);
    assertThat(told()).isEqualTo(1);
    writes(rig.local("carol"));
    String other = page + "/" + waiting().path(0).path("id").asText();
    assertThat(SignedIn.submit(browser, other + "/dismiss").status()).isEqualTo(303);
    assertThat(browser.get(page).text()).doesNotContain("carol");
  }
}
