package org.colloque.server.dashboard;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.colloque.server.api.Faults;
import org.colloque.server.http.Parameters;
import org.colloque.server.kit.Fault;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** Days from the first to the last, both included, in UTC. */
record Span(LocalDate first, LocalDate last) {
  /** More days than these are not counted at once. */
  static final int MOST_DAYS = 366;

  private static final int DEFAULT_DAYS = 30;

  /** Bits of an identifier below its milliseconds ({@code Ids}). */
  private static final int LOW_BITS = 16;

  private static final long DAY_MILLIS = 86_400_000;

  /** From {@code start_at} and {@code end_at}; the last thirty days where they are not given. */
  static Span of(Parameters parameters, Instant now) {
    LocalDate last =
        date(parameters, "end_at").orElseGet(() -> LocalDate.ofInstant(now, ZoneOffset.UTC));
    LocalDate first =
        date(parameters, "start_at").orElseGet(() -> last.minusDays(DEFAULT_DAYS - 1));
    if (first.isAfter(last) || ChronoUnit.DAYS.between(first, last) >= MOST_DAYS) {
      throw Faults.problem(Map.of("start_at", Fault.INVALID));
    }
    return new Span(first, last);
  }

  private static Optional<LocalDate> date(Parameters parameters, String name) {
    return parameters
        .text(name)
        .filter(text -> !text.isBlank())
        .map(text -> {
          try {
            LocalDate date =
                text.length() <= 10
                    ? LocalDate.parse(text)
                    : OffsetDateTime.parse(text.replace(' ', 'T'))
                        .withOffsetSameInstant(ZoneOffset.UTC)
                        .toLocalDate();
            if (date.getYear() < 2000 || date.getYear() > 9999) {
              throw Faults.problem(Map.of(name, Fault.INVALID));
            }
            return date;
          } catch (DateTimeParseException notADate) {
            throw Faults.problem(Map.of(name, Fault.INVALID));
          }
        });
  }

  List<LocalDate> days() {
    return first.datesUntil(last.plusDays(1)).toList();
  }

  /** As many days just before. */
  Span before() {
    long days = ChronoUnit.DAYS.between(first, last) + 1;
    return new Span(first.minusDays(days), first.minusDays(1));
  }

  /** Rows made within, by identifiers that begin with the moment. */
  Condition within(Field<Long> id) {
    return id.ge(id(first)).and(id.lt(id(last.plusDays(1))));
  }

  Condition includes(Field<OffsetDateTime> moment) {
    return moment
        .ge(first.atStartOfDay().atOffset(ZoneOffset.UTC))
        .and(moment.lt(last.plusDays(1).atStartOfDay().atOffset(ZoneOffset.UTC)));
  }

  /** The day of an identifier, counted from 1970. */
  static Field<Long> day(Field<Long> id) {
    return DSL.shr(id, LOW_BITS).div(DAY_MILLIS);
  }

  private static long id(LocalDate day) {
    return day.toEpochDay() * DAY_MILLIS << LOW_BITS;
  }
}
