package org.colloque.server.groups;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.colloque.server.groups.Circle.Who;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.WebPage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An admin gets into a group only in front of everybody (community.md, B.1 and B.20, 26). */
class BreakGlassTest {
  private static final String REASON = "A patient can be recognised, says a report.";

  private static Circle circle;

  @BeforeAll
  static void open() {
    circle = new Circle();
  }

  @AfterAll
  static void close() {
    circle.close();
  }

  private static Browser.Answer ask(Person person, String address, String reason) {
    Browser browser = circle.browser(person);
    return WebPage.open(browser, "/admin/groups")
        .send("/admin/groups", Map.of("address", address, "reason", reason, "agreement", "on"));
  }

  @Test
  void everyMemberIsToldBeforeTheFirstPageIsShown() {
    GroupId group = circle.group("Behind glass");
    circle.enrol(group, circle.person(Who.MEMBER), Role.MEMBER);
    circle.enrol(group, circle.person(Who.OBSERVER), Role.OBSERVER);
    Person admin = circle.person(Who.ADMIN);
    // a block does not stand before it
    circle.person(Who.MEMBER).app().post("/api/v1/accounts/" + admin.account() + "/block");
    String about = "/groups/" + group + "/about";
    assertThat(circle.browser(admin).get(about).status()).isEqualTo(404);

    Browser.Answer opened = ask(admin, circle.rig().base() + about, REASON);

    assertThat(opened.status()).isEqualTo(303);
    assertThat(opened.header("location")).isEqualTo("/groups/" + group);
    for (Who who : List.of(Who.ORGANISER, Who.MEMBER, Who.OBSERVER)) {
      Browser browser = circle.browser(circle.person(who));
      assertThat(WebPage.open(browser, "/notifications").document().text())
          .as("%s", who)
          .contains("admin, who runs the instance, reads this group", REASON);
      assertThat(WebPage.open(browser, "/groups/" + group + "/log").document().text())
          .contains(REASON);
    }
    String page = WebPage.open(circle.browser(admin), about).document().text();
    assertThat(page).contains("Behind glass", "Its members know");
  }

  @Test
  void itEndsByItself() {
    GroupId group = circle.group("For some hours");
    Person admin = circle.person(Who.ADMIN);
    assertThat(ask(admin, group.toString(), REASON).status()).isEqualTo(303);
    assertThat(circle.role(group, admin)).isEqualTo(Role.GLASS);
    circle.rig().clock().advance(BreakGlass.LIFE);
    circle.rig().runDueJobs();
    assertThat(circle.browser(admin).get("/groups/" + group + "/about").status()).isEqualTo(404);
    assertThat(circle.kinds(group)).containsExactly("created", "glass", "ended");
  }

  @Test
  void aReasonIsNeededBeforeAnythingIsLookedFor() {
    GroupId group = circle.group("Closed");
    Person admin = circle.person(Who.ADMIN);
    for (String address : List.of(group.toString(), "117000000000000001")) {
      assertThat(ask(admin, address, "x".repeat(BreakGlass.LEAST_REASON - 1)).status())
          .isEqualTo(422);
      assertThat(ask(admin, address, "x".repeat(BreakGlass.MOST_REASON + 1)).status())
          .isEqualTo(422);
      Browser browser = circle.browser(admin);
      assertThat(
              WebPage.open(browser, "/admin/groups")
                  .send("/admin/groups", Map.of("address", address, "reason", REASON))
                  .status())
          .isEqualTo(422);
    }
    assertThat(circle.kinds(group)).containsExactly("created");
    assertThat(ask(admin, "117000000000000001", REASON).status()).isEqualTo(404);
    assertThat(ask(admin, "not an address", REASON).status()).isEqualTo(404);
    assertThat(ask(admin, group.toString(), "x".repeat(BreakGlass.LEAST_REASON)).status())
        .isEqualTo(303);
  }

  @Test
  void nobodyElseHasSuchAPage() {
    for (Who who : List.of(Who.ORGANISER, Who.MEMBER, Who.OUTSIDER)) {
      assertThat(circle.browser(circle.person(who)).get("/admin/groups").status()).isEqualTo(404);
    }
  }

  @Test
  void whoBrokeTheGlassReadsAndDoesNothingElse() {
    GroupId group = circle.full("Looked at");
    Person glass = circle.person(Who.GLASS);
    assertThat(circle.browser(glass).get("/groups/" + group + "/export").status()).isEqualTo(403);
    assertThat(circle.outcome(glass, tx -> MemberOf.of(tx, group, glass.account()).writes()))
        .isEqualTo(403);
    // who is asked in afterwards is a member like others
    circle.as(
        Who.ORGANISER,
        tx ->
            circle
                .verbs()
                .leave()
                .remove(tx, circle.account(Who.ORGANISER), group, glass.account()));
    circle.enrol(group, glass, Role.GLASS);
    circle.enrol(group, glass, Role.MEMBER);
    assertThat(circle.role(group, glass)).isEqualTo(Role.MEMBER);
  }
}
