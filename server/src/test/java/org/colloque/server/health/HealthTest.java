package org.colloque.server.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.INBOX_ACTIVITIES;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthTest {
  private static Rig rig;

  @BeforeAll
  static void start() {
    rig = Rig.start();
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/healthz", "/readyz"})
  void answersThatAllIsWell(String path) {
    Browser.Answer answer = rig.anonymous().get(path);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("ok\n");
  }

  @Test
  void countsAnswersByRouteAndStatusNeverByPath() {
    rig.anonymous().get("/healthz?access_token=sesame");
    rig.anonymous().get("/no/such/place");
    String figures = rig.anonymous().get("/metrics").text();
    assertThat(figures)
        .contains(
            "colloque_http_requests_seconds_count{method=\"GET\",route=\"/healthz\",status=\"200\"}")
        .contains("route=\"none\",status=\"404\"")
        .contains("jvm_memory_used_bytes")
        .doesNotContain("sesame", "/no/such");
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"})
  void figuresAreNotForThoseWhoComeThroughAProxy(String header) {
    assertThat(rig.anonymous().withHeader(header, "203.0.113.9").get("/metrics").status())
        .isEqualTo(404);
  }

  @Test
  void showsWhatIsUnderWayAndWhatWaits() {
    Person alice = rig.local("alice");
    try (Remote remote = Remote.start("far")) {
      RemotePerson bob = remote.person("bob");
      bob.send(rig, bob.activity("Follow", rig.kit().urls().actor("alice")));
      assertThat(figure("colloque_inbox_waiting")).isEqualTo(1);
      rig.runDueJobs();
      alice.app().post("/api/v1/statuses", "status", "waits for bob's server");
      rig.clock().advance(Figures.FRESH);
      assertThat(figure("colloque_deliveries_waiting")).isEqualTo(1);
      assertThat(figure("colloque_deliveries_oldest_seconds"))
          .isEqualTo(Figures.FRESH.toMillis() / 1000.0);
      assertThat(figure("colloque_inbox_waiting")).isZero();
      rig.runDueJobs();
      assertThat(figure("colloque_deliveries_waiting")).as("not looked at again at once").isOne();
      rig.clock().advance(Figures.FRESH);
      assertThat(figure("colloque_deliveries_waiting")).isZero();
    }
    assertThat(figure("colloque_http_requests_in_flight")).as("this very request").isOne();
    assertThat(figure("colloque_http_connections")).isPositive();
    assertThat(figure("colloque_database_connections_in_use")).as("the listener's").isPositive();
    assertThat(figure("colloque_database_connections_max")).isEqualTo(8);
    assertThat(figure("colloque_database_waiting")).isZero();
  }

  @Test
  void aLongQueueIsCountedToALimit() {
    for (int number = 0; number < 3; number++) {
      String uri = "https://long.example/" + number;
      OffsetDateTime now = rig.kit().now().atOffset(ZoneOffset.UTC);
      rig.kit()
          .db()
          .doAs(
              Viewer.stranger(),
              tx ->
                  tx.sql()
                      .insertInto(INBOX_ACTIVITIES)
                      .set(INBOX_ACTIVITIES.ACTIVITY_URI, uri)
                      .set(INBOX_ACTIVITIES.ACTOR_URI, "https://long.example/actor")
                      .set(INBOX_ACTIVITIES.KEY_ID, "https://long.example/actor#key")
                      .set(INBOX_ACTIVITIES.BODY, new byte[0])
                      .set(INBOX_ACTIVITIES.RECEIVED_AT, now)
                      .set(INBOX_ACTIVITIES.NEXT_ATTEMPT_AT, now.plusYears(1))
                      .execute());
    }
    QueueQueries.Backlog backlog =
        rig.kit().db().as(Viewer.stranger(), tx -> QueueQueries.backlog(tx.sql(), 2));
    assertThat(backlog.received()).isEqualTo(2);
    assertThat(backlog.oldestReceived()).isEqualTo(rig.kit().now());
    rig.kit().db().doAs(Viewer.stranger(), tx -> tx.sql().deleteFrom(INBOX_ACTIVITIES).execute());
  }

  private static double figure(String name) {
    return rig.anonymous()
        .get("/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not shown"));
  }
}
