package org.colloque.server.trends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.ACCOUNTS;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.colloque.server.api.EntityShape;
import org.colloque.server.board.Club;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.colloque.server.users.SignedIn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What trends, and who decides whether it is shown (Mastodon, methods/trends). */
class TrendsTest {
  private static final String TAGS = "/api/v1/trends/tags";
  private static final String POSTS = "/api/v1/trends/statuses";
  private static final String ADMIN_TAGS = "/api/v1/admin/trends/tags";
  private static final String ADMIN_POSTS = "/api/v1/admin/trends/statuses";

  private Rig rig;
  private List<Person> people;
  private Browser mona;

  @BeforeEach
  void start() {
    rig = Rig.start();
    mona = rig.moderator("mona").app();
    people = new ArrayList<>();
    for (int i = 0; i <= RefreshTrends.THRESHOLD; i++) {
      people.add(rig.local("p" + i));
    }
    update(true);
    mode(TrendsMode.OPEN);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private void update(boolean discoverable) {
    rig.kit()
        .db()
        .doAs(
            Viewer.stranger(),
            tx -> tx.sql().update(ACCOUNTS).set(ACCOUNTS.DISCOVERABLE, discoverable).execute());
  }

  private void mode(TrendsMode mode) {
    rig.kit()
        .db()
        .doAs(
            Viewer.stranger(),
            tx ->
                rig.instance()
                    .rooms()
                    .settings()
                    .change(tx, Map.of(TrendsMode.SETTING, mode.formName())));
  }

  /** As many people as are needed use a hashtag. */
  private void talk(String... more) {
    talk(RefreshTrends.THRESHOLD, more);
  }

  private void talk(int many, String... more) {
    for (Person person : people.subList(0, many)) {
      List<String> fields = new ArrayList<>(List.of("status", "bonjour #staff"));
      fields.addAll(List.of(more));
      assertThat(person.app().post("/api/v1/statuses", fields.toArray(String[]::new)).status())
          .isEqualTo(200);
    }
  }

  private String liked(Person author, String... more) {
    List<String> fields = new ArrayList<>(List.of("status", "une belle histoire"));
    fields.addAll(List.of(more));
    String id =
        author
            .app()
            .post("/api/v1/statuses", fields.toArray(String[]::new))
            .json()
            .path("id")
            .asText();
    people.forEach(each -> each.app().post("/api/v1/statuses/" + id + "/favourite"));
    return id;
  }

  private JsonNode trending(String path) {
    rig.runDueJobs();
    return rig.anonymous().get(path).json();
  }

  @Test
  void aHashtagOfEnoughPeopleTrendsAndIsForgotten() {
    talk(RefreshTrends.THRESHOLD - 1);
    people.getFirst().app().post("/api/v1/statuses", "status", "encore #staff");
    assertThat(trending(TAGS)).isEmpty();
    people.getLast().app().post("/api/v1/statuses", "status", "moi aussi #Staff");
    JsonNode tags = trending(TAGS);
    EntityShape.assertEach("Tag", tags);
    assertThat(tags).hasSize(1);
    assertThat(tags.path(0).path("history").path(0).path("accounts").asText()).isEqualTo("3");
    assertThat(rig.anonymous().get("/api/v1/trends").header("deprecation")).startsWith("@");
    assertThat(rig.anonymous().get(TAGS + "?offset=1").json()).isEmpty();
    assertThat(rig.anonymous().get(TAGS + "?offset=-1").status()).isEqualTo(422);
    assertThat(rig.anonymous().get(TAGS + "?limit=1").header("link")).contains("offset=1");
    rig.clock().advance(RefreshTrends.MEMORY.plusMinutes(1));
    assertThat(trending(TAGS)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "visibility, unlisted",
    "visibility, private",
    "visibility, direct",
    "sensitive, true",
    "spoiler_text, non"
  })
  void whatIsNotForEverybodyDoesNotCount(String field, String value) {
    talk(field, value);
    liked(people.getFirst(), field, value);
    assertThat(trending(TAGS)).isEmpty();
    assertThat(trending(POSTS)).isEmpty();
  }

  @Test
  void whoDoesNotWantToBeFoundOrIsLimitedDoesNotCount() {
    talk();
    liked(people.getFirst());
    update(false);
    assertThat(trending(TAGS)).isEmpty();
    assertThat(trending(POSTS)).isEmpty();
    update(true);
    assertThat(trending(POSTS)).hasSize(1);
    rig.kit()
        .db()
        .doAs(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .update(ACCOUNTS)
                    .set(ACCOUNTS.SILENCED_AT, OffsetDateTime.now(ZoneOffset.UTC))
                    .execute());
    assertThat(rig.anonymous().get(POSTS).json()).isEmpty();
  }

  @Test
  void likedPostsTrendOneOfEachAuthor() {
    String id = liked(people.getFirst());
    liked(people.getFirst());
    people.getLast().app().post("/api/v1/statuses/" + id + "/reblog");
    String other = liked(people.getLast(), "language", "fr");
    JsonNode posts = trending(POSTS);
    EntityShape.assertEach("Status", posts);
    assertThat(posts).hasSize(2);
    assertThat(posts.path(0).path("id").asText()).isIn(id, other);
    Browser reader = people.get(1).app();
    assertThat(reader.get(POSTS).json()).hasSize(2);
    reader.post("/api/v1/accounts/" + people.getFirst().account() + "/mute");
    assertThat(reader.get(POSTS).json()).hasSize(1);
    people.getFirst().app().delete("/api/v1/statuses/" + id);
    assertThat(rig.anonymous().get(POSTS).json()).hasSize(1);
    rig.clock().advance(Duration.ofDays(3));
    assertThat(trending(POSTS)).isEmpty();
  }

  /** However much its members like it, and whoever of them looks. */
  @Test
  void whatIsSaidInAPrivateGroupNeverTrends() {
    Club club = Club.of(rig, "Pairs", "pairs");
    people.forEach(each -> club.with(each, "member"));
    String first = "";
    for (Person person : people) {
      Browser.Answer answer =
          person.app().post("/api/v1/statuses", "status", "@pairs un cas difficile #staff");
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      first = answer.json().path("id").asText();
    }
    String id = first;
    people.forEach(each -> each.app().post("/api/v1/statuses/" + id + "/favourite"));
    rig.runDueJobs();
    Browser member = people.getFirst().app();
    assertThat(member.get("/api/v1/statuses/" + id).status()).isEqualTo(200);
    assertThat(member.get(TAGS).json()).isEmpty();
    assertThat(member.get(POSTS).json()).isEmpty();
    assertThat(mona.get(ADMIN_TAGS).json()).isEmpty();
    assertThat(mona.get(ADMIN_POSTS).json()).isEmpty();
    assertThat(mona.get("/api/v1/admin/tags").json()).isEmpty();
  }

  @Test
  void theLanguageOfTheReaderComesFirst() {
    String foreign = liked(people.getFirst(), "language", "de");
    people.getLast().app().post("/api/v1/statuses/" + foreign + "/reblog");
    String mine = liked(people.getLast(), "language", "fr");
    rig.runDueJobs();
    Browser french = rig.anonymous().withHeader("Accept-Language", "fr");
    assertThat(french.get(POSTS).json().path(0).path("id").asText()).isEqualTo(mine);
  }

  @Test
  void aModeratorDecidesWhatIsShown() {
    mode(TrendsMode.REVIEWED);
    talk();
    String id = liked(people.getFirst());
    assertThat(trending(TAGS)).isEmpty();
    assertThat(trending(POSTS)).isEmpty();
    JsonNode tags = mona.get(ADMIN_TAGS).json();
    EntityShape.assertEach("Admin::Tag", tags);
    assertThat(tags.path(0).path("requires_review").asBoolean()).isTrue();
    assertThat(tags.path(0).path("trendable").isNull()).isTrue();
    String tag = tags.path(0).path("id").asText();
    JsonNode approved = mona.post(ADMIN_TAGS + "/" + tag + "/approve").json();
    EntityShape.assertShape("Admin::Tag", approved);
    assertThat(approved.path("requires_review").asBoolean()).isFalse();
    EntityShape.assertEach("Status", mona.get(ADMIN_POSTS).json());
    EntityShape.assertShape(
        "Admin::Trends::Status", mona.post(ADMIN_POSTS + "/" + id + "/approve").json());
    assertThat(trending(TAGS)).hasSize(1);
    assertThat(trending(POSTS)).hasSize(1);
    mode(TrendsMode.OPEN);
    mona.post(ADMIN_TAGS + "/" + tag + "/reject");
    mona.post(ADMIN_POSTS + "/" + id + "/reject");
    assertThat(trending(TAGS)).isEmpty();
    assertThat(trending(POSTS)).isEmpty();
    assertThat(mona.post(ADMIN_TAGS + "/7/approve").status()).isEqualTo(404);
    assertThat(mona.post(ADMIN_POSTS + "/7/approve").status()).isEqualTo(404);
    assertThat(people.getFirst().app().post(ADMIN_TAGS + "/" + tag + "/approve").status())
        .isEqualTo(403);
  }

  @Test
  void aModeratorChangesAHashtag() {
    talk();
    JsonNode all = mona.get("/api/v1/admin/tags").json();
    EntityShape.assertEach("Admin::Tag", all);
    String one = "/api/v1/admin/tags/" + all.path(0).path("id").asText();
    JsonNode changed = mona.form("PATCH", one, "display_name", "STAFF", "usable", "false").json();
    EntityShape.assertShape("Admin::Tag", changed);
    assertThat(changed.path("name").asText()).isEqualTo("STAFF");
    assertThat(trending(TAGS)).isEmpty();
    assertThat(mona.form("PUT", one, "display_name", "other").status()).isEqualTo(422);
    assertThat(mona.get(one).json().path("usable").asBoolean()).isFalse();
    assertThat(mona.get("/api/v2/search?q=staff&type=hashtags").json().path("hashtags")).hasSize(1);
    mona.form("PUT", one, "listable", "false");
    assertThat(mona.get("/api/v2/search?q=staff&type=hashtags").json().path("hashtags")).isEmpty();
    assertThat(mona.get("/api/v1/admin/tags/7").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {TAGS, POSTS, "/api/v1/trends"})
  void theOwnerMaySwitchItOff(String path) {
    talk();
    liked(people.getFirst());
    assertThat(trending(path)).isNotEmpty();
    mode(TrendsMode.OFF);
    assertThat(trending(path)).isEmpty();
  }

  @Test
  void thePagesShowAndReview() {
    mode(TrendsMode.REVIEWED);
    talk();
    String id = liked(people.getFirst());
    rig.runDueJobs();
    Person owner = rig.owner("olga");
    Browser staff = SignedIn.browser(rig, owner);
    String page = "/admin/trends";
    assertThat(staff.get(page).text()).contains("#staff", "une belle histoire");
    Browser stranger = rig.anonymous();
    assertThat(stranger.get("/explore").text()).doesNotContain("une belle histoire");
    String tag = mona.get(ADMIN_TAGS).json().path(0).path("id").asText();
    assertThat(SignedIn.submit(staff, page + "/tags/" + tag + "/approve").status()).isEqualTo(303);
    assertThat(SignedIn.submit(staff, page + "/posts/" + id + "/approve").status()).isEqualTo(303);
    assertThat(stranger.get("/explore").text()).contains("une belle histoire");
    assertThat(stranger.get("/explore/tags").text()).contains("#staff");
    assertThat(SignedIn.submit(staff, page + "/tags/" + tag + "/reject").status()).isEqualTo(303);
    assertThat(SignedIn.submit(staff, page + "/posts/" + id + "/reject").status()).isEqualTo(303);
    assertThat(stranger.get("/explore/tags").text()).doesNotContain("#staff");
    assertThat(SignedIn.submit(staff, page + "/posts/7/reject").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({"2, 0, 3, 0", "3, 0, 3, 4", "4, 2, 3, 2", "3, 5, 3, 0", "10, 10, 3, 0"})
  void theScoreIsHowFarItGoesBeyondWhatWasExpected(
      double observed, double expected, int threshold, double score) {
    assertThat(Score.of(observed, expected, threshold)).isEqualTo(score);
  }
}
