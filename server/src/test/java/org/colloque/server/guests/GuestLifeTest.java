package org.colloque.server.guests;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.DELIVERIES;
import static org.colloque.migrations.Tables.GUEST_SESSIONS;
import static org.colloque.migrations.Tables.STATUSES;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Route;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.WebPage;
import org.junit.jupiter.api.Test;

/** What a guest of another instance can do here, how far it goes, and how it ends. */
class GuestLifeTest extends GuestHouse {
  @Test
  void aGuestSeesNothingButTheirGroups() {
    Browser guest = guest();
    List<String> open = new ArrayList<>();
    for (Route route : rig.instance().rooms().routes()) {
      boolean closed =
          switch (route.access()) {
            case Access.SignedIn in -> !in.guests();
            case Access.Staff _, Access.Moderators _ -> true;
            case Access.ApiUser _, Access.ApiApp _, Access.ApiModerator _ -> true;
            case Access.Anyone _, Access.Server _, Access.Page _, Access.Api _ -> false;
          };
      if (closed && route.method().isSafe()) {
        int status = guest.get(route.pattern().replaceAll("[:*][a-z_]+", "1")).status();
        if (status != (route.access().isApi() ? 401 : 404)) {
          open.add(route.pattern() + ": " + status);
        }
      }
    }
    assertThat(open).isEmpty();
    String csrf = WebPage.open(guest, group + "/new").document().select("[name=csrf]").val();
    assertThat(guest.post("/statuses", "csrf", csrf, "status", "hello").status()).isEqualTo(404);
    assertThat(guest.post("/groups", "csrf", csrf, "name", "Mine").status()).isEqualTo(404);
    assertThat(guest.post(group + "/links", "csrf", csrf, "days", "7").status()).isEqualTo(404);
    // an answer to what everybody reads would be a post of theirs to everybody
    String open1 =
        claire.app().post("/api/v1/statuses", "status", "hello").json().path("id").asText();
    String topic = begin(guest, "Title");
    Browser.Answer out =
        guest.post(
            group + "/topics/" + topic + "/replies",
            "csrf",
            csrf,
            "status",
            "out",
            "in_reply_to_id",
            open1);
    assertThat(out.status()).as(out.text()).isEqualTo(404);
    assertThat(count(STATUSES, STATUSES.CONTENT_HTML.contains("out"))).isZero();
    assertThat(guest.get("/groups").text()).doesNotContain("/groups/new");
  }

  /** Begins a topic; its number. */
  private String begin(Browser browser, String title) {
    WebPage page = WebPage.open(browser, group + "/new");
    Browser.Answer begun =
        page.send(group + "/topics", Map.of("title", title, "status", "What do you think?"));
    assertThat(begun.status()).as(begun.text()).isEqualTo(303);
    return begun.header("location").replaceAll(".*/", "");
  }

  @Test
  void nothingOfWhatAGuestSaysGoesAnywhere() {
    Browser guest = guest();
    String topic = begin(guest, "Where it hurts");
    Browser.Answer page = claire.app().get("/api/v1/statuses/" + topic);
    assertThat(page.json().path("account").path("acct").asText()).isEqualTo(bob.handle());
    // nor what others do with it
    assertThat(claire.app().post("/api/v1/statuses/" + topic + "/favourite").status())
        .isEqualTo(200);
    assertThat(
            claire
                .app()
                .post("/api/v1/statuses", "status", "It depends", "in_reply_to_id", topic)
                .status())
        .isEqualTo(200);
    rig.runDueJobs();
    assertThat(far.everything())
        .noneMatch(
            each -> each.getUrl().contains("inbox") || each.getBodyAsString().contains("hurts"));
    assertThat(count(DELIVERIES)).isZero();
    assertThat(guest.get(group + "/topics/" + topic).text())
        .contains("It depends", "guest from " + far.host());
    assertThat(rig.anonymous().get("/@" + bob.handle()).text()).doesNotContain("Where it hurts");
  }

