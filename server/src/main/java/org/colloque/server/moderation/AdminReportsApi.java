package org.colloque.server.moderation;

import static org.colloque.migrations.Tables.REPORTS;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.colloque.migrations.tables.records.ReportsRecord;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.api.Faults;
import org.colloque.server.api.Paging;
import org.colloque.server.database.Decimal;
import org.colloque.server.database.Tx;
import org.colloque.server.http.Access;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Fault;
import org.colloque.server.kit.Kit;
import org.colloque.server.statuses.StatusEntities;
import org.jooq.Condition;
import org.jooq.DSLContext;

/** Reports, for apps of those who moderate (Mastodon's admin API). */
public final class AdminReportsApi {
  private static final int LIMIT = 100;
  private static final int MAX_LIMIT = 200;

  private final Kit kit;
  private final HandleReport handle;
  private final AdminReportEntity entities;

  public AdminReportsApi(
      Kit kit, HandleReport handle, AccountEntities accounts, StatusEntities statuses) {
    this.kit = kit;
    this.handle = handle;
    this.entities = new AdminReportEntity(accounts, statuses);
  }

  /** What a moderator does with the report of this identifier. */
  @FunctionalInterface
  private interface Step {
    void take(Tx tx, AccountId moderator, long id);
  }

  public List<Route> routes() {
    Access read = Access.moderator("admin:read", "admin:read:reports");
    Access write = Access.moderator("admin:write", "admin:write:reports");
    String one = "/api/v1/admin/reports/:id";
    return List.of(
        Route.get("/api/v1/admin/reports", read, this::list),
        Route.get(one, read, request -> answer(request, (_, _, _) -> {})),
        Route.put(one, write, this::sort),
        Route.patch(one, write, this::sort),
        Route.post(
            one + "/assign_to_self",
            write,
            request -> answer(request, (tx, me, id) -> handle.assign(tx, me, id, me))),
        Route.post(
            one + "/unassign",
            write,
            request -> answer(request, (tx, me, id) -> handle.assign(tx, me, id, null))),
        Route.post(
            one + "/resolve",
            write,
            request -> answer(request, (tx, me, id) -> handle.resolve(tx, me, id, true))),
        Route.post(
            one + "/reopen",
            write,
            request -> answer(request, (tx, me, id) -> handle.resolve(tx, me, id, false))));
  }

  private Reply list(Request request) {
    Paging paging = Paging.of(request, LIMIT, MAX_LIMIT);
    Condition which =
        request.parameters().flag("resolved", false)
            ? REPORTS.RESOLVED_AT.isNotNull()
            : REPORTS.RESOLVED_AT.isNull();
    for (var by :
        Map.of("account_id", REPORTS.ACCOUNT_ID, "target_account_id", REPORTS.TARGET_ACCOUNT_ID)
            .entrySet()) {
      if (request.parameters().has(by.getKey())) {
        which = which.and(by.getValue().eq(request.parameters().id(by.getKey()).orElse(0L)));
      }
    }
    Condition wanted = which.and(paging.condition(REPORTS.ID));
    return kit.db()
        .as(
            request.caller().viewer(),
            tx -> {
              List<ReportsRecord> reports =
                  paging.newestFirst(
                      tx.sql()
                          .selectFrom(REPORTS)
                          .where(wanted)
                          .orderBy(paging.order(REPORTS.ID))
                          .limit(paging.rows())
                          .fetch());
              Reply reply = Reply.json(entities.of(tx.sql(), request.caller().viewer(), reports));
              return paging.linkUntilLast(
                  reply, kit.urls(), reports.stream().map(ReportsRecord::getId).toList());
            });
  }

  private Reply sort(Request request) {
    List<Long> rules = request.parameters().ids("rule_ids");
    String category = request.parameters().text("category", "");
    if (!category.isEmpty() && !ReportsApi.CATEGORIES.contains(category)) {
      throw Faults.problem(Map.of("category", Fault.INCLUSION));
    }
    if (rules.size() > ReportsApi.MAX_NAMED) {
      throw Faults.problem(Map.of("rule_ids", Fault.TOO_LONG));
    }
    return answer(
        request,
        (tx, me, id) -> {
          ReportsRecord before = report(tx.sql(), id);
          handle.sort(
              tx,
              me,
              id,
              category.isEmpty() ? before.getCategory() : category,
              request.parameters().has("rule_ids")
                  ? ReportsApi.known(tx.sql(), rules)
                  : List.of(before.getRuleIds()));
        });
  }

  private Reply answer(Request request, Step step) {
    long id = Decimal.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound);
    return Reply.json(
        kit.db()
            .as(
                request.caller().viewer(),
                tx -> {
                  step.take(tx, request.caller().required().account(), id);
                  List<ObjectNode> shown =
                      entities.of(
                          tx.sql(), request.caller().viewer(), List.of(report(tx.sql(), id)));
                  return shown.stream().findFirst().orElseThrow(ProblemException::notFound);
                }));
  }

  private static ReportsRecord report(DSLContext sql, long id) {
    return sql.selectFrom(REPORTS)
        .where(REPORTS.ID.eq(id))
        .fetchOptional()
        .orElseThrow(ProblemException::notFound);
  }
}
