package org.colloque.server.dashboard;

import java.time.LocalDate;
import java.util.Map;
import org.jooq.DSLContext;

/** Something that is counted day by day. */
interface Measure {
  /** Days on which there was nothing may be missing. */
  Map<LocalDate, Long> byDay(DSLContext sql, Span span);

  /** Of the whole span: the sum, where a thing is not counted on two days. */
  default long total(DSLContext sql, Span span) {
    return byDay(sql, span).values().stream().mapToLong(Long::longValue).sum();
  }

  /** Whether it is counted in bytes. */
  default boolean bytes() {
    return false;
  }
}