  @Test
  void whoIsRemovedIsOutAndSignedOut() {
    Browser guest = guest();
    begin(guest, "Staying");
    claire.app().delete("/api/colloque/v1" + group + "/members/" + members().get(bob.handle()));
    assertThat(count(GUEST_SESSIONS)).isZero();
    for (String path : List.of(group, group + "/members", group + "/log", "/groups")) {
      assertThat(guest.get(path).header("location")).startsWith("/sign-in");
    }
    Browser again = rig.anonymous();
    refused(again.get(back(far, send(again, bob.handle(), ""), "code")), "No group here");
  }

  @Test
  void whoIsRemovedFromOneGroupStaysInTheOther() {
    Browser guest = guest();
    String first = group;
    group =
        claire.app().post("/api/colloque/v1/groups", "name", "Another").json().path("id").asText();
    group = "/groups/" + group;
    String link = link("guest");
    assertThat(WebPage.open(guest, link).send(link, Map.of()).header("location")).isEqualTo(group);
    claire.app().delete("/api/colloque/v1" + group + "/members/" + members().get(bob.handle()));
    assertThat(guest.get(group).status()).isEqualTo(404);
    assertThat(WebPage.open(guest, first + "/about").send(first + "/leave", Map.of()).status())
        .isEqualTo(303);
    assertThat(count(GUEST_SESSIONS)).isZero();
  }

  private Map<String, String> members() {
    Map<String, String> ids = new java.util.HashMap<>();
    claire
        .app()
        .get("/api/colloque/v1" + group + "/members")
        .json()
        .forEach(each ->
            ids.put(
                each.path("account").path("acct").asText(),
                each.path("account").path("id").asText()));
    return ids;
  }

  @Test
  void theTimeOfAGuestEnds() {
    String today = rig.kit().now().toString().substring(0, 10);
    Browser guest = guest("until", today);
    assertThat(guest.get(group).status()).isEqualTo(200);
    rig.clock().advance(Duration.ofHours(27));
    rig.runDueJobs();
    assertThat(guest.get(group).header("location")).startsWith("/sign-in");
    assertThat(members()).doesNotContainKey(bob.handle());
    assertThat(
            claire
                .app()
                .post(
                    "/api/colloque/v1" + group + "/invites", "role", "guest", "until", "2001-01-01")
                .json()
                .path("code")
                .asText())
        .isEqualTo("bad_time");
  }

  @Test
  void whoDeletesTheirAccountAtHomeLeaves() {
    Browser guest = guest();
    String topic = begin(guest, "Before");
    assertThat(bob.send(rig, bob.activity("Delete", bob.uri()))).isEqualTo(202);
    far.answer(bob.uri(), aResponse().withStatus(410));
    rig.runDueJobs();
    assertThat(guest.get(group).header("location")).startsWith("/sign-in");
    assertThat(members()).doesNotContainKey(bob.handle());
    assertThat(claire.app().get("/api/v1/statuses/" + topic).status()).isEqualTo(404);
    assertThat(claire.app().get("/api/colloque/v1" + group).status()).isEqualTo(200);
  }

  @Test
  void anInstanceCanHaveNoGuests() {
    Browser guest = guest();
    settings("false");
    assertThat(guest.get(group).header("location")).startsWith("/sign-in");
    assertThat(guest.get("/sign-in").text()).doesNotContain(FORM);
    assertThat(guest.get(FORM).status()).isEqualTo(404);
    assertThat(
            claire
                .app()
                .post(
                    "/api/colloque/v1" + group + "/invites",
                    "role",
                    "guest",
                    "handle",
                    far.person("late").handle())
                .json()
                .path("code")
                .asText())
        .isEqualTo("no_guests");
    settings("true");
    assertThat(guest.get(FORM).status()).isEqualTo(200);
  }

  private void settings(String guests) {
    var faults =
        rig.kit()
            .db()
            .as(
                Viewer.stranger(),
                tx -> rig.instance().rooms().settings().change(tx, Map.of("guests", guests)));
    assertThat(faults).isEmpty();
  }

  @Test
  void aGuestSignsOut() {
    Browser guest = guest();
    WebPage page = WebPage.open(guest, group);
    assertThat(page.document().select("form[action=/sign-out] button").attr("title"))
        .isEqualTo("@" + bob.handle());
    assertThat(page.send("/sign-out", Map.of()).status()).isEqualTo(303);
    assertThat(count(GUEST_SESSIONS)).isZero();
    assertThat(guest.get(group).header("location")).startsWith("/sign-in");
  }
}
