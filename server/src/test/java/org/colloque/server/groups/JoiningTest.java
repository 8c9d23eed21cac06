package org.colloque.server.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.NOTIFICATIONS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.colloque.server.database.Viewer;
import org.colloque.server.groups.Circle.Who;
import org.colloque.server.rig.AtOnce;
import org.colloque.server.rig.Person;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ways into a group: by name, by link, by request; and never twice into the same seat. */
class JoiningTest {
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

  private static void invite(GroupId group, Person whom) {
    circle.as(
        Who.ORGANISER,
        tx ->
            circle
                .verbs()
                .invite()
                .byName(
                    tx,
                    circle.account(Who.ORGANISER),
                    group,
                    "@" + whom.handle(),
                    InviteToGroup.As.of(Role.MEMBER)));
  }

  private static String link(GroupId group, Duration life) {
    AtomicReference<String> token = new AtomicReference<>("");
    circle.as(
        Who.ORGANISER,
        tx ->
            token.set(
                circle
                    .verbs()
                    .invite()
                    .byLink(
                        tx,
                        circle.account(Who.ORGANISER),
                        group,
                        InviteToGroup.As.of(Role.MEMBER),
                        life)));
    return token.get();
  }

  private static List<Invitations.Offer> offers(Person person) {
    return circle
        .rig()
        .kit()
        .db()
        .as(
            Viewer.of(person.account()),
            tx -> new Invitations(circle.rig().kit()).offersTo(tx, person.account()));
  }

  private static String accept(Person person, long invitation) {
    return circle.refusal(
        person, tx -> circle.verbs().join().accept(tx, person.account(), invitation));
  }

  private static String follow(Person person, String token) {
    return circle.refusal(person, tx -> circle.verbs().join().byLink(tx, person.account(), token));
  }

  private static int news(Person person) {
    return circle
        .rig()
        .kit()
        .db()
        .as(
            Viewer.of(person.account()),
            tx ->
                tx.sql()
                    .fetchCount(
                        NOTIFICATIONS,
                        NOTIFICATIONS
                            .ACCOUNT_ID
                            .eq(person.account().value())
                            .and(NOTIFICATIONS.GROUP_ID.isNotNull())));
  }

  @Test
  void whoIsInvitedByNameAcceptsOrDeclines() {
    GroupId group = circle.group("By name");
    Person one = circle.somebody();
    Person two = circle.somebody();
    invite(group, one);
    invite(group, two);
    assertThat(offers(one)).hasSize(1);
    assertThat(news(one)).isEqualTo(1);
    assertThat(circle.role(group, one)).isNull();
    assertThat(accept(one, offers(one).getFirst().invitation().id())).isEmpty();
    assertThat(circle.role(group, one)).isEqualTo(Role.MEMBER);
    assertThat(offers(one)).isEmpty();
    assertThat(news(one)).isZero();
    long declined = offers(two).getFirst().invitation().id();
    circle.as(two, tx -> circle.verbs().join().decline(tx, two.account(), declined));
    assertThat(accept(two, declined)).isEqualTo("404");
    assertThat(circle.role(group, two)).isNull();
    assertThat(circle.kinds(group)).containsExactly("created", "invited", "invited", "joined");
  }

  @Test
  void c51AnInvitationIsForNobodyElse() {
    GroupId group = circle.group("Mine");
    Person invited = circle.somebody();
    Person other = circle.somebody();
    invite(group, invited);
    long invitation = offers(invited).getFirst().invitation().id();
    assertThat(accept(other, invitation)).isEqualTo("404");
    assertThat(
            circle.outcome(
                other, tx -> circle.verbs().join().decline(tx, other.account(), invitation)))
        .isEqualTo(404);
    assertThat(accept(invited, invitation)).isEmpty();
    assertThat(accept(invited, invitation)).isEqualTo("404");
  }

  @Test
  void whoIsNotOfThisInstanceCannotBeInvited() {
    GroupId group = circle.group("Local");
    Person organiser = circle.person(Who.ORGANISER);
    for (String handle : List.of("nobody_here", "member@far.example", "", "@", "a b")) {
      assertThat(
              circle.refusal(
                  organiser,
                  tx ->
                      circle
                          .verbs()
                          .invite()
                          .byName(
                              tx,
                              organiser.account(),
                              group,
                              handle,
                              InviteToGroup.As.of(Role.MEMBER))))
          .as(handle)
          .isEqualTo("nobody");
    }
    assertThat(
            circle.refusal(
                organiser,
                tx ->
                    circle
                        .verbs()
                        .invite()
                        .byName(
                            tx,
                            organiser.account(),
                            group,
                            "organiser",
                            InviteToGroup.As.of(Role.MEMBER))))
        .isEqualTo("member_already");
    for (Role role : List.of(Role.ORGANISER, Role.MODERATOR, Role.GLASS)) {
      assertThat(
              circle.refusal(
                  organiser,
                  tx ->
                      circle
                          .verbs()
                          .invite()
                          .byName(
                              tx,
                              organiser.account(),
                              group,
                              "outsider",
                              InviteToGroup.As.of(role))))
          .isEqualTo("no_such_role");
    }
  }

  @Test
  void c51ALinkOpensOnce() {
    GroupId group = circle.group("By link");
    Person one = circle.somebody();
    Person two = circle.somebody();
    String token = link(group, Duration.ofDays(7));
    assertThat(follow(two, token + "x")).isEqualTo("404");
    assertThat(follow(one, token)).isEmpty();
    assertThat(circle.role(group, one)).isEqualTo(Role.MEMBER);
    assertThat(follow(two, token)).isEqualTo("404");
    assertThat(circle.role(group, two)).isNull();
  }

