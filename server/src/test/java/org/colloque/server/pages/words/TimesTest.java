package org.colloque.server.pages.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class TimesTest {
  private static final Instant NOW = Instant.parse("2026-11-22T14:05:00Z");
  private static final Times FRENCH =
      new Times(Messages.of(Locale.FRENCH), ZoneId.of("Europe/Paris"), NOW);
  private static final Times ENGLISH =
      new Times(Messages.of(Locale.ENGLISH), ZoneId.of("Europe/London"), NOW);

  @Test
  void relativeUpToAWeekThenTheDay() {
    assertThat(FRENCH.relative(NOW.minusSeconds(59))).isEqualTo("à l’instant");
    assertThat(FRENCH.relative(NOW.minusSeconds(60))).isEqualTo("il y a 1\u00a0min");
    assertThat(FRENCH.relative(NOW.minusSeconds(3599))).isEqualTo("il y a 59\u00a0min");
    assertThat(FRENCH.relative(NOW.minusSeconds(3600))).isEqualTo("il y a 1\u00a0h");
    assertThat(ENGLISH.relative(NOW.minus(Duration.ofDays(2)))).isEqualTo("2 days ago");
    assertThat(ENGLISH.relative(NOW.minus(Duration.ofDays(7)).plusSeconds(1)))
        .isEqualTo("6 days ago");
    assertThat(ENGLISH.relative(NOW.minus(Duration.ofDays(7)))).isEqualTo("15 Nov");
    assertThat(FRENCH.relative(NOW.minus(Duration.ofDays(400)))).isEqualTo("18 oct. 2025");
  }

  @Test
  void aMomentInTheFutureIsADate() {
    assertThat(ENGLISH.relative(NOW.plus(Duration.ofDays(1)))).isEqualTo("23 Nov");
  }

  @Test
  void absoluteInTheZoneOfTheReader() {
    assertThat(FRENCH.absolute(NOW)).isEqualTo("dimanche 22 novembre 2026 à 15:05");
    assertThat(ENGLISH.absolute(NOW)).isEqualTo("Sunday, 22 November 2026 at 14:05");
    assertThat(FRENCH.month(NOW)).isEqualTo("novembre 2026");
  }
}
