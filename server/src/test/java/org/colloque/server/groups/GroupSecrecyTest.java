package org.colloque.server.groups;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.colloque.server.groups.Circle.Who;
import org.colloque.server.http.Access;
import org.colloque.server.http.Route;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.WebPage;
import org.colloque.server.users.SignedIn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Nobody who is not in a group can tell it from one that was never there (reliability.md, C47), and
 * of a listed one they learn what is listed.
 */
class GroupSecrecyTest {
  /** As many digits as an identifier has, and nothing has it. */
  private static final String MISSING = "117000000000000001";

  private static final String CANARY = "zzkanarigroupzz";

  private static Circle circle;
  private static GroupId secret;
  private static GroupId listed;

  @BeforeAll
  static void open() {
    circle = new Circle();
    secret = circle.full(CANARY, "description", CANARY, "charter", CANARY, "rhythm", CANARY);
    listed =
        circle.full(
            "A listed group",
            "visibility",
            "listed",
            "rhythm",
            "on Tuesdays",
            "description",
            CANARY,
            "charter",
            CANARY);
  }

  @AfterAll
  static void close() {
    circle.close();
  }

  private static Stream<Route> routes() {
    return circle.rig().instance().rooms().routes().stream()
        .filter(route ->
            route.pattern().startsWith("/groups/:id")
                || route.pattern().startsWith("/api/colloque/v1/groups/:id"));
  }

  @TestFactory
  Stream<DynamicTest> c47SecretAndMissingAreTheSame() {
    return routes()
        .flatMap(route ->
            Stream.of(Who.FORMER, Who.OUTSIDER, Who.ADMIN)
                .map(who ->
                    DynamicTest.dynamicTest(
                        route.method() + " " + route.pattern() + " as " + who,
                        () -> same(route, circle.person(who)))));
  }

  private static void same(Route route, Person person) {
    Browser.Answer there = call(route, secret.toString(), person);
    Browser.Answer missing = call(route, MISSING, person);
    assertThat(there.status()).isEqualTo(404);
    assertThat(comparable(there)).isEqualTo(comparable(missing)).doesNotContain(CANARY);
    if (!route.pattern().contains("/ask")) {
      assertThat(comparable(call(route, listed.toString(), person))).isEqualTo(comparable(missing));
    }
  }

  @TestFactory
  Stream<DynamicTest> c47AVisitorIsSentToTheSameSignInPage() {
    return routes()
        .map(route ->
            DynamicTest.dynamicTest(
                route.method() + " " + route.pattern(),
                () -> {
                  Browser visitor = circle.rig().anonymous();
                  Browser.Answer there = send(route, secret.toString(), visitor, "");
                  Browser.Answer missing = send(route, MISSING, visitor, "");
                  assertThat(there.status()).isIn(303, 401, 403);
                  assertThat(comparable(there).replace(secret.toString(), MISSING))
                      .isEqualTo(comparable(missing));
                }));
  }

  private static Browser.Answer call(Route route, String id, Person person) {
    boolean isPage = route.access().isPage();
    Browser browser = isPage ? circle.browser(person) : person.app();
    String csrf = isPage ? SignedIn.csrf(browser.get("/home")) : "";
    return send(route, id, browser, csrf);
  }

  private static Browser.Answer send(Route route, String id, Browser browser, String csrf) {
    String path =
        route
            .pattern()
            .replace(":id", id)
            .replace(":account", circle.account(Who.MEMBER).toString())
            .replaceAll(":[a-z_]+", MISSING);
    assertThat(route.access()).isNotInstanceOf(Access.Anyone.class);
    return route.method().isSafe()
        ? browser.get(path)
        : browser.form(
            route.method().name(), path, "csrf", csrf, "name", "x", "role", "member", "days", "1");
  }

