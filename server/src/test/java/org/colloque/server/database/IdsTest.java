package org.colloque.server.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.colloque.server.rig.Rig;
import org.colloque.server.rig.SettableClock;
import org.junit.jupiter.api.Test;

/** Identifiers, whatever the clock does and however many ask (reliability.md, C18). */
class IdsTest {
  private static final Instant NOW = Instant.parse("2026-10-25T00:30:00Z");

  @Test
  void c18TheyStayUniqueAndInOrderWhenTheClockSteps() {
    SettableClock clock = new SettableClock(NOW);
    AtomicLong blocks = new AtomicLong();
    Ids ids = new Ids(clock, blocks::incrementAndGet);
    Set<Long> given = new HashSet<>();
    long last = 0;
    for (Duration step :
        List.of(
            Duration.ZERO,
            Duration.ofHours(2),
            Duration.ofHours(-4),
            Duration.ofMillis(-1),
            Duration.ofSeconds(1),
            Duration.ofHours(2),
            Duration.ofDays(400))) {
      clock.advance(step);
      for (int i = 0; i < 3 * Ids.BLOCK; i++) {
        long id = ids.next();
        assertThat(id).as("after a step of %s", step).isGreaterThan(last);
        assertThat(given.add(id)).isTrue();
        last = id;
      }
    }
  }

  @Test
  void c18TwoProcessesWhoseClocksDisagreeDoNotMeet() {
    AtomicLong blocks = new AtomicLong();
    Ids early = new Ids(new SettableClock(NOW), blocks::incrementAndGet);
    Ids late = new Ids(new SettableClock(NOW.plusSeconds(7200)), blocks::incrementAndGet);
    Set<Long> given = new HashSet<>();
    for (int i = 0; i < 4 * Ids.BLOCK; i++) {
      assertThat(given.add(early.next())).isTrue();
      assertThat(given.add(late.next())).isTrue();
    }
  }

  /** Whoever asks holds connections already; none of the pool is left. */
  @Test
  void aFullPoolDoesNotKeepIdentifiersBack() {
    int pool = 2;
    try (Rig rig = Rig.start()) {
      DatabaseSettings own = rig.database();
      DatabaseSettings small = new DatabaseSettings(own.url(), own.user(), own.password(), pool);
      try (Database database = Database.open(small, Clock.systemUTC())) {
        Set<Long> given = new HashSet<>();
        database
            .db()
            .doAs(
                Viewer.stranger(),
                _ ->
                    database
                        .db()
                        .doAs(
                            Viewer.stranger(),
                            _ -> {
                              assertThat(database.connectionsInUse()).isEqualTo(pool);
                              for (int i = 0; i < 2 * Ids.BLOCK; i++) {
                                given.add(database.ids().next());
                              }
                            }));
        assertThat(given).hasSize(2 * Ids.BLOCK);
      }
    }
  }
}
