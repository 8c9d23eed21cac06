package org.colloque.server.moderation;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.RULES;
import static org.colloque.migrations.Tables.STATUSES;

import java.util.List;
import java.util.Set;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.outbox.Outbox;
import org.colloque.server.statuses.Visible;
import org.jooq.DSLContext;

/** A member reports an account; if they wish so, its server hears of it, not of them. */
public final class ReportsApi {
  /** Code points of a comment. */
  public static final int MAX_COMMENT = 1_000;

  /** Posts and rules that one report may name. */
  public static final int MAX_NAMED = 100;

  static final Set<String> CATEGORIES = Set.of("spam", "legal", "violation", "other");

  private final Kit kit;
  private final StoreReport reports;
  private final AccountEntities accounts;
  private final Outbox outbox;

  public ReportsApi(Kit kit, StoreReport reports, AccountEntities accounts, Outbox outbox) {
    this.kit = kit;
    this.reports = reports;
    this.accounts = accounts;
    this.outbox = outbox;
  }

  public List<Route> routes() {
    return List.of(
        Route.post("/api/v1/reports", Access.user("write", "write:reports"), this::report));
  }

  private Reply report(Request request) {
    AccountId me = request.caller().required().account();
    Parameters parameters = request.parameters();
    String comment = parameters.text("comment", "");
    List<Long> rules = parameters.ids("rule_ids");
    String category =
        rules.isEmpty()
            ? parameters.text("category").filter(text -> !text.isEmpty()).orElse("other")
            : "violation";
    if (comment.codePointCount(0, comment.length()) > MAX_COMMENT) {
      throw ProblemException.invalid("Comment is too long (maximum is 1000 characters)");
    }
    if (!CATEGORIES.contains(category)) {
      throw ProblemException.invalid("Category is not included in the list");
    }
    if (parameters.list("status_ids").size() > MAX_NAMED || rules.size() > MAX_NAMED) {
      throw ProblemException.invalid("Too many posts or rules in one report");
    }
    AccountId target =
        AccountId.parse(parameters.required("account_id")).orElseThrow(ProblemException::notFound);
    return kit.db()
        .as(
            Viewer.of(me),
            tx -> {
              boolean remote = remote(tx.sql(), target);
              Report report =
                  new Report(
                      me,
                      target,
                      null,
                      category,
                      comment,
                      readable(tx.sql(), me, target, parameters.ids("status_ids")),
                      known(tx.sql(), rules),
                      remote && parameters.flag("forward", false));
              return Reply.json(store(tx, report));
            });
  }

  private Object store(Tx tx, Report report) {
    long id =
        reports
            .store(tx, report)
            .orElseThrow(() -> ProblemException.of(429, "Too many reports in one day"));
    if (report.forwarded()) {
      outbox.reported(tx, report.target(), uris(tx.sql(), report.statuses()), report.comment());
    }
    var entity = ReportEntity.byIds(tx.sql(), accounts, List.of(id)).get(id);
    if (entity == null) {
      throw ProblemException.notFound();
    }
    return entity;
  }

  private static boolean remote(DSLContext sql, AccountId target) {
    return sql.select(ACCOUNTS.DOMAIN)
            .from(ACCOUNTS)
            .where(ACCOUNTS.ID.eq(target.value()))
            .and(ACCOUNTS.DELETED_AT.isNull())
            .fetchOptional()
            .orElseThrow(ProblemException::notFound)
            .value1()
        != null;
  }

  /** Posts of the target that the member may read; whatever else is named is left out. */
  private static List<Long> readable(
      DSLContext sql, AccountId me, AccountId target, List<Long> ids) {
    return sql.select(STATUSES.ID)
        .from(STATUSES)
        .where(STATUSES.ID.in(ids))
        .and(STATUSES.ACCOUNT_ID.eq(target.value()))
        .and(Visible.to(Viewer.of(me), STATUSES))
        .orderBy(STATUSES.ID)
        .fetch(STATUSES.ID);
  }

  /** Those of {@code rules} that are in force. */
  static List<Long> known(DSLContext sql, List<Long> rules) {
    return sql.select(RULES.ID)
        .from(RULES)
        .where(RULES.ID.in(rules))
        .and(RULES.DELETED_AT.isNull())
        .fetch(RULES.ID);
  }

  private static List<String> uris(DSLContext sql, List<Long> statuses) {
    return sql.select(STATUSES.URI)
        .from(STATUSES)
        .where(STATUSES.ID.in(statuses))
        .and(STATUSES.URI.isNotNull())
        .and(STATUSES.GROUP_ID.isNull())
        .orderBy(STATUSES.ID)
        .fetch(STATUSES.URI);
  }
}
