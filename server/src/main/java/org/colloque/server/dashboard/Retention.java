package org.colloque.server.dashboard;

import static org.colloque.migrations.Tables.MEMBER_DAYS;
import static org.colloque.migrations.Tables.USERS;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.colloque.server.http.Json;
import org.jooq.DSLContext;

/** Of those who joined in one period, how many were here in each later one. */
final class Retention {
  private Retention() {}

  /** How long a period is. */
  enum Frequency {
    DAY,
    MONTH;

    LocalDate begin(LocalDate day) {
      return switch (this) {
        case DAY -> day;
        case MONTH -> day.withDayOfMonth(1);
      };
    }

    LocalDate next(LocalDate period) {
      return switch (this) {
        case DAY -> period.plusDays(1);
        case MONTH -> period.plusMonths(1);
      };
    }
  }

  /** Two members of a cohort never count twice in one period. */
  private record Was(LocalDate cohort, LocalDate period) {}

  static List<ObjectNode> cohorts(DSLContext sql, Span span, Frequency frequency) {
    Map<Long, LocalDate> joined = new HashMap<>();
    Map<LocalDate, Integer> sizes = new HashMap<>();
    sql.select(USERS.ID, USERS.CREATED_AT)
        .from(USERS)
        .where(span.includes(USERS.CREATED_AT))
        .forEach(row -> {
          LocalDate cohort =
              frequency.begin(row.value2().withOffsetSameInstant(ZoneOffset.UTC).toLocalDate());
          joined.put(row.value1(), cohort);
          sizes.merge(cohort, 1, Integer::sum);
        });
    Map<Was, Set<Long>> here = new HashMap<>();
    sql.select(MEMBER_DAYS.USER_ID, MEMBER_DAYS.DAY)
        .from(MEMBER_DAYS)
        .where(MEMBER_DAYS.DAY.between(span.first(), span.last()))
        .forEach(row -> {
          LocalDate cohort = joined.get(row.value1());
          if (cohort != null) {
            here.computeIfAbsent(
                    new Was(cohort, frequency.begin(row.value2())), _ -> new HashSet<>())
                .add(row.value1());
          }
        });
    List<ObjectNode> cohorts = new ArrayList<>();
    LocalDate last = frequency.begin(span.last());
    for (LocalDate cohort = frequency.begin(span.first());
        !cohort.isAfter(last);
        cohort = frequency.next(cohort)) {
      cohorts.add(entity(cohort, last, frequency, sizes.getOrDefault(cohort, 0), here));
    }
    return cohorts;
  }

  private static ObjectNode entity(
      LocalDate cohort, LocalDate last, Frequency frequency, int size, Map<Was, Set<Long>> here) {
    ObjectNode entity =
        Json.object()
            .put("period", moment(cohort))
            .put("frequency", frequency.name().toLowerCase(Locale.ROOT));
    ArrayNode data = entity.putArray("data");
    for (LocalDate period = cohort; !period.isAfter(last); period = frequency.next(period)) {
      int stayed = here.getOrDefault(new Was(cohort, period), Set.of()).size();
      data.addObject()
          .put("date", moment(period))
          .put("rate", size == 0 ? 0.0 : (double) stayed / size)
          .put("value", Integer.toString(stayed));
    }
    return entity;
  }

  private static String moment(LocalDate day) {
    return Json.moment(day.atStartOfDay(ZoneOffset.UTC).toInstant());
  }
}
