package org.colloque.server.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.GROUPS;
import static org.colloque.migrations.Tables.MEMBERSHIPS;
import static org.colloque.migrations.Tables.NOTIFICATIONS;
import static org.colloque.migrations.Tables.STATUSES;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.colloque.server.groups.Circle.Who;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.WebPage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Memberships end at once, and a group is never left without somebody who decides. */
class LeavingTest {
  private static Circle circle;

  @BeforeAll
  static void open() {
    circle = new Circle();
  }

  @AfterAll
  static void close() {
    circle.close();
  }

  @BeforeEach
  void clear() {
    circle.clear();
  }

  private static void role(GroupId group, Person whom, Role role) {
    circle.as(
        Who.ORGANISER,
        tx ->
            circle
                .verbs()
                .role()
                .change(tx, circle.account(Who.ORGANISER), group, whom.account(), role));
  }

  private static String leave(Person person, GroupId group) {
    return circle.refusal(person, tx -> circle.verbs().leave().leave(tx, person.account(), group));
  }

  private static void erase(Person person) {
    circle
        .rig()
        .kit()
        .db()
        .<Integer>seeingAll(tx ->
            tx.sql()
                .update(ACCOUNTS)
                .set(ACCOUNTS.ERASE_AT, circle.rig().kit().now().atOffset(ZoneOffset.UTC))
                .where(ACCOUNTS.ID.eq(person.account().value()))
                .execute());
    circle.rig().runDueJobs();
  }

  @Test
  void theLastOrganiserHandsOverBeforeTheyLeave() {
    GroupId group = circle.full("Handed over");
    Person organiser = circle.person(Who.ORGANISER);
    Person member = circle.person(Who.MEMBER);
    assertThat(leave(organiser, group)).isEqualTo("last_organiser");
    assertThat(
            circle.refusal(
                organiser,
                tx ->
                    circle
                        .verbs()
                        .role()
                        .change(tx, organiser.account(), group, organiser.account(), Role.MEMBER)))
        .isEqualTo("last_organiser");
    role(group, member, Role.ORGANISER);
    assertThat(leave(organiser, group)).isEmpty();
    assertThat(circle.role(group, member)).isEqualTo(Role.ORGANISER);
    assertThat(circle.role(group, organiser)).isNull();
    assertThat(leave(member, group)).isEqualTo("last_organiser");
  }

  @Test
  void c49WhatTheyWereToldOfTheGroupGoesWithTheMembership() {
    GroupId group = circle.full("Told");
    Person member = circle.person(Who.MEMBER);
    role(group, member, Role.MODERATOR);
    assertThat(WebPage.open(circle.browser(member), "/notifications").document().text())
        .contains("Told: organiser gave member a role");
    assertThat(leave(member, group)).isEmpty();
    int left =
        circle
            .rig()
            .kit()
            .db()
            .<Integer>seeingAll(tx ->
                tx.sql()
                        .fetchCount(
                            NOTIFICATIONS, NOTIFICATIONS.ACCOUNT_ID.eq(member.account().value()))
                    + tx.sql()
                        .fetchCount(
                            MEMBERSHIPS, MEMBERSHIPS.ACCOUNT_ID.eq(member.account().value())));
    assertThat(left).isZero();
    assertThat(circle.browser(member).get("/groups/" + group + "/about").status()).isEqualTo(404);
    assertThat(circle.browser(member).get("/groups").text()).doesNotContain("Told");
  }

  @Test
  void c49WhatTheyMarkedInTheGroupGoesWithTheMembership() {
    GroupId group = circle.full("Marked");
    Person member = circle.person(Who.MEMBER);
    long status = post(group, circle.person(Who.ORGANISER));
    Browser app = member.app();
    for (String mark : List.of("bookmark", "favourite", "mute")) {
      assertThat(app.post("/api/v1/statuses/" + status + "/" + mark).status())
          .as(mark)
          .isEqualTo(200);
    }
    circle.person(Who.OBSERVER).app().post("/api/v1/statuses/" + status + "/favourite");
    assertThat(favourites(status)).isEqualTo(2);
    assertThat(leave(member, group)).isEmpty();
    circle.enrol(group, member, Role.MEMBER);
    assertThat(favourites(status)).isEqualTo(1);
    JsonNode after = app.get("/api/v1/statuses/" + status).json();
    for (String mark : List.of("bookmarked", "favourited", "muted")) {
      assertThat(after.path(mark).asBoolean(true)).as(mark).isFalse();
    }
    assertThat(app.get("/api/v1/bookmarks").text()).isEqualTo("[]");
  }

