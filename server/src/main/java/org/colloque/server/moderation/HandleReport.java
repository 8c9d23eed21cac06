package org.colloque.server.moderation;

import static org.colloque.migrations.Tables.REPORTS;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.colloque.migrations.tables.records.ReportsRecord;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Kit;
import org.jooq.UpdateSetMoreStep;
import org.jspecify.annotations.Nullable;

/** What moderators do with a report: each step stands in the log. */
public final class HandleReport {
  private final Kit kit;
  private final AuditLog audit;

  public HandleReport(Kit kit) {
    this.kit = kit;
    this.audit = new AuditLog(kit);
  }

  /**
   * Puts it away, or takes it up again.
   *
   * @throws ProblemException 404 when there is none
   */
  void resolve(Tx tx, AccountId moderator, long id, boolean resolve) {
    var change =
        change(tx)
            .set(REPORTS.RESOLVED_AT, resolve ? kit.now().atOffset(ZoneOffset.UTC) : null)
            .set(REPORTS.RESOLVED_BY_ID, resolve ? moderator.value() : null);
    make(tx, moderator, id, resolve ? "report.resolved" : "report.reopened", change);
  }

  /**
   * Says who looks after it.
   *
   * @param assignee nobody when missing
   * @throws ProblemException 404 when there is none
   */
  void assign(Tx tx, AccountId moderator, long id, @Nullable AccountId assignee) {
    var change = change(tx).set(REPORTS.ASSIGNED_TO_ID, assignee == null ? null : assignee.value());
    String kind = assignee == null ? "report.unassigned" : "report.assigned";
    make(tx, moderator, id, kind, change);
  }

  /**
   * Says what it is about.
   *
   * @param rules of the instance that were broken
   * @throws ProblemException 404 when there is none
   */
  void sort(Tx tx, AccountId moderator, long id, String category, List<Long> rules) {
    var change =
        change(tx)
            .set(REPORTS.CATEGORY, category)
            .set(REPORTS.RULE_IDS, rules.toArray(Long[]::new));
    make(tx, moderator, id, "report.sorted", change);
  }

  private UpdateSetMoreStep<ReportsRecord> change(Tx tx) {
    return tx.sql().update(REPORTS).set(REPORTS.UPDATED_AT, kit.now().atOffset(ZoneOffset.UTC));
  }

  private void make(
      Tx tx, AccountId moderator, long id, String kind, UpdateSetMoreStep<ReportsRecord> change) {
    if (change.where(REPORTS.ID.eq(id)).execute() == 0) {
      throw ProblemException.notFound();
    }
    audit.write(tx, moderator, kind, Map.of("report", Long.toString(id)));
  }
}
