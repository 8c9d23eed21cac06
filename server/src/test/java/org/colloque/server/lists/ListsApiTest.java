package org.colloque.server.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.server.api.EntityShape.assertEach;
import static org.colloque.server.api.EntityShape.assertShape;

import com.fasterxml.jackson.databind.JsonNode;
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

/** Lists in an app: made, filled, read; and what they keep out of the home feed. */
class ListsApiTest {
  private static Rig rig;
  private static int round;
  private Person alice;
  private Person bob;
  private Person carol;
  private Person dan;

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
    carol = rig.local("carol" + round);
    dan = rig.local("dan" + round);
    follow(bob);
    follow(carol);
  }

  private void follow(Person whom) {
    ok(alice.app().post("/api/v1/accounts/" + whom.account() + "/follow"));
  }

  private static JsonNode ok(Browser.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private String list(String title, String... more) {
    List<String> fields = new ArrayList<>(List.of("title", title));
    fields.addAll(List.of(more));
    return ok(alice.app().post("/api/v1/lists", fields.toArray(String[]::new))).path("id").asText();
  }

  private Browser.Answer add(String list, Person... people) {
    return alice
        .app()
        .json(
            "POST",
            "/api/v1/lists/" + list + "/accounts",
            Map.of(
                "account_ids", List.of(people).stream().map(p -> p.account().toString()).toList()));
  }

  private Browser.Answer remove(String list, Person person) {
    return alice
        .app()
        .json(
            "DELETE",
            "/api/v1/lists/" + list + "/accounts",
            Map.of("account_ids", List.of(person.account().toString())));
  }

  private static String says(Person who, String text, String... more) {
    List<String> fields = new ArrayList<>(List.of("status", text));
    fields.addAll(List.of(more));
    return ok(who.app().post("/api/v1/statuses", fields.toArray(String[]::new)))
        .path("id")
        .asText();
  }

  private List<String> read(String path) {
    List<String> texts = new ArrayList<>();
    for (JsonNode status : ok(alice.app().get(path))) {
      JsonNode shown = status.path("reblog").isObject() ? status.path("reblog") : status;
      texts.add(shown.path("content").asText().replaceAll("<[^>]*>", ""));
    }
    return texts;
  }

  private List<String> timeline(String list) {
    return read("/api/v1/timelines/list/" + list);
  }

  private List<String> home() {
    return read("/api/v1/timelines/home");
  }

  @Test
  void aListIsMadeChangedAndDeleted() {
    JsonNode made = ok(alice.app().post("/api/v1/lists", "title", " Colleagues "));
    assertShape("List", made);
    assertThat(made.path("title").asText()).isEqualTo("Colleagues");
    assertThat(made.path("replies_policy").asText()).isEqualTo("list");
    assertThat(made.path("exclusive").asBoolean()).isFalse();
    String path = "/api/v1/lists/" + made.path("id").asText();
    JsonNode changed =
        ok(alice.app().form("PUT", path, "replies_policy", "none", "exclusive", "true"));
    assertThat(changed.path("title").asText()).isEqualTo("Colleagues");
    assertThat(changed.path("replies_policy").asText()).isEqualTo("none");
    assertThat(ok(alice.app().get(path))).isEqualTo(changed);
    assertEach("List", ok(alice.app().get("/api/v1/lists")));
    assertThat(ok(bob.app().get("/api/v1/lists"))).isEmpty();
    assertThat(ok(alice.app().delete(path))).isEmpty();
    assertThat(alice.app().get(path).status()).isEqualTo(404);
    assertThat(ok(alice.app().get("/api/v1/lists"))).isEmpty();
  }

  @Test
  void whatIsNoListIsRefused() {
    assertThat(alice.app().post("/api/v1/lists").status()).isEqualTo(422);
    assertThat(alice.app().post("/api/v1/lists", "title", "x".repeat(255)).status()).isEqualTo(200);
    assertThat(alice.app().post("/api/v1/lists", "title", "x".repeat(256)).status()).isEqualTo(422);
    assertThat(alice.app().post("/api/v1/lists", "title", "x", "replies_policy", "some").status())
        .isEqualTo(422);
    IntStream.range(1, MemberList.MAX_LISTS).forEach(i -> list("list " + i));
    assertThat(alice.app().post("/api/v1/lists", "title", "one more").status()).isEqualTo(422);
  }

  @Test
  void peopleWhomOneFollowsComeAndGo() {
    String list = list("Ward");
    assertThat(add(list, bob, carol).status()).isEqualTo(200);
    assertThat(add(list, bob).status()).isEqualTo(422);
    assertThat(add(list, dan).status()).isEqualTo(404);
    String members = "/api/v1/lists/" + list + "/accounts";
    JsonNode all = ok(alice.app().get(members + "?limit=0"));
    assertEach("Account", all);
    assertThat(all).hasSize(2);
    Browser.Answer page = alice.app().get(members + "?limit=1");
    assertThat(page.json().path(0).path("id").asText()).isEqualTo(carol.account().toString());
    assertThat(page.header("link")).contains("rel=\"next\"");
    assertThat(ok(alice.app().get("/api/v1/accounts/" + bob.account() + "/lists"))).hasSize(1);
    assertThat(remove(list, bob).status()).isEqualTo(200);
    assertThat(ok(alice.app().get("/api/v1/accounts/" + bob.account() + "/lists"))).isEmpty();
    ok(alice.app().post("/api/v1/accounts/" + carol.account() + "/unfollow"));
    assertThat(ok(alice.app().get(members))).isEmpty();
  }

  @Test
  void theTimelineHasWhatItsPeopleWriteAndTheOwnerMayRead() {
    String list = list("Ward");
    says(bob, "before");
    ok(add(list, bob));
    says(carol, "not in the list");
    says(bob, "for followers", "visibility", "private");
    says(bob, "for carol @carol" + round, "visibility", "direct");
    String hers = says(carol, "boosted");
    ok(bob.app().post("/api/v1/statuses/" + hers + "/reblog"));
    assertThat(timeline(list)).containsExactly("boosted", "for followers", "before");
    Browser.Answer first = alice.app().get("/api/v1/timelines/list/" + list + "?limit=1");
    assertEach("Status", first.json());
    String older = first.header("link").replaceAll(".*?max_id=(\\d+)>; rel=\"next\".*", "$1");
    assertThat(read("/api/v1/timelines/list/" + list + "?max_id=" + older))
        .containsExactly("for followers", "before");
    ok(alice.app().post("/api/v1/accounts/" + carol.account() + "/mute"));
    ok(alice.app().post("/api/v1/accounts/" + bob.account() + "/follow", "reblogs", "false"));
    assertThat(timeline(list)).containsExactly("for followers", "before");
    assertThat(bob.app().get("/api/v1/timelines/list/" + list).status()).isEqualTo(404);
  }

  @Test
  void whoseRepliesAreShownIsUpToTheList() {
    String list = list("Ward");
    ok(add(list, bob));
    String byCarol = says(carol, "by carol");
    String byDan = says(dan, "by dan");
    String own = says(bob, "by bob");
    says(bob, "to carol", "in_reply_to_id", byCarol);
    says(bob, "to dan", "in_reply_to_id", byDan);
    says(bob, "to himself", "in_reply_to_id", own);
    says(bob, "to alice", "in_reply_to_id", says(alice, "by alice"));
    String path = "/api/v1/lists/" + list;
    assertThat(timeline(list)).containsExactly("to alice", "to himself", "by bob");
    ok(alice.app().form("PUT", path, "replies_policy", "followed"));
    assertThat(timeline(list)).containsExactly("to alice", "to himself", "to carol", "by bob");
    ok(alice.app().form("PUT", path, "replies_policy", "none"));
    assertThat(timeline(list)).containsExactly("to alice", "to himself", "by bob");
    ok(add(list, carol));
    ok(alice.app().form("PUT", path, "replies_policy", "list"));
    assertThat(timeline(list)).contains("to carol", "by carol").doesNotContain("to dan");
  }

  @Test
  void whoIsInAnExclusiveListIsNotInTheHomeFeed() {
    String list = list("Ward", "exclusive", "true");
    says(bob, "one");
    says(carol, "hers");
    assertThat(home()).containsExactly("hers", "one");
    ok(add(list, bob));
    says(bob, "two");
    assertThat(home()).containsExactly("hers");
    assertThat(timeline(list)).containsExactly("two", "one");
    String other = list("Another", "exclusive", "true");
    ok(add(other, bob));
    ok(alice.app().delete("/api/v1/lists/" + list));
    assertThat(home()).containsExactly("hers");
    ok(alice.app().form("PUT", "/api/v1/lists/" + other, "exclusive", "false"));
    says(bob, "three");
    assertThat(home()).containsExactly("three", "two", "hers", "one");
    ok(alice.app().form("PUT", "/api/v1/lists/" + other, "exclusive", "true"));
    assertThat(home()).containsExactly("hers");
    ok(remove(other, bob));
    assertThat(home()).containsExactly("three", "two", "hers", "one");
  }

  @Test
  void theListsOfOthersAreNotThere() {
    String list = list("Ward");
    String path = "/api/v1/lists/" + list;
    assertThat(bob.app().get(path).status()).isEqualTo(404);
    assertThat(bob.app().form("PUT", path, "title", "mine").status()).isEqualTo(404);
    assertThat(bob.app().delete(path).status()).isEqualTo(404);
    assertThat(bob.app().get(path + "/accounts").status()).isEqualTo(404);
    assertThat(bob.app().post(path + "/accounts", "account_ids[]", "1").status()).isEqualTo(404);
    assertThat(bob.app().delete(path + "/accounts").status()).isEqualTo(404);
    assertThat(bob.app().get(path).text()).isEqualTo(bob.app().get("/api/v1/lists/1").text());
  }
}
