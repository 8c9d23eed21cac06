package org.colloque.server.federation;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.DELIVERIES;
import static org.colloque.migrations.Tables.OUTBOX_ACTIVITIES;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.colloque.migrations.tables.records.DeliveriesRecord;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a delivery that fails (reliability.md, checks C10 to C13). */
class RetryTest extends Neighbours {
  private static final Duration FIRST_WAIT = Duration.ofMinutes(1);
  private static final double JITTER = 1.2;

  @BeforeEach
  void nothingWaits() {
    assertThat(waiting()).isEmpty();
  }

  @AfterEach
  void recover() {
    remotes().forEach(Remote::acceptAll);
    rig.clock().advance(Duration.ofDays(20));
    rig.runDueJobs();
    rig.clock().advance(Duration.ofDays(20));
    rig.runDueJobs();
  }

  private List<DeliveriesRecord> waiting() {
    return rig.kit()
        .db()
        .as(
            Viewer.stranger(),
            tx -> tx.sql().selectFrom(DELIVERIES).orderBy(DELIVERIES.ID).fetch());
  }

  private int kept() {
    return rig.kit()
        .db()
        .as(
            Viewer.stranger(),
            tx -> tx.sql().fetchCount(OUTBOX_ACTIVITIES, OUTBOX_ACTIVITIES.FINISHED_AT.isNull()));
  }

  private void later(Duration time) {
    rig.clock().advance(time);
    rig.runDueJobs();
  }

  @Test
  void afterAnErrorItIsTriedAgainWithAFreshSignature() throws Exception {
    first.answerPosts(aResponse().withStatus(500));
    say("hello", "public");
    Instant sent = rig.kit().now();
    DeliveriesRecord row = waiting().getFirst();
    assertThat(waiting()).hasSize(1);
    assertThat(row.getAttempts()).isEqualTo(1);
    assertThat(row.getLastError()).contains("500");
    Duration wait = Duration.between(sent, row.getNextAttemptAt().toInstant());
    assertThat(wait)
        .isBetween(FIRST_WAIT, Duration.ofMillis((long) (FIRST_WAIT.toMillis() * JITTER)));
    later(FIRST_WAIT.minusSeconds(1));
    assertThat(first.received()).as("not before its time").hasSize(1);
    first.acceptAll();
    later(Duration.ofMinutes(1));
    List<Remote.Received> received = first.received("Create");
    assertThat(received).hasSize(2);
    assertThat(received.getLast().activity()).isEqualTo(received.getFirst().activity());
    LoggedRequest again = received.getLast().request();
    assertThat(again.getHeader("Date"))
        .isEqualTo(
            DateTimeFormatter.RFC_1123_DATE_TIME.format(rig.kit().now().atOffset(ZoneOffset.UTC)))
        .isNotEqualTo(received.getFirst().request().getHeader("Date"));
    assertThat(again.getHeader("Signature"))
        .isNotEqualTo(received.getFirst().request().getHeader("Signature"));
    SentSignature.check(again, rig, uri(alice));
    assertThat(waiting()).isEmpty();
    assertThat(kept()).as("nothing is left of what arrived").isZero();
  }

  @Test
  void theWaitGrowsWithEachFailure() {
    first.answerPosts(aResponse().withStatus(503));
    say("hello", "public");
    Duration before = Duration.ZERO;
    for (int attempt = 1; attempt <= 6; attempt++) {
      DeliveriesRecord row = waiting().getFirst();
      assertThat(row.getAttempts()).isEqualTo(attempt);
      Duration wait = Duration.between(rig.kit().now(), row.getNextAttemptAt().toInstant());
      assertThat(wait).isGreaterThan(before);
      before = wait;
      // a server that fails again and again is left alone for a while
      rig.clock().advance(wait.multipliedBy(2));
      rig.runDueJobs();
    }
    assertThat(first.received()).hasSizeGreaterThanOrEqualTo(6);
  }

