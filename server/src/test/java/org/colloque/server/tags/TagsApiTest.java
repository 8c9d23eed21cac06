package org.colloque.server.tags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.TAGS;
import static org.colloque.migrations.Tables.TAG_FOLLOWS;
import static org.colloque.server.api.EntityShape.assertEach;
import static org.colloque.server.api.EntityShape.assertShape;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TagsApiTest {
  private Rig rig;
  private Person alice;
  private Person bob;
  private int people;

  @BeforeAll
  void start() {
    rig = Rig.start();
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  @BeforeEach
  void newPeople() {
    people++;
    alice = rig.local("alice" + people);
    bob = rig.local("bob" + people);
  }

  private String post(Person author, String status, String visibility) {
    Browser.Answer answer =
        author.app().post("/api/v1/statuses", "status", status, "visibility", visibility);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().path("id").asText();
  }

  private static JsonNode tag(Browser browser, String name) {
    Browser.Answer answer = browser.get("/api/v1/tags/" + name);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertShape("Tag", answer.json());
    return answer.json();
  }

  private static List<String> home(Person person) {
    List<String> ids = new ArrayList<>();
    person
        .app()
        .get("/api/v1/timelines/home")
        .json()
        .forEach(status -> ids.add(status.path("id").asText()));
    return ids;
  }

  @Test
  void aHashtagTellsItsPublicUses() {
    post(alice, "#Dialyse" + people, "public");
    post(alice, "#dialyse" + people + " again", "public");
    post(bob, "#dialyse" + people, "public");
    post(bob, "#dialyse" + people + " for followers", "private");
    JsonNode tag = tag(rig.anonymous(), "dialyse" + people);
    assertThat(tag.path("name").asText()).isEqualToIgnoringCase("dialyse" + people);
    assertThat(tag.path("history")).hasSize(TagEntity.DAYS);
    assertThat(tag.path("history").path(0).path("uses").asText()).isEqualTo("3");
    assertThat(tag.path("history").path(0).path("accounts").asText()).isEqualTo("2");
    assertThat(tag.path("history").path(1).path("uses").asText()).isEqualTo("0");
    assertThat(tag.has("following")).isFalse();
    assertThat(tag(bob.app(), "dialyse" + people).path("following").asBoolean()).isFalse();
  }

  @Test
  void aHashtagThatStrangersCannotReadIsLikeOneThatIsNotThere() {
    String name = "secret" + people;
    post(alice, "#" + name, "private");
    JsonNode hidden = tag(rig.anonymous(), name);
    JsonNode missing = tag(rig.anonymous(), "missing" + people);
    assertThat(hidden.path("id").asText()).isEmpty();
    assertThat(hidden.toString().replace(name, "missing" + people)).isEqualTo(missing.toString());

    // not even when it was first written can be read from the id
    long row =
        rig.kit()
            .db()
            .as(
                Viewer.stranger(),
                tx -> tx.sql().select(TAGS.ID).from(TAGS).where(TAGS.NAME.eq(name)).fetchSingle())
            .value1();
    bob.app().post("/api/v1/tags/" + name + "/follow");
    assertThat(tag(bob.app(), name).path("id").asText())
        .isNotEmpty()
        .isNotEqualTo(Long.toString(row));
  }

  @Test
  void aFollowedHashtagComesIntoTheHomeFeed() {
    String name = "rein" + people;
    Browser.Answer followed = bob.app().post("/api/v1/tags/%C3%A9t%C3%A9" + name + "/follow");
    assertShape("Tag", followed.json());
    assertThat(followed.json().path("following").asBoolean()).isTrue();
    assertThat(bob.app().post("/api/v1/tags/%C3%A9t%C3%A9" + name + "/follow").status())
        .isEqualTo(200);
    String tagged = post(alice, "#Été" + name, "public");
    post(alice, "#été" + name + " unlisted", "unlisted");
    assertThat(home(bob)).containsExactly(tagged);
    JsonNode list = bob.app().get("/api/v1/followed_tags").json();
    assertEach("Tag", list);
    assertThat(list).hasSize(1);

    String own = post(bob, "#été" + name + " mine", "public");
    JsonNode left = bob.app().post("/api/v1/tags/%C3%A9t%C3%A9" + name + "/unfollow").json();
    assertThat(left.path("following").asBoolean()).isFalse();
    assertThat(home(bob)).containsExactly(own);
    assertThat(bob.app().get("/api/v1/followed_tags").json()).isEmpty();
    assertThat(bob.app().post("/api/v1/tags/never" + people + "/unfollow").status()).isEqualTo(200);
  }

  @Test
  void followedHashtagsPage() {
    for (int i = 0; i < 3; i++) {
      bob.app().post("/api/v1/tags/page" + people + "x" + i + "/follow");
    }
    Browser.Answer first = bob.app().get("/api/v1/followed_tags?limit=2");
    assertThat(first.json())
        .extracting(tag -> tag.path("name").asText())
        .containsExactly("page" + people + "x2", "page" + people + "x1");
    String link = first.header("link");
    assertThat(link).contains("max_id=").contains("rel=\"next\"");
    String next = link.substring(1, link.indexOf('>'));
    assertThat(bob.app().get(next).json())
        .extracting(tag -> tag.path("name").asText())
        .containsExactly("page" + people + "x0");
  }

  @Test
  void whatCannotBeAHashtagIsNotFound() {
    for (String name : List.of("1", "a%20b", "%23tag", "x".repeat(501))) {
      assertThat(rig.anonymous().get("/api/v1/tags/" + name).status()).as(name).isEqualTo(404);
      assertThat(bob.app().post("/api/v1/tags/" + name + "/follow").status()).isEqualTo(404);
    }
    assertThat(rig.anonymous().post("/api/v1/tags/a/follow").status()).isEqualTo(401);
  }

  @Test
  void oneFollowsOnlySoManyHashtags() {
    FollowTag follow = rig.instance().rooms().api().followTag();
    rig.kit()
        .db()
        .doAs(
            Viewer.of(bob.account()),
            tx -> {
              for (int i = 0; i < FollowTag.MAX_FOLLOWED; i++) {
                follow.follow(tx, bob.account(), "many" + i, "many" + i);
              }
              assertThat(
                      tx.sql()
                          .fetchCount(
                              TAG_FOLLOWS, TAG_FOLLOWS.ACCOUNT_ID.eq(bob.account().value())))
                  .isEqualTo(FollowTag.MAX_FOLLOWED);
            });
    Browser.Answer refused = bob.app().post("/api/v1/tags/onemore/follow");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text()).contains("1000 hashtags");
  }

  @Test
  void usesAreForgottenAfterAWeek() {
    post(alice, "#old" + people, "public");
    rig.clock().advance(Duration.ofDays(TagEntity.DAYS));
    assertThat(tag(rig.anonymous(), "old" + people).path("history"))
        .allSatisfy(day -> assertThat(day.path("uses").asText()).isEqualTo("0"));
  }
}
