package org.colloque.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.colloque.server.api.EntityShape;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The figures of those who moderate (Mastodon, methods/admin/{measures,dimensions,retention}). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardTest {
  private Rig rig;
  private Browser mona;
  private Person alice;
  private String tag;
  private String today;

  @BeforeAll
  void start() {
    rig = Rig.start();
    mona = rig.moderator("mona").app();
    alice = rig.local("alice");
    Person bob = rig.local("bob");
    String post =
        alice
            .app()
            .post("/api/v1/statuses", "status", "bonjour #staff", "language", "fr")
            .json()
            .path("id")
            .asText();
    bob.app().post("/api/v1/statuses", "status", "hello #staff", "language", "en");
    bob.app().post("/api/v1/statuses/" + post + "/favourite");
    bob.app().post("/api/v1/statuses", "status", "oui", "in_reply_to_id", post);
    bob.app().post("/api/v1/reports", "account_id", alice.account().toString());
    tag = mona.get("/api/v1/tags/staff").json().path("id").asText();
    rig.clock().advance(Duration.ofDays(1));
    // who was looked up on the day before is looked up again
    rig.instance().rooms().doorkeeper().forget("user " + alice.user());
    alice.app().get("/api/v1/preferences");
    today = LocalDate.ofInstant(rig.clock().instant(), ZoneOffset.UTC).toString();
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  private String yesterday() {
    return LocalDate.parse(today).minusDays(1).toString();
  }

  private JsonNode measure(String key, String... more) {
    List<String> fields =
        new java.util.ArrayList<>(List.of("keys[]", key, "start_at", yesterday(), "end_at", today));
    fields.addAll(List.of(more));
    JsonNode measures = mona.post("/api/v1/admin/measures", fields.toArray(String[]::new)).json();
    EntityShape.assertEach("Admin::Measure", measures);
    assertThat(measures).hasSize(1);
    assertThat(measures.path(0).path("data")).hasSize(2);
    return measures.path(0);
  }

  @ParameterizedTest
  @CsvSource({
    "new_users, 3, 3",
    "interactions, 2, 2",
    "opened_reports, 1, 1",
    "resolved_reports, 0, 0"
  })
  void whatHappenedIsCountedByDay(String key, String total, String before) {
    JsonNode measured = measure(key);
    assertThat(measured.path("total").asText()).isEqualTo(total);
    assertThat(measured.path("previous_total").asText()).isEqualTo("0");
    assertThat(measured.path("data").path(0).path("value").asText()).isEqualTo(before);
    assertThat(measured.path("data").path(1).path("value").asText()).isEqualTo("0");
  }

  @Test
  void whoWasHereOnTwoDaysIsOnePerson() {
    JsonNode active = measure("active_users");
    assertThat(active.path("total").asText()).isEqualTo("3");
    assertThat(active.path("data").path(0).path("value").asText()).isEqualTo("3");
    assertThat(active.path("data").path(1).path("value").asInt()).isBetween(1, 2);
  }

  @ParameterizedTest
  @CsvSource({"tag_accounts, 2", "tag_uses, 2", "tag_servers, 1"})
  void aHashtagIsCounted(String key, String total) {
    assertThat(measure(key, key + "[id]", tag).path("total").asText()).isEqualTo(total);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "instance_accounts", "instance_media_attachments", "instance_reports",
        "instance_statuses", "instance_follows", "instance_followers"
      })
  void aServerIsCounted(String key) {
    assertThat(measure(key, key + "[domain]", "far.example").path("total").asText()).isEqualTo("0");
    assertThat(mona.post("/api/v1/admin/measures", "keys[]", key).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "languages",
        "sources",
        "servers",
        "space_usage",
        "software_versions",
        "tag_servers",
        "tag_languages",
        "instance_accounts",
        "instance_languages"
      })
  void whatThereIsMostOfHasItsShape(String key) {
    String[] fields = {
      "keys[]",
      key,
      "start_at",
      yesterday(),
      "end_at",
      today,
      "tag_servers[id]",
      tag,
      "tag_languages[id]",
      tag,
      "instance_accounts[domain]",
      "far.example",
      "instance_languages[domain]",
      "far.example"
    };
    JsonNode dimensions = mona.post("/api/v1/admin/dimensions", fields).json();
    EntityShape.assertEach("Admin::Dimension", dimensions);
    assertThat(dimensions).hasSize(1);
    dimensions
        .path(0)
        .path("data")
        .forEach(each -> EntityShape.assertShape("Admin::Dimension::Data", each));
    if (key.equals("tag_languages")) {
      assertThat(dimensions.path(0).path("data")).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"day", "month"})
  void whoStaysIsToldByCohort(String frequency) {
    JsonNode cohorts =
        mona.post(
                "/api/v1/admin/retention",
                "start_at",
                yesterday(),
                "end_at",
                today,
                "frequency",
                frequency)
            .json();
    EntityShape.assertEach("Admin::Cohort", cohorts);
    JsonNode first = cohorts.path(0).path("data").path(0);
    assertThat(first.path("value").asText()).isEqualTo("3");
    assertThat(first.path("rate").asDouble()).isEqualTo(1.0);
  }

  @Test
  void whatCannotBeCountedIsRefused() {
    for (String path : List.of("measures", "dimensions", "retention")) {
      String whole = "/api/v1/admin/" + path;
      for (String bad : List.of("soon", "99999-01-01", "0001-01-01", "2020-02-30")) {
        assertThat(mona.post(whole, "start_at", bad, "end_at", today).status())
            .as("%s %s", path, bad)
            .isEqualTo(422);
      }
      assertThat(mona.post(whole, "start_at", "2020-01-01", "end_at", today).status())
          .isEqualTo(422);
      assertThat(mona.post(whole, "start_at", today, "end_at", yesterday()).status())
          .isEqualTo(422);
      assertThat(alice.app().post(whole).status()).isEqualTo(403);
    }
    assertThat(mona.post("/api/v1/admin/retention", "frequency", "year").status()).isEqualTo(422);
    assertThat(mona.post("/api/v1/admin/measures", "keys[]", "unheard_of").json()).isEmpty();
  }
}
