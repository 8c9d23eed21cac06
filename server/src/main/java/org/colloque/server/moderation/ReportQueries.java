package org.colloque.server.moderation;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.REPORTS;
import static org.colloque.migrations.Tables.RULES;
import static org.colloque.migrations.Tables.STATUSES;
import static org.colloque.migrations.Tables.USERS;

import java.util.List;
import java.util.Optional;
import org.colloque.migrations.tables.Accounts;
import org.colloque.migrations.tables.records.ReportsRecord;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Reads what was reported. */
final class ReportQueries {
  private static final Accounts BY = ACCOUNTS.as("by");

  private ReportQueries() {}

  /**
   * A report with the people in it.
   *
   * @param target the row of the account that it is about, with its user if there is one
   */
  record Kept(ReportsRecord report, String by, @Nullable String byDomain, Record target) {}

  /** The newest first, those before {@code before}. */
  static List<Kept> page(DSLContext sql, boolean resolved, long before, int limit) {
    return read(
        sql,
        (resolved ? REPORTS.RESOLVED_AT.isNotNull() : REPORTS.RESOLVED_AT.isNull())
            .and(REPORTS.ID.lt(before)),
        limit);
  }

  static Optional<Kept> one(DSLContext sql, long id) {
    return read(sql, REPORTS.ID.eq(id), 1).stream().findFirst();
  }

  private static List<Kept> read(DSLContext sql, Condition which, int limit) {
    return sql.select(REPORTS.fields())
        .select(BY.USERNAME, BY.DOMAIN)
        .select(ACCOUNTS.fields())
        .select(USERS.ID, USERS.DISABLED_AT)
        .from(REPORTS)
        .join(BY)
        .on(BY.ID.eq(REPORTS.ACCOUNT_ID))
        .join(ACCOUNTS)
        .on(ACCOUNTS.ID.eq(REPORTS.TARGET_ACCOUNT_ID))
        .leftJoin(USERS)
        .on(USERS.ACCOUNT_ID.eq(ACCOUNTS.ID))
        .where(which)
        .orderBy(REPORTS.ID.desc())
        .limit(limit)
        .fetch(row -> new Kept(row.into(REPORTS), row.get(BY.USERNAME), row.get(BY.DOMAIN), row));
  }

  /** The posts that a report names, in their order; those that are gone for good are missing. */
  static List<? extends Record> posts(DSLContext sql, ReportsRecord report) {
    return sql.select(STATUSES.ID, STATUSES.CONTENT_HTML, STATUSES.CREATED_AT, STATUSES.DELETED_AT)
        .from(STATUSES)
        .where(STATUSES.ID.eq(DSL.any(report.getStatusIds())))
        .and(STATUSES.ACCOUNT_ID.eq(report.getTargetAccountId()))
        .orderBy(STATUSES.ID)
        .fetch();
  }

  static List<String> rules(DSLContext sql, ReportsRecord report) {
    return sql.select(RULES.TEXT)
        .from(RULES)
        .where(RULES.ID.eq(DSL.any(report.getRuleIds())))
        .orderBy(RULES.ID)
        .fetch(RULES.TEXT);
  }
}
