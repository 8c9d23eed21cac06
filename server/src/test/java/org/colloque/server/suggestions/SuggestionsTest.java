package org.colloque.server.suggestions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.ACCOUNTS;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.colloque.server.api.EntityShape;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.colloque.server.users.SignedIn;
import org.jooq.Field;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whom to follow (Mastodon, methods/suggestions). */
class SuggestionsTest {
  private static final String NEW = "/api/v2/suggestions";

  private Rig rig;
  private Person alice;
  private Person bob;
  private Person carol;
  private Person dora;

  @BeforeEach
  void start() {
    rig = Rig.start();
    alice = rig.local("alice");
    bob = rig.local("bob");
    carol = findable("carol");
    dora = findable("dora");
    follow(alice, bob);
    follow(bob, carol);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private Person findable(String name) {
    Person person = rig.local(name);
    set(person, ACCOUNTS.DISCOVERABLE, true);
    return person;
  }

  private <T> void set(Person person, Field<T> column, @org.jspecify.annotations.Nullable T value) {
    rig.kit()
        .db()
        .doAs(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .update(ACCOUNTS)
                    .set(column, value)
                    .where(ACCOUNTS.ID.eq(person.account().value()))
                    .execute());
  }

  private void follow(Person follower, Person followed) {
    follower.app().post("/api/v1/accounts/" + followed.account() + "/follow");
  }

  private List<String> names(Person to) {
    JsonNode suggestions = to.app().get(NEW).json();
    EntityShape.assertEach("Suggestion", suggestions);
    List<String> names = new ArrayList<>();
    suggestions.forEach(each -> names.add(each.path("account").path("username").asText()));
    return names;
  }

  @Test
  void friendsOfFriendsThoseOfTheStaffAndWhoWritesAreSuggested() {
    set(dora, ACCOUNTS.SUGGESTED_AT, OffsetDateTime.now(ZoneOffset.UTC));
    Person emma = findable("emma");
    set(emma, ACCOUNTS.LAST_STATUS_ON, LocalDate.ofInstant(rig.kit().now(), ZoneOffset.UTC));
    assertThat(names(alice)).containsExactly("dora", "carol", "emma");
    JsonNode all = alice.app().get(NEW).json();
    assertThat(all.path(0).path("source").asText()).isEqualTo("staff");
    assertThat(all.path(1).path("sources").path(0).asText()).isEqualTo("friends_of_friends");
    assertThat(all.path(2).path("sources").path(0).asText()).isEqualTo("most_followed");
    JsonNode old = alice.app().get("/api/v1/suggestions?limit=2").json();
    EntityShape.assertEach("Account", old);
    assertThat(old).hasSize(2);
    assertThat(alice.app().get(NEW + "?offset=2").json()).hasSize(1);
  }

  @Test
  void whoIsKnownDismissedOrDoesNotWantToBeFoundIsNot() {
    assertThat(names(alice)).containsExactly("carol");
    String path = "/api/v1/suggestions/" + carol.account();
    assertThat(alice.app().delete(path).status()).isEqualTo(200);
    assertThat(alice.app().delete(path).status()).isEqualTo(200);
    assertThat(alice.app().delete("/api/v1/suggestions/7").status()).isEqualTo(200);
    assertThat(names(alice)).isEmpty();
    follow(bob, dora);
    assertThat(names(alice)).containsExactly("dora");
    alice.app().post("/api/v1/accounts/" + dora.account() + "/block");
    assertThat(names(alice)).isEmpty();
    alice.app().post("/api/v1/accounts/" + dora.account() + "/unblock");
    follow(alice, dora);
    assertThat(names(alice)).isEmpty();
  }

  @Test
  void whoHidesWhomTheyFollowGivesNobodyAway() {
    set(bob, ACCOUNTS.HIDE_COLLECTIONS, true);
    assertThat(names(alice)).isEmpty();
  }

  @Test
  void whoIsLimitedOrHiddenIsNobodysSuggestion() {
    OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
    for (Field<OffsetDateTime> decided : List.of(ACCOUNTS.SILENCED_AT, ACCOUNTS.SUSPENDED_AT)) {
      set(carol, decided, now);
      assertThat(names(alice)).isEmpty();
      set(carol, decided, null);
    }
    set(carol, ACCOUNTS.DISCOVERABLE, false);
    assertThat(names(alice)).isEmpty();
  }

  @Test
  void thePageSuggestsAndDismisses() {
    Browser browser = SignedIn.browser(rig, alice);
    assertThat(browser.get("/explore/people").text()).contains("@carol");
    String dismiss = "/explore/people/" + carol.account() + "/dismiss";
    assertThat(SignedIn.submit(browser, dismiss).status()).isEqualTo(303);
    assertThat(browser.get("/explore/people").text()).doesNotContain("@carol");
    assertThat(rig.anonymous().get("/explore/people").text()).contains("@carol");
    Person owner = rig.owner("olga");
    Browser staff = SignedIn.browser(rig, owner);
    assertThat(SignedIn.submit(staff, "/admin/accounts/" + dora.account() + "/suggest").status())
        .isEqualTo(303);
    assertThat(names(alice)).containsExactly("dora");
    SignedIn.submit(staff, "/admin/accounts/" + dora.account() + "/unsuggest");
    assertThat(names(alice)).isEmpty();
  }
}
