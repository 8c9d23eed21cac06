package org.colloque.server.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.colloque.server.http.Route;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.colloque.server.rig.Wire;
import org.colloque.server.walls.Walker.Visitor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * No route leads elsewhere, whatever it is told: not by a parameter, not by the Host header, and no
 * line can be added to its header (reliability.md, C61, C64).
 */
class RedirectWalkTest {
  private static final List<String> ELSEWHERE =
      List.of(
          "https://evil.example/",
          "//evil.example",
          "/\\evil.example",
          "\\\\evil.example",
          "/%09/evil.example",
          "/\t/evil.example",
          "https:evil.example",
          "javascript:alert(1)",
          "/home\r\nSet-Cookie: a=b",
          "/home\u0000",
          "/home\u2028x");

  private static Rig rig;
  private static Walker walker;
  private static Visitor session;

  @BeforeAll
  static void open() {
    rig = Rig.start();
    walker = new Walker(rig);
    Person alice = rig.local("alice");
    session = walker.session(alice).with("Sec-Fetch-Site", "same-origin");
  }

  @AfterAll
  static void close() {
    rig.close();
  }

  @TestFactory
  Stream<DynamicTest> c61NoRouteLeadsElsewhere() {
    return rig.instance().rooms().routes().stream()
        .filter(route -> route.access().isPage())
        .map(route ->
            DynamicTest.dynamicTest(
                route.method() + " " + route.pattern(), () -> leadsNowhere(route)));
  }

  private static void leadsNowhere(Route route) {
    List<String> wrong = new ArrayList<>();
    for (String place : ELSEWHERE) {
      String encoded = URLEncoder.encode(place, StandardCharsets.UTF_8);
      String query =
          "?to=en&return_to="
              + encoded
              + "&redirect_uri="
              + encoded
              + "&next="
              + encoded
              + "&back="
              + encoded
              + "&url="
              + encoded;
      for (Visitor visitor : List.of(Visitor.anonymous(), session)) {
        String target = Walker.path(route, "1") + query;
        look(walker.call(route, target, visitor), place, wrong);
        if (!route.method().isSafe()) {
          String form = "application/x-www-form-urlencoded";
          String bare = Walker.path(route, "1");
          look(walker.call(route, bare, visitor, form, query.substring(1)), place, wrong);
        }
      }
      look(
          walker.call(
              route,
              Walker.path(route, "1"),
              Visitor.anonymous()
                  .with("X-Forwarded-Host", "evil.example")
                  .with("X-Forwarded-Proto", "gopher")
                  .with("Forwarded", "host=evil.example")
                  .with("Referer", "https://evil.example/")),
          "a header",
          wrong);
    }
    assertThat(wrong).isEmpty();
  }

  private static void look(Wire.Answer answer, String place, List<String> wrong) {
    String location = answer.header("location");
    boolean ours =
        location.isEmpty()
            || location.startsWith(rig.base() + "/")
            || location.matches("/[^/\\\\].*|/");
    if (!ours || !answer.header("set-cookie").replaceFirst("^colloque_.*", "").isEmpty()) {
      wrong.add(place + " -> " + answer.head());
    }
    if (!answer.header("refresh").isEmpty()) {
      wrong.add(place + " refreshes");
    }
  }

  /** Behind a proxy that forwards any Host: nothing that we say of ourselves comes from it. */
  @TestFactory
  Stream<DynamicTest> c61NoAnswerRepeatsTheHostOfTheRequest() {
    return rig.instance().rooms().routes().stream()
        .filter(route -> route.method().isSafe())
        .filter(route -> !route.pattern().startsWith("/api/v1/streaming"))
        .map(route ->
            DynamicTest.dynamicTest(
                route.pattern(),
                () -> {
                  Wire.Answer answer = poisoned(Walker.path(route, "alice"));
                  assertThat(answer.head() + answer.text()).doesNotContain("poisoned.example");
                }));
  }

  private static Wire.Answer poisoned(String path) throws java.io.IOException {
    try (Wire wire = new Wire(rig.instance().port())) {
      return wire.say("GET " + path + " HTTP/1.1\r\nHost: poisoned.example\r\n\r\n").answer();
    }
  }
}