  @Test
  void whenTheServerIsNotThereItIsTriedAgain() {
    first.answerPosts(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    JsonNode said = say("hello", "public");
    assertThat(waiting()).hasSize(1);
    assertThat(waiting().getFirst().getLastError()).isNotBlank();
    first.acceptAll();
    later(Duration.ofMinutes(2));
    assertThat(waiting()).isEmpty();
    assertThat(first.received().getLast().activity().path("object").path("id").asText())
        .isEqualTo(said.path("uri").asText());
  }

  @Test
  void whatIsRefusedForGoodIsGivenUpThereAndArrivesElsewhere() {
    follow(silent, alice);
    for (int status : new int[] {400, 403, 404, 405, 406, 413, 422, 451, 501}) {
      forget();
      first.answerPosts(aResponse().withStatus(status));
      say("hello", "public");
      assertThat(waiting()).as("after " + status).isEmpty();
      assertThat(kept()).isZero();
      later(Duration.ofDays(1));
      List<String> arrived = received();
      assertThat(arrived.stream().distinct())
          .containsExactly("first Create /inbox", "third Create /inbox");
      assertThat(arrived).hasSize(1 + knocks(status));
    }
  }

  /** What may mean that the signature was not read is sent again in another one, at once. */
  private static int knocks(int status) {
    return status == 400 || status == 401 ? 2 : 1;
  }

  @Test
  void whatMayPassIsTriedAgain() {
    for (int status : new int[] {301, 401, 408, 429, 500, 502, 503, 504}) {
      forget();
      first.answerPosts(aResponse().withStatus(status).withHeader("Location", "/inbox"));
      say("hello", "public");
      assertThat(waiting()).as("after " + status).hasSize(1);
      assertThat(first.received()).as("a POST follows no redirect").hasSize(knocks(status));
      first.acceptAll();
      later(Duration.ofHours(12));
      assertThat(waiting()).isEmpty();
      assertThat(first.received()).hasSize(knocks(status) + 1);
    }
  }

  @Test
  void aServerThatNamesATimeIsGivenIt() {
    first.answerPosts(aResponse().withStatus(429).withHeader("Retry-After", "7200"));
    say("hello", "public");
    assertThat(waiting().getFirst().getNextAttemptAt().toInstant())
        .isAfterOrEqualTo(rig.kit().now().plusSeconds(7200));
    first.acceptAll();
    later(Duration.ofMinutes(119));
    assertThat(first.received()).hasSize(1);
    later(Duration.ofMinutes(2));
    assertThat(first.received()).hasSize(2);
  }

  @Test
  void aSharedInboxThatIsGoneIsNotAskedAgainAndItsPeopleAre() {
    try (Remote fifth = Remote.start("fifth")) {
      RemotePerson leaving = person(fifth, "leaving");
      follow(leaving, zoe);
      fifth.forget();
      fifth.answerPosts(fifth.base() + "/inbox", aResponse().withStatus(410));
      ok(zoe.app().post("/api/v1/statuses", "status", "lost"));
      rig.runDueJobs();
      assertThat(waiting()).isEmpty();
      ok(zoe.app().post("/api/v1/statuses", "status", "found"));
      rig.runDueJobs();
      assertThat(fifth.received().stream().map(Remote.Received::path))
          .containsExactly("/inbox", "/users/" + leaving.username() + "/inbox");
      fifth.answerPosts(leaving.inbox(), aResponse().withStatus(410));
      ok(zoe.app().post("/api/v1/statuses", "status", "gone"));
      rig.runDueJobs();
      fifth.forget();
      ok(zoe.app().post("/api/v1/statuses", "status", "nobody is left"));
      rig.runDueJobs();
      assertThat(fifth.everything()).isEmpty();
      assertThat(isDeleted(leaving)).isTrue();
    }
  }

  private boolean isDeleted(RemotePerson person) {
    return rig.kit()
        .db()
        .as(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .fetchExists(
                        ACCOUNTS,
                        ACCOUNTS.URI.eq(person.uri()).and(ACCOUNTS.DELETED_AT.isNotNull())));
  }

  @Test
  void whatIsSaidOfAPostArrivesInItsOrder() {
    first.answerPosts(aResponse().withStatus(500));
    JsonNode said = say("one", "public");
    first.acceptAll();
    edit(said, "two");
    assertThat(first.received("Update")).as("the post has not arrived").isEmpty();
    later(Duration.ofMinutes(2));
    later(Duration.ofMinutes(2));
    assertThat(received())
        .containsExactly("first Create /inbox", "first Create /inbox", "first Update /inbox");
    assertThat(waiting()).isEmpty();
  }

  @Test
  void oneServerThatIsDownHoldsUpNoOther() {
    follow(silent, alice);
    forget();
    first.answerPosts(aResponse().withStatus(500));
    for (int i = 0; i < 5; i++) {
      say("hello " + i, "public");
    }
    assertThat(third.received("Create")).hasSize(5);
    first.acceptAll();
    later(Duration.ofHours(1));
    assertThat(waiting()).isEmpty();
    assertThat(
            first.received("Create").stream()
                .map(one -> one.activity().path("id").asText())
                .distinct())
        .hasSize(5);
  }

  @Test
  void aRestartLosesNothing() {
    first.answerPosts(aResponse().withStatus(500));
    say("hello", "public");
    rig.restart();
    first.acceptAll();
    later(Duration.ofMinutes(2));
    assertThat(first.received("Create")).hasSize(2);
    assertThat(waiting()).isEmpty();
  }
}