  private static long post(GroupId group, Person author) {
    long id = circle.rig().kit().ids().next();
    circle
        .rig()
        .kit()
        .db()
        .<Integer>seeingAll(tx ->
            tx.sql()
                .insertInto(STATUSES)
                .set(STATUSES.ID, id)
                .set(STATUSES.ACCOUNT_ID, author.account().value())
                .set(STATUSES.LOCAL, true)
                .set(STATUSES.AUDIENCE, "group")
                .set(STATUSES.GROUP_ID, group.value())
                .set(STATUSES.CONVERSATION_ID, id)
                .set(STATUSES.CREATED_AT, circle.rig().kit().now().atOffset(ZoneOffset.UTC))
                .execute());
    return id;
  }

  private static int favourites(long status) {
    return circle
        .person(Who.ORGANISER)
        .app()
        .get("/api/v1/statuses/" + status)
        .json()
        .path("favourites_count")
        .asInt();
  }

  @Test
  void whereTheOnlyOrganiserDeletesTheirAccountTheLongestStandingModeratorFollows() {
    Person founder = circle.somebody();
    GroupId group = circle.group("Left alone");
    for (Who who : new Who[] {Who.MEMBER, Who.MODERATOR, Who.OBSERVER}) {
      circle.rig().clock().advance(Duration.ofMinutes(1));
      circle.enrol(group, circle.person(who), Role.valueOf(who.name()));
    }
    circle.enrol(group, founder, Role.ORGANISER);
    // the founder is the only one left who organises
    assertThat(warned(founder)).doesNotContain("Left alone");
    role(group, circle.person(Who.ORGANISER), Role.OBSERVER);
    assertThat(warned(founder)).contains("Left alone moderator organises it from then on");
    erase(founder);
    assertThat(circle.role(group, circle.person(Who.MODERATOR))).isEqualTo(Role.ORGANISER);
    assertThat(circle.kinds(group)).endsWith("left", "successor");
    assertThat(
            WebPage.open(circle.browser(circle.person(Who.MODERATOR)), "/notifications")
                .document()
                .text())
        .contains("moderator organises the group from now on");
  }

  /** What the page says on which they delete their account. */
  private static String warned(Person person) {
    return WebPage.open(circle.browser(person), "/settings/delete").document().text();
  }

  @Test
  void withoutAModeratorItIsTheLongestStandingMember() {
    Person founder = circle.somebody();
    GroupId group = circle.group("No moderator");
    Person first = circle.somebody();
    Person second = circle.somebody();
    for (Person person : new Person[] {first, second}) {
      circle.rig().clock().advance(Duration.ofMinutes(1));
      circle.enrol(group, person, Role.MEMBER);
    }
    circle.enrol(group, founder, Role.ORGANISER);
    role(group, circle.person(Who.ORGANISER), Role.OBSERVER);
    erase(founder);
    assertThat(circle.role(group, first)).isEqualTo(Role.ORGANISER);
    assertThat(circle.role(group, second)).isEqualTo(Role.MEMBER);
  }

  @Test
  void whereNobodyIsLeftWhoHasASeatTheGroupGoesAfterTheTimeOfGrace() {
    Person founder = circle.somebody();
    GroupId group = circle.group("Deserted");
    circle.enrol(group, founder, Role.ORGANISER);
    role(group, circle.person(Who.ORGANISER), Role.OBSERVER);
    assertThat(warned(founder)).contains("Deserted Nobody is left who could organise it");
    erase(founder);
    assertThat(circle.kinds(group)).endsWith("left", "deserted");
    circle.rig().clock().advance(DeleteGroup.GRACE);
    circle.rig().runDueJobs();
    assertThat(
            circle
                .rig()
                .kit()
                .db()
                .<Integer>seeingAll(tx -> tx.sql().fetchCount(GROUPS, GROUPS.ID.eq(group.value()))))
        .isZero();
  }

  @Test
  void aGroupThatIsBeingDeletedLetsEverybodyGo() {
    GroupId group = circle.full("Ending");
    circle.as(
        Who.ORGANISER,
        tx -> circle.verbs().delete().delete(tx, circle.account(Who.ORGANISER), group));
    assertThat(leave(circle.person(Who.ORGANISER), group)).isEmpty();
  }
}
