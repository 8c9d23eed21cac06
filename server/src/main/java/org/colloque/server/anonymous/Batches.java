package org.colloque.server.anonymous;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;

/** When anonymous posts appear: three times a day in the group's zone, whenever they were sent. */
final class Batches {
  static final List<LocalTime> HOURS =
      List.of(LocalTime.of(8, 0), LocalTime.of(13, 0), LocalTime.of(20, 0));

  private Batches() {}

  /** The next one after {@code now}. */
  static Instant next(Instant now, ZoneId zone) {
    ZonedDateTime here = now.atZone(zone);
    for (int day = 0; ; day++) {
      for (LocalTime hour : HOURS) {
        Instant batch = here.toLocalDate().plusDays(day).atTime(hour).atZone(zone).toInstant();
        if (batch.isAfter(now)) {
          return batch;
        }
      }
    }
  }
}