  private static String comparable(Browser.Answer answer) {
    String headers =
        answer.response().headers().map().entrySet().stream()
            .filter(header -> !List.of("x-request-id", "date").contains(header.getKey()))
            .map(Object::toString)
            .sorted()
            .collect(Collectors.joining("\n"));
    return answer.status() + "\n" + headers + "\n" + answer.text();
  }

  @Test
  void thePageOfGroupsShowsOthersOnlyWhatIsListed() {
    for (Who who : List.of(Who.FORMER, Who.OUTSIDER, Who.ADMIN)) {
      Person person = circle.person(who);
      String page = WebPage.open(circle.browser(person), "/groups").document().text();
      assertThat(page)
          .contains("A listed group", "on Tuesdays", "3 seats of 10 taken")
          .doesNotContain(CANARY);
      String api = person.app().get("/api/colloque/v1/groups/listed").text();
      assertThat(api).contains("A listed group").doesNotContain(CANARY);
      assertThat(person.app().get("/api/colloque/v1/groups").text()).isEqualTo("[]");
    }
    String admin =
        WebPage.open(circle.browser(circle.person(Who.ADMIN)), "/admin/groups").document().text();
    assertThat(admin).doesNotContain(CANARY, "listed group");
  }

  @Test
  void membersSeeTheirs() {
    for (Who who : List.of(Who.ORGANISER, Who.MEMBER, Who.OBSERVER, Who.GLASS)) {
      Person person = circle.person(who);
      assertThat(circle.browser(person).get("/groups").text()).contains(CANARY);
      assertThat(person.app().get("/api/colloque/v1/groups/" + secret).json().path("name").asText())
          .isEqualTo(CANARY);
    }
  }

  /** A number after the handle would tell others of one's other groups. */
  @Test
  void aHandleSaysNothingToAnybodyElse() {
    GroupId first = circle.group("Same name");
    GroupId second = circle.group("Same name");
    Person member = circle.person(Who.MEMBER);
    Person onlySecond = circle.somebody();
    circle.enrol(first, member, Role.MEMBER);
    circle.enrol(second, member, Role.MEMBER);
    circle.enrol(second, onlySecond, Role.MEMBER);
    assertThat(handles(member, Map.of(first, "same-name", second, "same-name-2"))).isTrue();
    assertThat(handles(onlySecond, Map.of(second, "same-name"))).isTrue();
    assertThat(
            onlySecond.app().get("/api/colloque/v1/groups/" + second + "/members").text()
                + circle.browser(onlySecond).get("/groups/" + second + "/members").text())
        .doesNotContain("same-name-2");
  }

  private static boolean handles(Person person, Map<GroupId, String> expected) {
    List<Boolean> right = new ArrayList<>();
    expected.forEach((group, handle) ->
        right.add(
            person
                .app()
                .get("/api/colloque/v1/groups/" + group)
                .json()
                .path("handle")
                .asText()
                .equals(handle)));
    return !right.contains(false);
  }

  @Test
  void nobodyAsksToJoinASecretGroup() {
    Person outsider = circle.person(Who.OUTSIDER);
    assertThat(
            circle.outcome(
                outsider, tx -> circle.verbs().request().ask(tx, outsider.account(), secret, "")))
        .isEqualTo(404);
    GroupId other = circle.group("Listed for a while", "visibility", "listed");
    circle.as(
        outsider, tx -> circle.verbs().request().ask(tx, outsider.account(), other, "Please"));
    circle.as(
        Who.ORGANISER,
        tx ->
            circle
                .verbs()
                .change()
                .change(tx, circle.account(Who.ORGANISER), other, Map.of("visibility", "secret")));
    assertThat(circle.browser(outsider).get("/groups").text()).doesNotContain("Listed for a while");
    assertThat(
            circle.outcome(
                circle.person(Who.ORGANISER),
                tx ->
                    circle
                        .verbs()
                        .request()
                        .accept(tx, circle.account(Who.ORGANISER), other, outsider.account())))
        .isEqualTo(404);
  }
}
