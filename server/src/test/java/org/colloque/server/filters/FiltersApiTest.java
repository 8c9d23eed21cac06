package org.colloque.server.filters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.server.api.EntityShape.assertEach;
import static org.colloque.server.api.EntityShape.assertShape;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Filters in an app, of both versions, and what they find in statuses. */
class FiltersApiTest {
  private static final String ROOT = "/api/v2/filters";
  private static final String OLD = "/api/v1/filters";

  private static Rig rig;
  private static int round;
  private Person alice;
  private Person bob;

  @BeforeAll
  static void start() {
    rig = Rig.start();
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @BeforeEach
  void people() {
    round++;
    alice = rig.local("alice" + round);
    bob = rig.local("bob" + round);
    ok(alice.app().post("/api/v1/accounts/" + bob.account() + "/follow"));
  }

  private static JsonNode ok(Browser.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private JsonNode filter(String title, String action, boolean whole, String... words) {
    List<Map<String, Object>> keywords = new ArrayList<>();
    for (String word : words) {
      keywords.add(Map.of("keyword", word, "whole_word", whole));
    }
    return ok(
        alice
            .app()
            .json(
                "POST",
                ROOT,
                Map.of(
                    "title",
                    title,
                    "context",
                    List.of("home", "thread"),
                    "filter_action",
                    action,
                    "keywords_attributes",
                    keywords)));
  }

  private JsonNode bobSays(String text, String... more) {
    List<String> fields = new ArrayList<>(List.of("status", text));
    fields.addAll(List.of(more));
    return ok(bob.app().post("/api/v1/statuses", fields.toArray(String[]::new)));
  }

  /** The filters of the newest status at home. */
  private JsonNode found() {
    return ok(alice.app().get("/api/v1/timelines/home")).path(0).path("filtered");
  }

  private List<String> titles() {
    return found().findValuesAsText("title");
  }

  @Test
  void aFilterIsMadeChangedAndDeleted() {
    JsonNode made = filter("Politics", "hide", true, "election", "ballot");
    assertShape("Filter", made);
    assertEach("Filter", ok(alice.app().get(ROOT)));
    assertThat(ok(bob.app().get(ROOT))).isEmpty();
    String path = ROOT + "/" + made.path("id").asText();
    JsonNode first = made.path("keywords").path(0);
    JsonNode changed =
        ok(
            alice
                .app()
                .json(
                    "PUT",
                    path,
                    Map.of(
                        "title",
                        "Elections",
                        "expires_in",
                        3600,
                        "keywords_attributes",
                        List.of(
                            Map.of("id", first.path("id").asText(), "_destroy", true),
                            Map.of("keyword", "urn")))));
    assertThat(changed.path("keywords").findValuesAsText("keyword"))
        .containsExactly("ballot", "urn");
    assertThat(changed.path("context").findValuesAsText("")).isEmpty();
    assertThat(changed.path("context")).hasSize(2);
    assertThat(changed.path("expires_at").isTextual()).isTrue();
    JsonNode endless = ok(alice.app().json("PUT", path, Map.of("expires_in", "")));
    assertThat(endless.path("expires_at").isNull()).isTrue();
    assertThat(ok(alice.app().delete(path))).isEmpty();
    assertThat(alice.app().get(path).status()).isEqualTo(404);
  }

  @Test
  void keywordsAndPostsAreKeptOneByOne() {
    String id = filter("Politics", "warn", true).path("id").asText();
    JsonNode keyword = ok(alice.app().post(ROOT + "/" + id + "/keywords", "keyword", "urn"));
    assertShape("FilterKeyword", keyword);
    String path = ROOT + "/keywords/" + keyword.path("id").asText();
    assertThat(ok(alice.app().form("PUT", path, "keyword", "urns", "whole_word", "1")))
        .isEqualTo(ok(alice.app().get(path)));
    assertThat(ok(alice.app().get(ROOT + "/" + id + "/keywords"))).hasSize(1);
    assertThat(ok(alice.app().delete(path))).isEmpty();
    assertThat(alice.app().get(path).status()).isEqualTo(404);
    String post = bobSays("nothing special").path("id").asText();
    assertThat(titles()).isEmpty();
    JsonNode entry = ok(alice.app().post(ROOT + "/" + id + "/statuses", "status_id", post));
    assertShape("FilterStatus", entry);
    assertThat(found().path(0).path("status_matches").path(0).asText()).isEqualTo(post);
    assertThat(found().path(0).path("keyword_matches").isNull()).isTrue();
    assertThat(alice.app().post(ROOT + "/" + id + "/statuses", "status_id", post).status())
        .isEqualTo(422);
    assertThat(ok(alice.app().get(ROOT + "/" + id + "/statuses"))).hasSize(1);
    String entryPath = ROOT + "/statuses/" + entry.path("id").asText();
    assertThat(ok(alice.app().get(entryPath))).isEqualTo(entry);
    assertThat(bob.app().delete(entryPath).status()).isEqualTo(404);
    assertThat(ok(alice.app().delete(entryPath))).isEqualTo(entry);
    assertThat(titles()).isEmpty();
    String secret = bobSays("for himself", "visibility", "direct").path("id").asText();
    assertThat(alice.app().post(ROOT + "/" + id + "/statuses", "status_id", secret).status())
        .isEqualTo(404);
  }

  @Test
  void wordsAreFoundWhereverAReaderSeesThem() {
    filter("Words", "warn", true, "Émeute", "c++");
    bobSays("the word émeute.");
    assertEach("FilterResult", found());
    assertThat(found().path(0).path("keyword_matches").path(0).asText()).isEqualTo("Émeute");
    bobSays("the word émeutes");
    assertThat(titles()).isEmpty();
    bobSays("written in C++");
    assertThat(titles()).containsExactly("Words");
    bobSays("nothing", "spoiler_text", "EMEUTE, émeute");
    assertThat(titles()).containsExactly("Words");
    bobSays(
        "which?",
        "poll[options][]",
        "émeute",
        "poll[options][]",
        "none",
        "poll[expires_in]",
        "3600");
    assertThat(titles()).containsExactly("Words");
    String boosted = bobSays("once more: émeute").path("id").asText();
    Person carol = rig.local("carol" + round);
    ok(alice.app().post("/api/v1/accounts/" + carol.account() + "/follow"));
    ok(carol.app().post("/api/v1/statuses/" + boosted + "/reblog"));
    JsonNode boost = ok(alice.app().get("/api/v1/timelines/home")).path(0);
    assertThat(boost.path("filtered")).hasSize(1);
    assertThat(boost.path("reblog").path("filtered")).hasSize(1);
    ok(alice.app().post("/api/v1/statuses", "status", "my own émeute"));
    assertThat(titles()).isEmpty();
    assertThat(ok(bob.app().get("/api/v1/statuses/" + boosted)).path("filtered")).isEmpty();
    assertThat(ok(rig.anonymous().get("/api/v1/statuses/" + boosted)).has("filtered")).isFalse();
  }

  @Test
  void changesCountAtOnceAndAnEndEndsThem() {
    JsonNode made = filter("Words", "hide", false, "care");
    bobSays("scared");
    assertThat(titles()).containsExactly("Words");
    String path = ROOT + "/" + made.path("id").asText();
    ok(alice.app().json("PUT", path, Map.of("title", "Other", "expires_in", 600)));
    assertThat(titles()).containsExactly("Other");
    rig.clock().advance(Duration.ofSeconds(599));
    assertThat(titles()).containsExactly("Other");
    rig.clock().advance(Duration.ofSeconds(1));
    assertThat(titles()).isEmpty();
    ok(alice.app().delete(path));
    filter("New", "warn", false, "scared");
    assertThat(titles()).containsExactly("New");
  }

  @Test
  void anOldAppSeesEachKeywordAsAFilter() {
    Browser.Answer made =
        alice.app().post(OLD, "phrase", "urn", "context[]", "home", "irreversible", "true");
    assertShape("V1::Filter", ok(made));
    assertThat(made.header("deprecation")).startsWith("@");
    JsonNode whole = ok(alice.app().get(ROOT)).path(0);
    assertThat(whole.path("title").asText()).isEqualTo("urn");
    assertThat(whole.path("filter_action").asText()).isEqualTo("hide");
    String path = OLD + "/" + made.json().path("id").asText();
    JsonNode changed = ok(alice.app().form("PUT", path, "phrase", "ballot", "whole_word", "true"));
    assertThat(changed.path("phrase").asText()).isEqualTo("ballot");
    assertThat(ok(alice.app().get(path))).isEqualTo(changed);
    assertEach("V1::Filter", ok(alice.app().get(OLD)));
    ok(alice.app().post(ROOT + "/" + whole.path("id").asText() + "/keywords", "keyword", "two"));
    assertThat(alice.app().form("PUT", path, "irreversible", "false").status()).isEqualTo(422);
    assertThat(ok(alice.app().delete(path))).isEmpty();
    JsonNode rest = ok(alice.app().get(OLD));
    assertThat(rest).hasSize(1);
    ok(alice.app().delete(OLD + "/" + rest.path(0).path("id").asText()));
    assertThat(ok(alice.app().get(ROOT))).isEmpty();
  }

  @Test
  void whatIsNoFilterIsRefused() {
    assertThat(alice.app().post(ROOT, "title", "x").status()).isEqualTo(422);
    assertThat(alice.app().post(ROOT, "title", "", "context[]", "home").status()).isEqualTo(422);
    assertThat(alice.app().post(ROOT, "title", "x", "context[]", "moon").status()).isEqualTo(422);
    assertThat(
            alice
                .app()
                .post(ROOT, "title", "x", "context[]", "home", "filter_action", "burn")
                .status())
        .isEqualTo(422);
    String long512 = "x".repeat(Filter.MAX_KEYWORD);
    String id = filter("x", "warn", false, long512).path("id").asText();
    String keywords = ROOT + "/" + id + "/keywords";
    assertThat(alice.app().post(keywords, "keyword", long512 + "x").status()).isEqualTo(422);
    assertThat(alice.app().post(keywords, "keyword", " ").status()).isEqualTo(422);
    assertThat(bob.app().get(ROOT + "/" + id).status()).isEqualTo(404);
    assertThat(bob.app().post(keywords, "keyword", "x").status()).isEqualTo(404);
    filter(
        "many",
        "warn",
        false,
        IntStream.range(0, Filter.MAX_ENTRIES).mapToObj(i -> "w" + i).toArray(String[]::new));
    String full = ok(alice.app().get(ROOT)).path(1).path("id").asText();
    assertThat(alice.app().post(ROOT + "/" + full + "/keywords", "keyword", "y").status())
        .isEqualTo(422);
    IntStream.range(2, Filter.MAX_FILTERS).forEach(i -> filter("f" + i, "warn", false));
    assertThat(alice.app().post(ROOT, "title", "x", "context[]", "home").status()).isEqualTo(422);
  }
}
