package org.colloque.server.delivery;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.DELIVERIES;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.http.Fault;
import java.time.Duration;
import java.util.List;
import org.colloque.server.database.Viewer;
import org.colloque.server.federation.Neighbours;
import org.colloque.server.rig.Remote;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that does not answer, for minutes, days and weeks (reliability.md, C10 and C18). */
class BreakerTest extends Neighbours {
  @BeforeEach
  @AfterEach
  void nothingWaits() {
    remotes().forEach(Remote::acceptAll);
    rig.clock().advance(Duration.ofDays(2));
    rig.runDueJobs();
    rig.clock().advance(Duration.ofDays(2));
    rig.runDueJobs();
    assertThat(waiting()).isZero();
    forget();
  }

  private int waiting() {
    return rig.kit().db().as(Viewer.stranger(), tx -> tx.sql().fetchCount(DELIVERIES));
  }

  private void down() {
    first.answerPosts(aResponse().withStatus(500));
  }

  private void later(Duration time) {
    rig.clock().advance(time);
    rig.runDueJobs();
  }

  private List<String> sent(String type) {
    return first.received(type).stream()
        .map(received -> received.activity().path("object").path("id").asText())
        .toList();
  }

  private static String uri(JsonNode status) {
    return status.path("uri").asText();
  }

  @Test
  void aServerThatIsDownForSevenDaysIsAskedAFewTimesAndThenGetsEverythingInOrder() {
    down();
    JsonNode one = say("one", "public");
    int posts = 12;
    for (int post = 0; post < posts; post++) {
      say("number " + post, "public");
    }
    edit(one, "one, corrected");
    for (Duration passed = Duration.ZERO;
        passed.compareTo(Duration.ofDays(7)) < 0;
        passed = passed.plusHours(1)) {
      later(Duration.ofHours(1));
    }
    assertThat(first.received()).hasSizeLessThanOrEqualTo(40);
    assertThat(waiting()).isEqualTo(posts + 2);
    forget();
    first.acceptAll();
    later(Duration.ofDays(1).plusHours(5));
    assertThat(waiting()).isZero();
    assertThat(sent("Create")).hasSize(posts + 1).doesNotHaveDuplicates();
    List<String> types =
        first.received().stream()
            .filter(
                received -> received.activity().path("object").path("id").asText().equals(uri(one)))
            .map(Remote.Received::type)
            .toList();
    assertThat(types).containsExactly("Create", "Update");
  }

  @Test
  void afterAFailureOneRequestDecidesWhetherTheRestFollows() {
    down();
    for (int post = 0; post < 10; post++) {
      say("number " + post, "public");
    }
    later(Duration.ofHours(1));
    forget();
    later(Duration.ofDays(1));
    assertThat(first.received()).as("one decides").hasSize(1);
    first.acceptAll();
    later(Duration.ofDays(1));
    assertThat(waiting()).isZero();
  }

  @Test
  void aServerThatSpeaksToUsIsAskedAtOnce() {
    down();
    for (int post = 0; post < 5; post++) {
      say("number " + post, "public");
    }
    later(Duration.ofHours(3));
    later(Duration.ofHours(3));
    forget();
    first.acceptAll();
    later(Duration.ofSeconds(1));
    assertThat(first.received()).as("it is left alone").isEmpty();
    receive(fan, fan.activity("Like", "https://nowhere.example/1"));
    assertThat(sent("Create")).hasSize(5);
    assertThat(waiting()).isZero();
  }

  @Test
  void whoReturnsAfterWeeksGetsWhatIsStillOfInterest() {
    down();
    JsonNode kept = say("stays", "public");
    JsonNode deleted = say("goes", "public");
    edit(kept, "first correction");
    edit(kept, "second correction");
    later(Duration.ofHours(1));
    ok(alice.app().delete("/api/v1/statuses/" + deleted.path("id").asText()));
    for (int day = 0; day < 10; day++) {
      later(Duration.ofDays(1));
    }
    forget();
    first.acceptAll();
    later(Duration.ofDays(2));
    assertThat(sent("Create")).containsExactly(uri(kept));
    assertThat(first.received("Update"))
        .singleElement()
        .satisfies(
            update -> assertThat(update.activity().toString()).contains("second correction"));
    assertThat(waiting()).isZero();
  }

  @Test
  void forAServerThatIsLongGoneNothingOlderThanAMonthIsKept() {
    down();
    say("old", "public");
    for (int day = 0; day < 20; day++) {
      later(Duration.ofDays(1));
    }
    say("younger", "public");
    later(BackOff.OF_INTEREST.minus(Duration.ofDays(21)));
    assertThat(waiting()).as("a day before").isEqualTo(2);
    later(Duration.ofDays(2));
    assertThat(waiting()).as("a day after").isEqualTo(1);
  }

  @Test
  void aConnectionThatIsClosedHoldsUpNoOtherServer() {
    first.answerPosts(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    follow(silent, alice);
    for (int post = 0; post < 5; post++) {
      say("number " + post, "public");
    }
    assertThat(third.received("Create")).hasSize(5);
  }

  @Test
  void aClockThatStepsBackOrForwardLosesNothingAndSendsNothingTwice() {
    down();
    say("before", "public");
    rig.clock().advance(Duration.ofHours(-2));
    JsonNode between = say("two hours earlier", "public");
    first.acceptAll();
    forget();
    rig.clock().advance(Duration.ofHours(4));
    rig.runDueJobs();
    later(Duration.ofMinutes(30));
    assertThat(sent("Create")).hasSize(2).doesNotHaveDuplicates().contains(uri(between));
    assertThat(waiting()).isZero();
  }
}
