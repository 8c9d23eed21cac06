package org.colloque.server.groups;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import org.colloque.server.groups.Circle.Who;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.WebPage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Groups by our own API (community.md, B.18). */
class GroupsApiTest {
  private static final String GROUPS = "/api/colloque/v1/groups";

  private static Circle circle;

  @BeforeAll
  static void open() {
    circle = new Circle();
  }

  @AfterAll
  static void close() {
    circle.close();
  }

  private static String made(String name) {
    JsonNode group =
        circle.person(Who.ORGANISER).app().post(GROUPS, "name", name, "type", "balint").json();
    assertThat(group.path("name").asText()).isEqualTo(name);
    return group.path("id").asText();
  }

  @Test
  void aGroupIsMadeReadAndChanged() {
    Browser app = circle.person(Who.ORGANISER).app();
    String id = made("Balint of Tuesday");
    JsonNode group = app.get(GROUPS + "/" + id).json();
    assertThat(group.path("type").asText()).isEqualTo("balint");
    assertThat(group.path("visibility").asText()).isEqualTo("secret");
    assertThat(group.path("role").asText()).isEqualTo("organiser");
    assertThat(group.path("handle").asText()).isEqualTo("balint-of-tuesday");
    assertThat(group.path("taken").asInt()).isEqualTo(1);
    JsonNode changed = app.form("PATCH", GROUPS + "/" + id, "charter", "*ours*").json();
    assertThat(changed.path("charter").asText()).contains("<em>ours</em>");
    assertThat(changed.path("name").asText()).isEqualTo("Balint of Tuesday");
    assertThat(app.get(GROUPS).text()).contains(id);
    Browser.Answer wrong = app.form("PATCH", GROUPS + "/" + id, "seats", "100");
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.json().path("details").path("seats")).isNotEmpty();
  }

  @Test
  void peopleAreInvitedGivenRolesAndRemoved() {
    Browser app = circle.person(Who.ORGANISER).app();
    String id = made("People");
    Person member = circle.person(Who.MEMBER);
    assertThat(app.post(GROUPS + "/" + id + "/invites", "handle", "member").status())
        .isEqualTo(200);
    JsonNode invites = app.get(GROUPS + "/" + id + "/invites").json();
    assertThat(invites).hasSize(1);
    String invite = invites.get(0).path("id").asText();
    assertThat(app.delete(GROUPS + "/" + id + "/invites/" + invite).status()).isEqualTo(200);
    assertThat(app.delete(GROUPS + "/" + id + "/invites/" + invite).status()).isEqualTo(404);
    String url = app.post(GROUPS + "/" + id + "/invites", "days", "2").json().path("url").asText();
    Browser theirs = circle.browser(member);
    String path = URI.create(url).getPath();
    assertThat(WebPage.open(theirs, path).send(path, java.util.Map.of()).status()).isEqualTo(303);
    String account = GROUPS + "/" + id + "/members/" + member.account();
    assertThat(app.form("PATCH", account, "role", "moderator").status()).isEqualTo(200);
    JsonNode members = member.app().get(GROUPS + "/" + id + "/members").json();
    assertThat(members).hasSize(2);
    assertThat(members.get(1).path("role").asText()).isEqualTo("moderator");
    assertThat(members.get(1).path("account").path("acct").asText()).isEqualTo("member");
    assertThat(member.app().get(GROUPS + "/" + id + "/invites").status()).isEqualTo(403);
    Browser.Answer refused = app.form("PATCH", account, "role", "glass");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().path("code").asText()).isEqualTo("no_such_role");
    assertThat(app.delete(account).status()).isEqualTo(200);
    assertThat(member.app().get(GROUPS + "/" + id).status()).isEqualTo(404);
  }

  @Test
  void scopesAreKept() {
    String id = made("Scopes");
    Person organiser = circle.person(Who.ORGANISER);
    Browser reads =
        new Browser(circle.rig().base()).withToken(circle.rig().token(organiser, "read:groups"));
    assertThat(reads.get(GROUPS + "/" + id).status()).isEqualTo(200);
    assertThat(reads.form("PATCH", GROUPS + "/" + id, "name", "x").status()).isEqualTo(403);
    Browser beside =
        new Browser(circle.rig().base())
            .withToken(circle.rig().token(organiser, "read:statuses", "write:statuses"));
    assertThat(beside.get(GROUPS).status()).isEqualTo(403);
    assertThat(beside.post(GROUPS, "name", "x").status()).isEqualTo(403);
  }

  /** What is told of groups is for the pages: a client would not know what to do with it. */
  @Test
  void clientsAreToldNothingOfTheGovernance() {
    String id = made("Quiet");
    Person member = circle.person(Who.OBSERVER);
    circle.person(Who.ORGANISER).app().post(GROUPS + "/" + id + "/invites", "handle", "observer");
    assertThat(member.app().get("/api/v1/notifications").text()).isEqualTo("[]");
    assertThat(member.app().get("/api/v1/notifications?types[]=colloque.group_invitation").text())
        .isEqualTo("[]");
    assertThat(member.app().get("/api/v1/notifications/unread_count").json().path("count").asInt())
        .isZero();
    member.app().post("/api/v1/notifications/clear");
    assertThat(circle.browser(member).get("/notifications").text())
        .contains("asks you into a group");
  }
}
