package org.colloque.server.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.colloque.server.http.Access;
import org.colloque.server.http.Route;
import org.colloque.server.http.Scope;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.colloque.server.rig.Wire;
import org.colloque.server.walls.Walker.Visitor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every route, whatever it does, as every kind of caller (reliability.md, C46, C56, C59, C63, C65):
 * made from the table of routes, so that a new one is walked without anybody remembering.
 */
class RouteWalkTest {
  /** An identifier that nothing has. */
  private static final String NOTHING = "424242";

  /** Names, numbers and paths that no route can mean. */
  private static final List<String> BAD_VALUES =
      List.of(
          "abc",
          "-1",
          "0",
          "00",
          "1e9",
          "9223372036854775808",
          "99999999999999999999999999",
          "%00",
          "1%00",
          "%0d%0aSet-Cookie:%20a=b",
          "..%2f..%2f..%2fetc%2fpasswd",
          "%2e%2e",
          "..",
          "%",
          "%zz",
          "%ff%fe",
          "%ed%a0%80",
          "'%20OR%201=1--",
          "%F0%9F%A9%BA",
          "a".repeat(2_000));

  private static final String BAD_QUERY =
      "?limit=99999999999999999999&max_id=abc&since_id=-1&min_id=99999999999999999999&offset=-5"
          + "&id[]=x&id[]=%F0%9F%A9%BA&types[]=nothing&exclude_types[]=&q=%25_'%22&acct=@&uri=//"
          + "&timeline[]=x&resolve=maybe&local=2&tag=%23&tagged=%20"
          + "&list=x&stream=x&resource=acct:&scope=x&redirect_uri=javascript:1&response_type=x";

  private static final String BAD_JSON =
      """
      {"status": {"a": 1}, "media_ids": "x", "poll": [1], "visibility": 7, "in_reply_to_id": {},
       "language": [], "scheduled_at": "yesterday", "id": [[]], "scopes": {}, "redirect_uris": 3,
       "fields_attributes": [1, {"name": []}], "home": "x", "notifications": {"last_read_id": {}},
       "display_name": [], "note": {}, "source": 1, "focus": "a,b,c", "duration": -1, "reblogs": [],
       "media_attributes": [{"id": {}}], "csrf": {}, "username": {}, "email": [], "password": 1}
      """;

  private static Rig rig;
  private static Walker walker;
  private static int people;

  @BeforeAll
  static void open() {
    rig = Rig.start();
    walker = new Walker(rig);
  }

  @AfterAll
  static void close() {
    rig.close();
  }

  @TestFactory
  Stream<DynamicTest> eachRouteAsEachCaller() {
    return routes().map(route -> DynamicTest.dynamicTest(name(route), () -> callers(route)));
  }

  @TestFactory
  Stream<DynamicTest> eachRouteWithBadValues() {
    return routes().map(route -> DynamicTest.dynamicTest(name(route), () -> badValues(route)));
  }

  @TestFactory
  Stream<DynamicTest> eachRouteWithEachScopeItNames() {
    return routes()
        .filter(route -> !RoutesTable.scopes(route.access()).isEmpty())
        .map(route -> DynamicTest.dynamicTest(name(route), () -> scopes(route)));
  }

  private static Stream<Route> routes() {
    List<Route> routes = rig.instance().rooms().routes();
    assertThat(routes).hasSizeGreaterThan(20);
    return routes.stream();
  }

  private static String name(Route route) {
    return route.method() + " " + route.pattern();
  }

  /** Somebody new, because a route may end a session, a token or an account. */
  private static Person somebody() {
    return rig.local("walker" + people++);
  }

  private void callers(Route route) {
    Person person = somebody();
    Visitor anonymous = Visitor.anonymous();
    Visitor forged = Visitor.token("a forged token", "forged");
    Visitor beside =
        Visitor.token(
            "a token for something else", rig.token(person, Walker.scopeBeside(route.access())));
    Visitor appItself = Visitor.token("the app itself", rig.appToken(Scope.ALL));
    Visitor member = Visitor.token("a member's token", person.token());
    Visitor session = walker.session(person);
    boolean scoped = !RoutesTable.scopes(route.access()).isEmpty();
    boolean safe = route.method().isSafe();
    switch (route.access()) {
      case Access.Anyone _, Access.Server _ -> {
        expect(route, anonymous, "answers", status -> true);
        expect(route, member, "answers", status -> true);
        expect(route, session, "answers", status -> true);
      }
      case Access.Page _ -> {
        expect(route, anonymous, "answers", status -> true);
        if (!safe) {
          expect(route, session, "403", status -> status == 403);
          expect(route, fromElsewhere(anonymous), "403", status -> status == 403);
        }
      }
      case Access.SignedIn _, Access.Staff _, Access.Moderators _ -> guardedPage(route, person);
      case Access.Api _ -> {
        expect(route, anonymous, "answers", status -> true);
        expect(route, forged, "401", status -> status == 401);
        expect(route, beside, "403", status -> !scoped || status == 403);
        expect(route, member, "no refusal", status -> status != 401);
      }
      case Access.ApiApp _ -> {
        expect(route, anonymous, "401", status -> status == 401);
        expect(route, session, "401", status -> status == 401);
        expect(route, forged, "401", status -> status == 401);
        expect(route, beside, "403", status -> !scoped || status == 403);
        expect(route, appItself, "no refusal", status -> status != 401);
      }
      case Access.ApiModerator _ -> {
        expect(route, anonymous, "401", status -> status == 401);
        expect(route, session, "401", status -> status == 401);
        expect(route, forged, "401", status -> status == 401);
        expect(route, beside, "403", status -> status == 403);
        expect(route, appItself, "422", status -> status == 422);
        expect(route, member, "403", status -> status == 403);
      }
      case Access.ApiUser _ -> {
        expect(route, anonymous, "401", status -> status == 401);
        expect(route, session, "401", status -> status == 401);
        expect(route, forged, "401", status -> status == 401);
        expect(route, beside, "403", status -> !scoped || status == 403);
        expect(route, appItself, "422", status -> status == 422);
        expect(route, member, "no refusal", status -> status != 401);
      }
    }
  }

