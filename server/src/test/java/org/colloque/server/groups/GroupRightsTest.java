package org.colloque.server.groups;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.groups.Circle.Who;
import org.colloque.server.rig.Person;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Who may do what in a group: every verb as every role, and as those who are not in it, for whom
 * there is no such group (reliability.md, C46, C51).
 */
class GroupRightsTest {
  private static Circle circle;

  @BeforeAll
  static void open() {
    circle = new Circle();
  }

  @AfterAll
  static void close() {
    circle.close();
  }

  /** Something that somebody does to a group in which there is somebody of each role. */
  @FunctionalInterface
  private interface Deed {
    void on(Tx tx, AccountId me, GroupId group);
  }

  private record Case(String name, Deed deed) {}

  /** What only organisers do. */
  private static List<Case> ofOrganisers() {
    GroupVerbs verbs = circle.verbs();
    AccountId other = circle.account(Who.MEMBER);
    List<Case> all = new ArrayList<>();
    all.add(
        new Case(
            "change",
            (tx, me, group) -> verbs.change().change(tx, me, group, Map.of("name", "New"))));
    all.add(
        new Case(
            "give a role",
            (tx, me, group) -> verbs.role().change(tx, me, group, other, Role.MODERATOR)));
    all.add(
        new Case(
            "make themselves organiser",
            (tx, me, group) -> {
              verbs.role().change(tx, me, group, other, Role.ORGANISER);
              verbs.role().change(tx, me, group, me, Role.ORGANISER);
            }));
    all.add(
        new Case(
            "invite",
            (tx, me, group) ->
                verbs
                    .invite()
                    .byName(
                        tx,
                        me,
                        group,
                        circle.person(Who.FORMER).username(),
                        InviteToGroup.As.of(Role.MEMBER))));
    all.add(
        new Case(
            "make a link",
            (tx, me, group) ->
                verbs
                    .invite()
                    .byLink(tx, me, group, InviteToGroup.As.of(Role.MEMBER), Duration.ofDays(1))));
    all.add(
        new Case(
            "remove",
            (tx, me, group) -> verbs.leave().remove(tx, me, group, circle.account(Who.OBSERVER))));
    all.add(
        new Case("add a category", (tx, me, g) -> verbs.categories().add(tx, me, g, "Lectures")));
    all.add(new Case("archive", (tx, me, group) -> verbs.archive().archive(tx, me, group)));
    all.add(new Case("reopen", (tx, me, group) -> verbs.archive().reopen(tx, me, group)));
    all.add(new Case("delete", (tx, me, group) -> verbs.delete().delete(tx, me, group)));
    all.add(new Case("take back", (tx, me, group) -> verbs.delete().takeBack(tx, me, group)));
    return all;
  }

  @TestFactory
  Stream<DynamicTest> c51OnlyOrganisersDecideAboutAGroup() {
    return ofOrganisers().stream()
        .flatMap(each ->
            Stream.of(Who.values())
                .map(who ->
                    DynamicTest.dynamicTest(
                        each.name() + " as " + who, () -> onlyOrganisers(each, who))));
  }

  private static void onlyOrganisers(Case each, Who who) {
    circle.clear();
    GroupId group = circle.full("Rights");
    List<String> before = circle.kinds(group);
    // who removes themselves leaves, whoever they are
    int refused = who == Who.OBSERVER && each.name().equals("remove") ? 200 : 403;
    int expected = who == Who.ORGANISER ? 200 : who.isIn() ? refused : 404;
    Person person = circle.person(who);
    assertThat(circle.outcome(person, tx -> each.deed().on(tx, person.account(), group)))
        .isEqualTo(expected);
    if (expected != 200) {
      assertThat(circle.kinds(group)).as("nothing was decided").isEqualTo(before);
    }
  }

