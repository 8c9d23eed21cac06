package org.colloque.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.colloque.server.delivery.Lane.Sent;
import org.junit.jupiter.api.Test;

/** A server that is silent holds up nobody else (reliability.md, C12). */
class TrafficTest {
  private final AtomicLong nanos = new AtomicLong();
  private final Traffic traffic = new Traffic(nanos::get);
  private long ids;

  @Test
  void whoHasNotAnsweredLatelyGetsOneAndThenAFew() {
    hold("far", Traffic.AHEAD);
    List<Sent> first = traffic.begin();
    assertThat(first).hasSize(1);
    traffic.end(first.getFirst(), true);
    assertThat(traffic.begin()).hasSize(Traffic.PER_HOST);
  }

  @Test
  void trustEndsAfterAMinute() {
    hold("far", 1);
    traffic.begin().forEach(sent -> traffic.end(sent, true));
    nanos.addAndGet(Lane.TRUST.toNanos());
    hold("far", 3);
    assertThat(traffic.begin()).hasSize(1);
  }

  @Test
  void whoFailedGetsNothingThatWasClaimedBefore() {
    hold("far", 3);
    traffic
        .begin()
        .forEach(sent -> {
          traffic.end(sent, false);
          traffic.settled(List.of(sent.delivery().id()));
        });
    assertThat(traffic.begin()).isEmpty();
    assertThat(traffic.isEmpty()).isTrue();
  }

  @Test
  void whoLetsUsWaitGivesItsPlaceAway() {
    silent(Traffic.IN_FLIGHT);
    assertThat(traffic.begin()).hasSize(Traffic.IN_FLIGHT);
    hold("healthy", 1);
    nanos.addAndGet(Traffic.LATE.toNanos() - 1);
    assertThat(traffic.begin()).isEmpty();
    nanos.addAndGet(1);
    assertThat(traffic.begin()).extracting(sent -> sent.delivery().host()).contains("healthy");
  }

  @Test
  void whatWouldFollowALateOneIsLetGoAndNoMoreIsClaimed() {
    hold("silent", Traffic.AHEAD);
    assertThat(traffic.begin()).hasSize(1);
    nanos.addAndGet(Traffic.LATE.toNanos());
    assertThat(traffic.begin()).isEmpty();
    assertThat(traffic.claimed()).hasSize(1);
    assertThat(traffic.claimed(List.of("silent", "other")))
        .containsEntry("silent", Traffic.AHEAD)
        .containsEntry("other", 0);
  }

  @Test
  void moreLateOnesThanThatTakePlaces() {
    for (int late = 0; late < Traffic.MOST_LATE; late += Traffic.IN_FLIGHT) {
      silent(Traffic.IN_FLIGHT);
      assertThat(traffic.begin()).hasSize(Traffic.IN_FLIGHT);
      nanos.addAndGet(Traffic.LATE.toNanos());
    }
    silent(1);
    List<Sent> one = traffic.begin();
    nanos.addAndGet(Traffic.LATE.toNanos());
    traffic.begin();
    assertThat(traffic.places()).isEqualTo(Traffic.IN_FLIGHT - 1);
    one.forEach(sent -> traffic.end(sent, true));
    assertThat(traffic.places()).isEqualTo(Traffic.IN_FLIGHT);
  }

  private void silent(int servers) {
    for (int server = 0; server < servers; server++) {
      hold("silent" + ids, 1);
    }
  }

  private void hold(String host, int deliveries) {
    for (int i = 0; i < deliveries; i++) {
      traffic.hold(ReceiptsTest.delivery(++ids, 7, host));
    }
  }
}
