package org.colloque.server.delivery;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.colloque.federation.deliver.Trouble;
import org.colloque.server.database.Viewer;
import org.colloque.server.federation.Neighbours;
import org.colloque.server.statuses.StatusId;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is said of the deliveries to a server, and of a post. */
class DeliveryReportTest extends Neighbours {
  private <T> T ask(Function<DSLContext, T> question) {
    return rig.kit().db().as(Viewer.stranger(), tx -> question.apply(tx.sql()));
  }

  private Optional<DeliveryReport.Post> post(StatusId status) {
    return ask(sql -> DeliveryReport.post(sql, status));
  }

  private List<StatusId> posts(@Nullable StatusId before, int limit) {
    return ask(sql -> DeliveryReport.posts(sql, before, limit)).stream()
        .map(DeliveryReport.Post::status)
        .toList();
  }

  private DeliveryReport.Server server(String host) {
    return ask(sql -> DeliveryReport.server(sql, host, rig.kit().now())).orElseThrow();
  }

  private static StatusId id(JsonNode status) {
    return new StatusId(Long.parseLong(status.path("id").asText()));
  }

  @Test
  void tellsOfEachServerAndPostWhatArrivedWhatWaitsAndWhy() {
    DeliveryReport.Server before = server(first.host());
    assertThat(before.state()).isEqualTo(DeliveryReport.State.ANSWERS);
    StatusId sent = id(say("arrives", "public"));
    Instant now = rig.kit().now();
    assertThat(server(first.host()).sent()).isEqualTo(before.sent() + 1);
    assertThat(server(first.host()).lastSuccess()).isEqualTo(now);
    assertThat(post(sent)).contains(new DeliveryReport.Post(sent, 1, 0, 0, now));

    first.answerPosts(aResponse().withStatus(500));
    StatusId late = id(say("waits", "public"));
    StatusId later = id(say("waits too", "public"));
    rig.clock().advance(Duration.ofHours(1));
    rig.runDueJobs();
    DeliveryReport.Server failing = server(first.host());
    assertThat(failing.state()).isEqualTo(DeliveryReport.State.LEFT_ALONE);
    assertThat(failing.trouble()).isEqualTo(Trouble.ERROR);
    assertThat(failing.error()).isEqualTo("status 500");
    assertThat(failing.waiting()).isEqualTo(2);
    assertThat(failing.oldest()).isEqualTo(now);
    assertThat(failing.failingSince()).isEqualTo(now);
    assertThat(failing.failures()).isGreaterThanOrEqualTo(BackOff.FAILURES_BEFORE_PAUSE);
    assertThat(failing.nextTry()).isAfter(rig.kit().now());
    List<DeliveryReport.Waiting> waits = ask(sql -> DeliveryReport.waiting(sql, late, 10));
    assertThat(waits)
        .singleElement()
        .satisfies(waiting -> {
          assertThat(waiting.type()).isEqualTo("Create");
          assertThat(waiting.host()).isEqualTo(first.host());
          assertThat(waiting.trouble()).isEqualTo(Trouble.ERROR);
          assertThat(waiting.attempts()).isPositive();
        });
    waits = ask(sql -> DeliveryReport.waiting(sql, first.host(), 1));
    assertThat(waits).hasSize(1);
    assertThat(posts(null, 2)).containsExactly(later, late);
    assertThat(posts(late, 1)).containsExactly(sent);
    assertThat(hosts(DeliveryReport.Which.FAILING, "")).containsExactly(first.host());
    assertThat(hosts(DeliveryReport.Which.ALL, first.host())).doesNotContain(first.host());

    rig.clock().advance(BackOff.LONG_GONE);
    assertThat(server(first.host()).state()).isEqualTo(DeliveryReport.State.LONG_GONE);
    first.acceptAll();
    rig.runDueJobs();
    assertThat(server(first.host()).state()).isEqualTo(DeliveryReport.State.ANSWERS);
    assertThat(server(first.host()).trouble()).isNull();
    assertThat(post(late).orElseThrow().waiting()).isZero();
  }

  @Test
  void whatIsRefusedForGoodIsGivenUp() {
    long before = server(first.host()).givenUp();
    first.answerPosts(aResponse().withStatus(403));
    StatusId refused = id(say("unwanted", "public"));
    first.acceptAll();
    assertThat(server(first.host()).givenUp()).isEqualTo(before + 1);
    assertThat(post(refused).orElseThrow().givenUp()).isEqualTo(1);
  }

  private List<String> hosts(DeliveryReport.Which which, String after) {
    return ask(sql -> DeliveryReport.servers(sql, which, after, 10, rig.kit().now())).stream()
        .map(DeliveryReport.Server::host)
        .toList();
  }
}
