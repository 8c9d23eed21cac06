package org.colloque.server.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.colloque.migrations.Tables.THROTTLES;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.ProblemException;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ThrottleTest {
  private static final Throttle.Limit TEN = new Throttle.Limit("test", 10, Duration.ofMinutes(5));

  private Rig rig;
  private Throttle throttle;

  @BeforeEach
  void start() {
    rig = Rig.start();
    throttle = new Throttle(rig.kit());
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private boolean passes(String subject) {
    try {
      throttle.spend(TEN, subject);
      return true;
    } catch (ProblemException refused) {
      assertThat(refused.status()).isEqualTo(429);
      return false;
    }
  }

  @Test
  void inNoSpanOfFiveMinutesPassMoreThanTen() {
    Random random = new Random(58);
    Deque<Instant> passed = new ArrayDeque<>();
    int all = 0;
    for (int i = 0; i < 3_000; i++) {
      rig.clock().advance(Duration.ofMillis(random.nextInt(4_000)));
      if (passes("alice")) {
        all++;
        passed.add(rig.clock().instant());
      }
      while (!passed.isEmpty()
          && passed.peek().isBefore(rig.clock().instant().minus(TEN.window()))) {
        passed.poll();
      }
      assertThat(passed.size()).isLessThanOrEqualTo(10);
    }
    assertThat(all).as("attempts pass again when time goes by").isGreaterThan(100);
  }

  @Test
  void manyAtOnceDoNotSlipThrough() throws Exception {
    List<Callable<Boolean>> attempts = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      attempts.add(() -> passes("bob"));
    }
    int passed = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> attempt : threads.invokeAll(attempts)) {
        passed += attempt.get() ? 1 : 0;
      }
    }
    assertThat(passed).isEqualTo(10);
  }

  @Test
  void aGoodAttemptDoesNotCountAndOthersAreNotTouched() {
    for (int i = 0; i < 50; i++) {
      throttle.refund(throttle.spend(TEN, "carol"));
    }
    for (int i = 0; i < 10; i++) {
      assertThat(passes("carol")).isTrue();
    }
    assertThatThrownBy(() -> throttle.spend(TEN, "carol")).hasMessage("Too many requests");
    assertThat(passes("dave")).isTrue();
  }

  @Test
  void theTableDoesNotSayWho() {
    throttle.spend(TEN, "alice@mail.example");
    List<String> keys =
        rig.kit()
            .db()
            .as(Viewer.stranger(), tx -> tx.sql().selectFrom(THROTTLES).fetch(THROTTLES.KEY));
    assertThat(keys).hasSize(1).allSatisfy(key -> assertThat(key).doesNotContain("alice"));
  }

  @Test
  void aPlaceIsAnIpv4AddressOrAnIpv6NetOf64Bits() {
    assertThat(Throttle.place("192.0.2.1")).isNotEqualTo(Throttle.place("192.0.2.2"));
    assertThat(Throttle.place("2001:db8:1:2::1")).isEqualTo(Throttle.place("2001:db8:1:2:ffff::"));
    assertThat(Throttle.place("2001:db8:1:2::1")).isNotEqualTo(Throttle.place("2001:db8:1:3::1"));
    assertThat(Throttle.place("::ffff:192.0.2.1")).isEqualTo(Throttle.place("192.0.2.1"));
    assertThat(Throttle.place("")).isEqualTo(Throttle.place("nonsense"));
  }
}
