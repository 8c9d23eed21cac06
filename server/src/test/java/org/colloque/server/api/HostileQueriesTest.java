package org.colloque.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.colloque.server.http.Parameters;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.colloque.server.search.Search;
import org.colloque.server.search.SearchApi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is typed to make the database work hard, or break (reliability.md, C44, C64). */
class HostileQueriesTest {
  private static final List<String> LISTS =
      List.of(
          "/api/v1/timelines/home",
          "/api/v1/timelines/public",
          "/api/v1/timelines/tag/ward",
          "/api/v1/notifications",
          "/api/v2/notifications",
          "/api/v1/favourites",
          "/api/v1/bookmarks",
          "/api/v1/blocks",
          "/api/v1/mutes",
          "/api/v1/follow_requests",
          "/api/v1/followed_tags",
          "/api/v1/directory");

  private static Rig rig;
  private static Person alice;

  @BeforeAll
  static void start() {
    rig = Rig.start();
    alice = rig.local("alice");
    rig.local("under_score");
    for (int i = 0; i < 45; i++) {
      alice.app().post("/api/v1/statuses", "status", "number " + i + " on the #ward");
    }
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void c44SignsOfPatternsAreLetters() {
    for (String text : List.of("%", "%%%%", "_", "\\", "\\%", "al%", "a_ice", "'", "\"", "';--")) {
      JsonNode found = alice.app().get("/api/v2/search?q=" + encoded(text)).json();
      assertThat(found.path("accounts")).as(text).isEmpty();
      assertThat(alice.app().get("/api/v1/accounts/search?q=" + encoded(text)).json())
          .as(text)
          .isEmpty();
    }
    assertThat(alice.app().get("/api/v1/accounts/search?q=under_").json()).hasSize(1);
  }

  @Test
  void c44SearchesAreShortAndPagesOfThemEnd() {
    String longest = "a".repeat(Search.MAX_QUERY);
    assertThat(status("/api/v2/search?q=" + longest)).isEqualTo(200);
    assertThat(status("/api/v2/search?q=" + longest + "a")).isEqualTo(400);
    String terms =
        IntStream.range(0, 10_000).mapToObj(i -> "t" + i % 10).collect(Collectors.joining("+"));
    assertThat(status("/api/v2/search?q=" + terms)).isIn(400, 414);
    String offset = "/api/v2/search?type=accounts&q=a&offset=";
    assertThat(status(offset + SearchApi.MAX_OFFSET)).isEqualTo(200);
    assertThat(status(offset + (SearchApi.MAX_OFFSET + 1))).isEqualTo(400);
    assertThat(status(offset + Integer.MAX_VALUE)).isEqualTo(400);
    assertThat(status("/api/v1/directory?offset=2147483647")).isIn(200, 400);
  }

  private static int status(String path) {
    return alice.app().get(path).status();
  }

  @Test
  void c44NoPageIsLongerThanItsCap() {
    for (String path : LISTS) {
      for (String limit : List.of("1000000000", "2147483647", "-2147483648", "9".repeat(30))) {
        JsonNode page = alice.app().get(path + "?limit=" + limit).json();
        assertThat(page.size()).as(path + " " + limit).isLessThanOrEqualTo(80);
      }
    }
    assertThat(alice.app().get("/api/v1/timelines/home?limit=1000000000").json()).hasSize(40);
  }

  @Test
  void c44NoCursorBreaksAPage() {
    for (String path : LISTS) {
      for (String name : List.of("max_id", "since_id", "min_id")) {
        for (String cursor :
            List.of(
                "0",
                "-1",
                "9223372036854775807",
                "9223372036854775808",
                "-9223372036854775808",
                "1e400",
                "999999999999999999",
                "0x10",
                "%F0%9F%A9%BA",
                "1%20OR%201=1")) {
          assertThat(status(path + "?" + name + "=" + cursor))
              .as(path + " " + name + "=" + cursor)
              .isEqualTo(200);
        }
      }
    }
  }

  @Test
  void c44ListsOfIdentifiersAreBounded() {
    String most =
        IntStream.range(0, Parameters.MAX_PARAMETERS)
            .mapToObj(i -> "id[]=" + i)
            .collect(Collectors.joining("&"));
    // longer than a request line; a form takes them
    assertThat(status("/api/v1/accounts/relationships?" + most)).isEqualTo(414);
    JsonNode few =
        alice
            .app()
            .get(
                "/api/v1/statuses?"
                    + IntStream.range(0, 500)
                        .mapToObj(i -> "id[]=" + i)
                        .collect(Collectors.joining("&")))
            .json();
    assertThat(few).isEmpty();
    List<String> fields = new ArrayList<>();
    for (int i = 0; i <= Parameters.MAX_PARAMETERS; i++) {
      fields.addAll(List.of("media_ids[]", "1"));
    }
    assertThat(alice.app().post("/api/v1/statuses", fields.toArray(String[]::new)).status())
        .isEqualTo(400);
  }

  @Test
  void c44WhatIsNoTextIsRefusedOrRead() {
    for (String text : List.of("%00", "a%00b", "%ed%a0%80", "%ff%fe", "%c0%80")) {
      for (String path :
          List.of(
              "/api/v2/search?q=",
              "/api/v1/accounts/lookup?acct=",
              "/api/v1/timelines/tag/",
              "/api/v1/tags/",
              "/api/v1/notifications?types[]=",
              "/api/v1/timelines/home?max_id=")) {
        Browser.Answer answer = alice.app().get(path + text);
        assertThat(answer.status()).as(path + text).isIn(200, 400, 404);
      }
    }
    assertThat(
            alice
                .app()
                .send(
                    "POST",
                    "/api/v1/statuses",
                    "application/json",
                    "{\"status\": \"a\\ud800b\"}".getBytes(StandardCharsets.UTF_8))
                .status())
        .isEqualTo(400);
    assertThat(
            alice
                .app()
                .send(
                    "POST",
                    "/api/v1/statuses",
                    "application/json",
                    "{\"status\": \"a\\u0000b\"}".getBytes(StandardCharsets.UTF_8))
                .status())
        .isEqualTo(400);
  }

  @Test
  void c44APageFarBackIsAsCheapAsTheFirst() {
    String path = "/api/v1/timelines/public?limit=10";
    int seen = 0;
    for (int pages = 0; pages < 8; pages++) {
      JsonNode page = alice.app().get(path).json();
      if (page.isEmpty()) {
        break;
      }
      seen += page.size();
      path =
          "/api/v1/timelines/public?limit=10&max_id="
              + page.path(page.size() - 1).path("id").asText();
    }
    assertThat(seen).isEqualTo(45);
  }
}
