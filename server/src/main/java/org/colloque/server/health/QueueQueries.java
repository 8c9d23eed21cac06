package org.colloque.server.health;

import static org.colloque.migrations.Tables.DELIVERIES;
import static org.colloque.migrations.Tables.INBOX_ACTIVITIES;

import java.time.Instant;
import java.time.OffsetDateTime;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** How long the queues are: by an index, and counted to a limit, however long they are. */
final class QueueQueries {
  private QueueQueries() {}

  /**
   * One moment of both queues; the times are those at which the oldest came in.
   *
   * @param deliveries waiting, counted to the limit
   * @param received activities that wait to be worked off, counted to the limit
   */
  record Backlog(
      int deliveries,
      @Nullable Instant oldestDelivery,
      int received,
      @Nullable Instant oldestReceived) {}

  static Backlog backlog(DSLContext sql, int limit) {
    Field<Integer> deliveries =
        DSL.field(
            DSL.selectCount()
                .from(DSL.select(DELIVERIES.NEXT_ATTEMPT_AT).from(DELIVERIES).limit(limit)));
    Field<OffsetDateTime> oldestDelivery =
        DSL.field(
            DSL.select(DELIVERIES.CREATED_AT).from(DELIVERIES).orderBy(DELIVERIES.ID).limit(1));
    Field<Integer> received =
        DSL.field(
            DSL.selectCount()
                .from(
                    DSL.select(INBOX_ACTIVITIES.ID)
                        .from(INBOX_ACTIVITIES)
                        .where(INBOX_ACTIVITIES.DONE_AT.isNull())
                        .limit(limit)));
    Field<OffsetDateTime> oldestReceived =
        DSL.field(
            DSL.select(INBOX_ACTIVITIES.RECEIVED_AT)
                .from(INBOX_ACTIVITIES)
                .where(INBOX_ACTIVITIES.DONE_AT.isNull())
                .orderBy(INBOX_ACTIVITIES.ID)
                .limit(1));
    return sql.select(deliveries, oldestDelivery, received, oldestReceived)
        .fetchSingle(row ->
            new Backlog(row.value1(), instant(row.value2()), row.value3(), instant(row.value4())));
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