  private static void guardedPage(Route route, Person person) {
    Visitor member = Visitor.token("a member's token", person.token());
    Visitor session = walker.session(person);
    boolean safe = route.method().isSafe();
    expect(route, Visitor.anonymous(), "sign-in or 403", status -> status == (safe ? 303 : 403));
    expect(route, member, "sign-in or 403", status -> status == (safe ? 303 : 403));
    if (!safe) {
      expect(route, session, "403", status -> status == 403);
      expect(route, fromElsewhere(session), "403", status -> status == 403);
    } else if (route.access() instanceof Access.Staff
        || route.access() instanceof Access.Moderators) {
      expect(route, session, "404", status -> status == 404);
    } else {
      expect(route, session, "no refusal", status -> status != 403);
    }
  }

  private static Visitor fromElsewhere(Visitor visitor) {
    return visitor.with("Origin", "https://evil.example").with("Sec-Fetch-Site", "cross-site");
  }

  private static void expect(Route route, Visitor visitor, String what, IntPredicate right) {
    Wire.Answer answer = walker.call(route, Walker.path(route, NOTHING), visitor);
    assertThat(right.test(answer.status()))
        .as("%s as %s: %s expected, came %s", name(route), visitor.name(), what, answer.head())
        .isTrue();
    assertThat(Walker.faults(route, answer))
        .as("%s as %s: %s", name(route), visitor.name(), answer.head() + answer.text())
        .isEmpty();
  }

  private void badValues(Route route) {
    List<String> wrong = new ArrayList<>();
    Visitor visitor = bestOf(route);
    boolean hasParameter = !Walker.path(route, "").equals(route.pattern());
    for (String value : hasParameter ? BAD_VALUES : List.<String>of()) {
      look(route, Walker.path(route, value), visitor, "", "", wrong);
    }
    String target = Walker.path(route, NOTHING);
    look(route, target + BAD_QUERY, bestOf(route), "", "", wrong);
    if (!route.method().isSafe()) {
      String form = "application/x-www-form-urlencoded";
      look(route, target, bestOf(route), "application/json", BAD_JSON, wrong);
      look(route, target, bestOf(route), "application/json", "{", wrong);
      look(route, target, bestOf(route), "text/plain", BAD_JSON, wrong);
      look(route, target, bestOf(route), form, BAD_QUERY.substring(1), wrong);
      look(route, target, bestOf(route), form, "a[b]=1&a[]=2&a=3&[]=4&status[]=5&%=6", wrong);
      look(route, target, bestOf(route), "multipart/form-data; boundary=x", "--x\r\n", wrong);
      look(route, target, bestOf(route), "multipart/form-data", "abc", wrong);
    }
    assertThat(wrong).as(name(route)).isEmpty();
  }

  private static void look(
      Route route, String target, Visitor visitor, String type, String body, List<String> wrong) {
    Wire.Answer answer = walker.call(route, target, visitor, type, body);
    List<String> faults = Walker.faults(route, answer);
    if (!faults.isEmpty() || route.pattern().matches(".*/:id(/.*)?") && found(target, answer)) {
      String short_ = target.length() > 120 ? target.substring(0, 120) + "…" : target;
      wrong.add(short_ + " " + type + ": " + answer.status() + " " + faults);
    }
  }

  /** Whether something answered that should not exist, at an address that no identifier has. */
  private static boolean found(String target, Wire.Answer answer) {
    return answer.status() < 300 && !target.contains(NOTHING);
  }

  /** The visitor for whom most of the route's code runs. */
  private static Visitor bestOf(Route route) {
    if (route.access().isPage()) {
      return walker.session(bestPerson(route)).with("Sec-Fetch-Site", "same-origin");
    }
    return route.access().isApi()
        ? Visitor.token("a member's token", bestPerson(route).token())
        : Visitor.anonymous();
  }

  private static Person bestPerson(Route route) {
    return switch (route.access()) {
      case Access.Moderators _, Access.ApiModerator _ -> rig.owner("walker" + people++);
      case Access.Anyone _,
          Access.Server _,
          Access.Page _,
          Access.SignedIn _,
          Access.Staff _,
          Access.Api _,
          Access.ApiApp _,
          Access.ApiUser _ ->
          somebody();
    };
  }

  private void scopes(Route route) {
    Person person = somebody();
    for (String scope : RoutesTable.scopes(route.access())) {
      assertThat(Scope.ALL).as("a scope of Mastodon's").contains(scope);
      Visitor visitor = Visitor.token(scope + " alone", rig.token(person, scope));
      Wire.Answer answer = walker.call(route, Walker.path(route, NOTHING), visitor);
      assertThat(answer.text())
          .as("%s with %s", name(route), scope)
          .doesNotContain("outside the authorized scopes");
    }
  }
}
