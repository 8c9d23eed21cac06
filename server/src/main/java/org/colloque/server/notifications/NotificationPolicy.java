package org.colloque.server.notifications;

import static org.colloque.migrations.Tables.NOTIFICATION_POLICIES;

import java.util.EnumMap;
import java.util.Map;
import org.colloque.migrations.tables.records.NotificationPoliciesRecord;
import org.colloque.server.accounts.AccountId;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** What a member chose for each reason not to be told. */
record NotificationPolicy(Map<FilterReason, FilterChoice> choices) {
  static NotificationPolicy of(DSLContext sql, AccountId member) {
    return read(
        sql.selectFrom(NOTIFICATION_POLICIES)
            .where(NOTIFICATION_POLICIES.ACCOUNT_ID.eq(member.value()))
            .fetchOne());
  }

  /** From a row of the table, of which nothing is there when the member never chose. */
  static NotificationPolicy read(@Nullable Record row) {
    Map<FilterReason, FilterChoice> choices = new EnumMap<>(FilterReason.class);
    for (FilterReason reason : FilterReason.values()) {
      String stored = row == null ? null : row.get(reason.column());
      choices.put(
          reason, stored == null ? reason.otherwise() : FilterChoice.parse(stored).orElseThrow());
    }
    return new NotificationPolicy(choices);
  }

  FilterChoice choice(FilterReason reason) {
    return choices.getOrDefault(reason, reason.otherwise());
  }

  /** With these choices instead. */
  NotificationPolicy with(Map<FilterReason, FilterChoice> others) {
    Map<FilterReason, FilterChoice> all = new EnumMap<>(choices);
    all.putAll(others);
    return new NotificationPolicy(all);
  }

  void save(DSLContext sql, AccountId member) {
    NotificationPoliciesRecord row = sql.newRecord(NOTIFICATION_POLICIES);
    row.set(NOTIFICATION_POLICIES.ACCOUNT_ID, member.value());
    choices.forEach((reason, choice) -> row.set(reason.column(), choice.wire()));
    sql.insertInto(NOTIFICATION_POLICIES)
        .set(row)
        .onConflict(NOTIFICATION_POLICIES.ACCOUNT_ID)
        .doUpdate()
        .set(row)
        .execute();
  }
}