  @TestFactory
  Stream<DynamicTest> c46WhatMembersReadIsNotThereForOthers() {
    return Stream.of("/about", "/members", "/log", "/log.json", "/settings", "/export")
        .flatMap(page ->
            Stream.of(Who.values())
                .map(who -> DynamicTest.dynamicTest(page + " as " + who, () -> page(page, who))));
  }

  private static void page(String page, Who who) {
    circle.clear();
    GroupId group = circle.full("Pages");
    int status = circle.browser(circle.person(who)).get("/groups/" + group + page).status();
    int inside =
        switch (page) {
          case "/settings" -> who == Who.ORGANISER ? 200 : 403;
          case "/export" -> who == Who.GLASS ? 403 : 200;
          default -> 200;
        };
    assertThat(status).isEqualTo(who.isIn() ? inside : 404);
  }

  @Test
  void c51AModeratorOfOneGroupIsNobodyInAnother() {
    GroupId theirs = circle.full("Theirs");
    GroupId other = circle.group("Other");
    Person moderator = circle.person(Who.MODERATOR);
    assertThat(circle.role(theirs, moderator)).isEqualTo(Role.MODERATOR);
    assertThat(circle.outcome(moderator, tx -> MemberOf.of(tx, other, moderator.account())))
        .isEqualTo(404);
    // the organiser of one group gives no roles in another, though the person is in both
    Person elsewhere = circle.somebody();
    circle.enrol(theirs, elsewhere, Role.ORGANISER);
    circle.enrol(other, circle.person(Who.MEMBER), Role.MEMBER);
    assertThat(
            circle.outcome(
                elsewhere,
                tx ->
                    circle
                        .verbs()
                        .role()
                        .change(
                            tx,
                            elsewhere.account(),
                            other,
                            circle.account(Who.MEMBER),
                            Role.ORGANISER)))
        .isEqualTo(404);
  }

  @Test
  void rolesThatComeWithAReasonAreNotGiven() {
    GroupId group = circle.full("Roles");
    Person organiser = circle.person(Who.ORGANISER);
    for (Role role : List.of(Role.GUEST, Role.GLASS)) {
      assertThat(
              circle.refusal(
                  organiser,
                  tx ->
                      circle
                          .verbs()
                          .role()
                          .change(
                              tx, organiser.account(), group, circle.account(Who.MEMBER), role)))
          .isEqualTo("no_such_role");
    }
    for (Who who : List.of(Who.GUEST, Who.GLASS)) {
      assertThat(
              circle.refusal(
                  organiser,
                  tx ->
                      circle
                          .verbs()
                          .role()
                          .change(
                              tx, organiser.account(), group, circle.account(who), Role.MEMBER)))
          .isEqualTo("no_such_role");
    }
  }

  @Test
  void whoOnlyReadsSaysNothingAndWhoWritesDoesNotInAnArchivedGroup() {
    GroupId group = circle.full("Archive");
    assertThat(writes(group, Who.GLASS)).isEqualTo(403);
    for (Who who : List.of(Who.ORGANISER, Who.MODERATOR, Who.MEMBER, Who.GUEST, Who.OBSERVER)) {
      assertThat(writes(group, who)).as("%s", who).isEqualTo(200);
    }
    circle.as(
        Who.ORGANISER,
        tx -> circle.verbs().archive().archive(tx, circle.account(Who.ORGANISER), group));
    for (Who who : List.of(Who.ORGANISER, Who.MODERATOR, Who.MEMBER, Who.GUEST, Who.OBSERVER)) {
      assertThat(writes(group, who)).as("%s", who).isEqualTo(403);
    }
    circle.as(
        Who.ORGANISER,
        tx -> circle.verbs().archive().reopen(tx, circle.account(Who.ORGANISER), group));
    assertThat(writes(group, Who.MEMBER)).isEqualTo(200);
  }

  private static int writes(GroupId group, Who who) {
    Person person = circle.person(who);
    return circle.outcome(person, tx -> MemberOf.of(tx, group, person.account()).writes());
  }
}
