package org.colloque.server.groups;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.colloque.server.database.Viewer;
import org.colloque.server.groups.Circle.Who;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Browser.Answer;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.WebPage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A group as its people live with it: made, filled, kept and ended by the pages. */
class GroupPagesTest {
  private static Circle circle;

  @BeforeAll
  static void open() {
    circle = new Circle();
  }

  @AfterAll
  static void close() {
    circle.close();
  }

  private static String text(Browser browser, String path) {
    return WebPage.open(browser, path).document().select("main").text();
  }

  private static void done(Answer answer) {
    assertThat(answer.status()).isEqualTo(303);
    assertThat(answer.header("location")).doesNotContain("refused");
  }

  /** The path of a new group. */
  private static String made(Browser browser, String name) {
    Answer answer = WebPage.open(browser, "/groups/new").send("/groups", Map.of("name", name));
    done(answer);
    String members = answer.header("location");
    assertThat(members).endsWith("/members");
    return members.substring(0, members.length() - "/members".length());
  }

  @Test
  void fromTheFirstInvitationToTheLastGoodbye() {
    Browser organiser = circle.browser(circle.person(Who.ORGANISER));
    Person member = circle.person(Who.MEMBER);
    Browser theirs = circle.browser(member);
    String group = made(organiser, "Peers of Lyon");
    done(
        WebPage.open(organiser, group + "/members")
            .send(group + "/invitations", Map.of("handle", "member")));
    assertThat(text(theirs, "/notifications")).contains("organiser asks you into a group");
    WebPage list = WebPage.open(theirs, "/groups");
    String offer = list.document().select("a[href^=/groups/invitations/]").getFirst().attr("href");
    assertThat(text(theirs, offer)).contains("Peers of Lyon", "Your place: member");
    done(WebPage.open(theirs, offer).send(offer + "/accept", Map.of()));
    assertThat(text(theirs, group + "/about")).contains("Peers of Lyon", "2 seats of 10 taken");
    assertThat(text(theirs, "/groups")).contains("Peers of Lyon");

    String role = group + "/members/" + member.account() + "/role";
    done(WebPage.open(organiser, group + "/members").send(role, Map.of("role", "organiser")));
    done(WebPage.open(organiser, group + "/about").send(group + "/leave", Map.of()));
    assertThat(organiser.get(group + "/about").status()).isEqualTo(404);
    assertThat(text(theirs, group + "/log"))
        .contains(
            "organiser made the group",
            "organiser invited member",
            "member joined the group",
            "organiser gave member a role: organiser",
            "organiser left the group",
            "Checked: 5 rows");
    Answer last = WebPage.open(theirs, group + "/settings").send(group + "/delete", Map.of());
    done(last);
    assertThat(text(theirs, group + "/settings")).contains("Do not delete after all");
  }

  @Test
  void aLinkIsShownOnceAndOpensAfterSignIn() {
    Browser organiser = circle.browser(circle.person(Who.ORGANISER));
    String group = made(organiser, "By a link");
    Answer answer =
        WebPage.open(organiser, group + "/members").send(group + "/links", Map.of("days", "1"));
    assertThat(answer.status()).isEqualTo(200);
    String link = WebPage.of(organiser, answer).document().select("#link").attr("value");
    String path = URI.create(link).getPath();
    assertThat(WebPage.open(organiser, group + "/members").document().select("#link")).isEmpty();
    assertThat(text(organiser, group + "/members")).contains("Link that works once");

    Browser visitor = circle.rig().anonymous();
    Answer sent = visitor.get(path);
    assertThat(sent.status()).isEqualTo(303);
    assertThat(sent.header("location")).startsWith("/sign-in?return_to=%2Fgroups%2Fjoin%2F");
    Browser guest = circle.browser(circle.person(Who.OUTSIDER));
    assertThat(text(guest, path)).contains("By a link", "organiser asks you into this group");
    done(WebPage.open(guest, path).send(path, Map.of()));
    assertThat(guest.get(group + "/about").status()).isEqualTo(200);
    assertThat(circle.browser(circle.person(Who.MEMBER)).get(path).status()).isEqualTo(404);
  }

  @Test
  void aListedGroupIsAskedForOnThePageOfGroups() {
    Browser organiser = circle.browser(circle.person(Who.ORGANISER));
    String group = made(organiser, "Listed here");
    done(
        WebPage.open(organiser, group + "/settings")
            .send(group + "/settings", Map.of("visibility", "listed", "seats", "4")));
    Person person = circle.somebody();
    Browser theirs = circle.browser(person);
    done(WebPage.open(theirs, "/groups").send(group + "/ask", Map.of("message", "May I come in?")));
    assertThat(text(theirs, "/groups")).contains("Your request waits");
    assertThat(text(organiser, "/notifications")).contains("asks to join Listed here");
    assertThat(text(organiser, group + "/members")).contains("May I come in?");
    String accept = group + "/requests/" + person.account() + "/accept";
    done(WebPage.open(organiser, group + "/members").send(accept, Map.of()));
    assertThat(text(theirs, group + "/about")).contains("2 seats of 4 taken");
    assertThat(text(theirs, "/notifications")).contains("Listed here: organiser let");
  }

  @Test
  void whatCannotBeIsSaidBesideTheField() {
    Browser organiser = circle.browser(circle.person(Who.ORGANISER));
    Answer refused =
        WebPage.open(organiser, "/groups/new")
            .send("/groups", Map.of("name", "Big", "seats", "13", "zone", "Mars/Base"));
    assertThat(refused.status()).isEqualTo(422);
    WebPage page = WebPage.of(organiser, refused);
    assertThat(page.document().select("#name").attr("value")).isEqualTo("Big");
    assertThat(page.document().select("#seats-error").text()).contains("at most 12");
    assertThat(page.document().select("#zone-error").text()).contains("no such time zone");

    String group = made(organiser, "Words");
    Answer nobody =
        WebPage.open(organiser, group + "/members")
            .send(group + "/invitations", Map.of("handle", "nobody_at_all"));
    assertThat(text(organiser, nobody.header("location")))
        .contains("Nobody on this instance has this name.");
    Answer last = organiser.post(group + "/leave", "csrf", csrf(organiser));
    assertThat(text(organiser, last.header("location"))).contains("name another one first");
  }

  private static String csrf(Browser browser) {
    return WebPage.open(browser, "/home").document().select("input[name=csrf]").attr("value");
  }

  @Test
  void whereTheStaffMakesTheGroupsMembersDoNot() {
    circle
        .rig()
        .kit()
        .db()
        .doAs(
            Viewer.stranger(),
            tx ->
                circle
                    .rig()
                    .instance()
                    .rooms()
                    .settings()
                    .change(tx, Map.of(Founders.SETTING, "staff")));
    try {
      Browser member = circle.browser(circle.person(Who.MEMBER));
      assertThat(member.get("/groups/new").status()).isEqualTo(404);
      assertThat(member.get("/groups").text()).doesNotContain("/groups/new");
      assertThat(member.post("/groups", "csrf", csrf(member), "name", "x").status()).isEqualTo(403);
      assertThat(
              circle.person(Who.MEMBER).app().post("/api/colloque/v1/groups", "name", "x").status())
          .isEqualTo(403);
      made(circle.browser(circle.person(Who.ADMIN)), "By the staff");
    } finally {
      circle
          .rig()
          .kit()
          .db()
          .doAs(
              Viewer.stranger(),
              tx ->
                  circle
                      .rig()
                      .instance()
                      .rooms()
                      .settings()
                      .change(tx, Map.of(Founders.SETTING, "members")));
    }
  }
}