  @Test
  void c51TwoWhoFollowALinkInTheSameMomentAreNotBothIn() throws Exception {
    GroupId group = circle.group("Race for a link");
    String token = link(group, Duration.ofDays(7));
    List<Callable<String>> race = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Person person = circle.somebody();
      race.add(() -> follow(person, token));
    }
    assertThat(AtOnce.all(race)).containsOnlyOnce("").containsOnly("", "404");
  }

  @Test
  void aLinkEndsWithItsTimeAndWhenItIsWithdrawn() {
    GroupId group = circle.group("Old links");
    Person person = circle.somebody();
    String old = link(group, Duration.ofDays(1));
    circle.rig().clock().advance(Duration.ofDays(1));
    assertThat(follow(person, old)).isEqualTo("404");
    circle.rig().runDueJobs();
    String token = link(group, Duration.ofDays(1));
    Person organiser = circle.person(Who.ORGANISER);
    circle.as(
        organiser,
        tx -> {
          List<Invitations.Invitation> open =
              new Invitations(circle.rig().kit()).open(tx.sql(), group);
          assertThat(open).hasSize(1);
          circle.verbs().invite().withdraw(tx, organiser.account(), group, open.getFirst().id());
        });
    assertThat(follow(person, token)).isEqualTo("404");
    for (Duration life :
        List.of(Duration.ZERO, Duration.ofDays(-1), InviteToGroup.LONGEST_LINK.plusMillis(1))) {
      assertThat(
              circle.refusal(
                  organiser,
                  tx ->
                      circle
                          .verbs()
                          .invite()
                          .byLink(
                              tx,
                              organiser.account(),
                              group,
                              InviteToGroup.As.of(Role.MEMBER),
                              life)))
          .isEqualTo("bad_time");
    }
  }

  @Test
  void c51TheLastSeatIsTakenOnce() throws Exception {
    GroupId group = circle.group("Last seat", "seats", "3");
    circle.enrol(group, circle.person(Who.MEMBER), Role.MEMBER);
    List<Person> invited = new ArrayList<>();
    List<Callable<String>> race = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Person person = circle.somebody();
      invite(group, person);
      long invitation = offers(person).getFirst().invitation().id();
      invited.add(person);
      race.add(() -> accept(person, invitation));
    }
    assertThat(AtOnce.all(race)).containsOnlyOnce("").containsOnly("", "full");
    assertThat(invited.stream().filter(person -> circle.role(group, person) != null)).hasSize(1);
    // who came too late keeps the invitation, and an observer needs no seat
    assertThat(invited.stream().filter(person -> !offers(person).isEmpty())).hasSize(4);
    circle.enrol(group, circle.person(Who.OBSERVER), Role.OBSERVER);
    assertThat(circle.role(group, circle.person(Who.OBSERVER))).isEqualTo(Role.OBSERVER);
  }

  @Test
  void aRequestIsAnsweredByAnOrganiser() {
    GroupId group = circle.group("On request", "visibility", "listed");
    Person one = circle.somebody();
    Person two = circle.somebody();
    Person organiser = circle.person(Who.ORGANISER);
    for (Person person : List.of(one, two)) {
      circle.as(
          person, tx -> circle.verbs().request().ask(tx, person.account(), group, "I am a nurse."));
    }
    assertThat(news(organiser)).isEqualTo(2);
    assertThat(circle.browser(organiser).get("/groups/" + group + "/members").text())
        .contains("I am a nurse.");
    // nobody lets themselves in
    assertThat(
            circle.outcome(
                one,
                tx -> circle.verbs().request().accept(tx, one.account(), group, one.account())))
        .isEqualTo(404);
    circle.as(
        organiser,
        tx -> circle.verbs().request().accept(tx, organiser.account(), group, one.account()));
    circle.as(
        organiser,
        tx -> circle.verbs().request().decline(tx, organiser.account(), group, two.account()));
    assertThat(circle.role(group, one)).isEqualTo(Role.MEMBER);
    assertThat(circle.role(group, two)).isNull();
    assertThat(news(one)).isEqualTo(1);
    assertThat(news(two)).isZero();
    assertThat(news(organiser)).isZero();
    assertThat(circle.kinds(group)).containsExactly("created", "accepted", "declined");
  }

  @Test
  void whoIsBlockedInvitesInVain() {
    GroupId group = circle.group("Unwanted");
    Person person = circle.somebody();
    person.app().post("/api/v1/accounts/" + circle.account(Who.ORGANISER) + "/block");
    invite(group, person);
    assertThat(news(person)).isZero();
    assertThat(offers(person)).isEmpty();
  }

  @Test
  void aGuestIsOutWhenTheirTimeIsOver() {
    GroupId group = circle.full("For a time");
    Person guest = circle.person(Who.GUEST);
    assertThat(circle.role(group, guest)).isEqualTo(Role.GUEST);
    circle.rig().clock().advance(Duration.ofHours(1));
    circle.rig().runDueJobs();
    assertThat(circle.role(group, guest)).isNull();
    assertThat(circle.role(group, circle.person(Who.GLASS))).isNull();
    assertThat(circle.kinds(group)).endsWith("ended", "ended");
  }
}
