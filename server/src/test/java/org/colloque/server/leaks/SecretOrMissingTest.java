package org.colloque.server.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.colloque.server.http.Access;
import org.colloque.server.http.Route;
import org.colloque.server.rig.Browser.Answer;
import org.colloque.server.rig.Statements;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every route with something in its address, asked for what is in a secret group and for what was
 * never there: the same status, headers and body, after the same number of statements
 * (reliability.md, C47). How long both take: {@code ./bench groups}.
 */
class SecretOrMissingTest {
  private static final Pattern PARAMETER = Pattern.compile("[:*]([a-z_]+)");

  /** As many digits as an identifier has, and nothing has it. */
  private static final String MISSING = "117000000000000001";

  private static final String MISSING_FILE = "a".repeat(26) + ".png";

  private static Village village;
  private static Life life;

  @BeforeAll
  static void open() {
    village = new Village(1);
    life = new Life(village, village.new Quarter());
    for (Step step : List.of(Step.PICTURE, Step.REPLY, Step.POLL, Step.DRAFT)) {
      life.live(new Life.Move(step, 1));
    }
  }

  @AfterAll
  static void close() {
    village.close();
  }

  /** How somebody who is in no group asks by this route, as a function of the path. */
  private static Function<String, Answer> asking(Route route) {
    String method = route.method().name();
    boolean reads = route.method().isSafe();
    return switch (route.access()) {
      case Access.SignedIn _, Access.Page _ -> {
        Village.Seat seat = village.seat(village.eve);
        yield reads ? seat.browser()::get : path -> seat.send(path, "status", "x", "title", "x");
      }
      case Access.Staff _, Access.Moderators _ -> {
        Village.Seat seat = village.seat(village.claire);
        yield reads ? seat.browser()::get : path -> seat.send(path, "status", "x", "title", "x");
      }
      case Access.Anyone _, Access.Server _ ->
          path -> village.zoe.read(village.rig, village.rig.base() + path);
      case Access.ApiModerator _ ->
          path -> village.claire.app().form(method, path, "status", "x", "title", "x");
      case Access.Api _, Access.ApiApp _, Access.ApiUser _ ->
          path -> village.eve.app().form(method, path, "status", "x", "title", "x");
    };
  }

  private static String filled(Route route, String value) {
    return PARAMETER
        .matcher(route.pattern())
        .replaceAll(found ->
            switch (found.group(1)) {
              case "name", "handle" -> life.author().username();
              default -> value;
            });
  }

  private static String comparable(Answer answer, String value, String missing) {
    String headers =
        answer.response().headers().map().entrySet().stream()
            .filter(header -> !List.of("x-request-id", "date").contains(header.getKey()))
            .map(Object::toString)
            .sorted()
            .collect(Collectors.joining("\n"));
    return (answer.status() + "\n" + headers + "\n" + answer.text()).replace(value, missing);
  }

  /** Of the group, and of the first and the last thing that was said in it; keys are of files. */
  private static List<String> values(Route route) {
    List<String> values = life.values();
    List<String> keys = values.stream().filter(value -> value.contains(".")).toList();
    List<String> numbers = values.stream().filter(value -> !value.contains(".")).toList();
    return route.pattern().startsWith("/media/")
        ? keys
        : List.of(numbers.get(0), numbers.get(1), numbers.getLast());
  }

  private record Counted(Answer answer, int statements) {}

  private static Counted counted(Statements statements, Function<String, Answer> ask, String path) {
    int before = statements.sent();
    Answer answer = ask.apply(path);
    return new Counted(answer, statements.sent() - before);
  }

  @Test
  void c47WhatIsSecretIsAnsweredAsWhatWasNeverThere() {
    Map<String, String> wrong = new LinkedHashMap<>();
    int asked = 0;
    try (Statements statements = new Statements()) {
      for (Route route : village.rig.instance().rooms().routes()) {
        if (!PARAMETER.matcher(route.pattern()).find()
            || route.pattern().startsWith("/static/")
            || route.pattern().startsWith("/api/v1/streaming")) {
          continue;
        }
        Function<String, Answer> ask = asking(route);
        for (String value : values(route)) {
          String missing = value.contains(".") ? MISSING_FILE : MISSING;
          String there = filled(route, value);
          String nowhere = filled(route, missing);
          Counted first = counted(statements, ask, there);
          Counted second = counted(statements, ask, nowhere);
          if (first.statements() != second.statements()) {
            // the first time of all may note that somebody was here
            first = counted(statements, ask, there);
            second = counted(statements, ask, nowhere);
          }
          asked++;
          String one = comparable(first.answer(), value, missing);
          String other = comparable(second.answer(), value, missing);
          if (!one.equals(other)) {
            wrong.put(route.method() + " " + there, one + "\n--- but missing ---\n" + other);
          } else if (first.statements() != second.statements()) {
            wrong.put(
                route.method() + " " + there, first.statements() + "; " + second.statements());
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(asked).isGreaterThan(500);
  }

  /** The comparison finds a difference where there is one. */
  @Test
  void whatIsForEverybodyIsNotTheSame() {
    String open =
        village.eve.app().post("/api/v1/statuses", "status", "hello").json().path("id").asText();
    Function<String, Answer> ask = village.claire.app()::get;
    assertThat(comparable(ask.apply("/api/v1/statuses/" + open), open, MISSING))
        .isNotEqualTo(comparable(ask.apply("/api/v1/statuses/" + MISSING), open, MISSING));
    try (Statements statements = new Statements()) {
      assertThat(counted(statements, ask, "/api/v1/statuses/" + open).statements())
          .isGreaterThan(counted(statements, ask, "/healthz").statements());
    }
  }
}
