package org.colloque.server.moderation;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.USERS;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.UserId;
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
import org.colloque.server.moderation.ModerateAccount.Action;
import org.colloque.server.users.UserVerbs;
import org.jooq.Condition;
import org.jooq.DSLContext;

/** Decisions about accounts, for apps of those who moderate (Mastodon's admin API). */
public final class AdminAccountsApi {
  private static final int LIMIT = 100;
  private static final int MAX_LIMIT = 200;

  private final Kit kit;
  private final ModerateAccount moderate;
  private final HandleReport reports;
  private final UserVerbs users;
  private final AccountEntities accounts;

  public AdminAccountsApi(
      Kit kit, ModerateAccount moderate, UserVerbs users, AccountEntities accounts) {
    this.kit = kit;
    this.moderate = moderate;
    this.reports = new HandleReport(kit);
    this.users = users;
    this.accounts = accounts;
  }

  public List<Route> routes() {
    Access read = Access.moderator("admin:read", "admin:read:accounts");
    Access write = Access.moderator("admin:write", "admin:write:accounts");
    String one = "/api/v1/admin/accounts/:id";
    return List.of(
        Route.get("/api/v1/admin/accounts", read, this::list),
        Route.get("/api/v2/admin/accounts", read, this::list),
        Route.get(one, read, this::show),
        Route.delete(one, write, this::erase),
        Route.post(one + "/action", write, this::action),
        Route.post(
            one + "/approve",
            write,
            request ->
                decide(
                    request,
                    (tx, user) ->
                        users
                            .approveUser()
                            .approve(tx, request.caller().required().account(), user))),
        Route.post(
            one + "/reject",
            write,
            request ->
                decide(
                    request,
                    (tx, user) ->
                        users
                            .rejectUser()
                            .reject(tx, request.caller().required().account(), user))),
        Route.post(one + "/unsensitive", write, request -> undo(request, Action.UNSENSITIVE)),
        Route.post(one + "/unsuspend", write, request -> undo(request, Action.UNSUSPEND)),
        Route.post(one + "/unsilence", write, request -> undo(request, Action.UNSILENCE)),
        Route.post(one + "/enable", write, request -> undo(request, Action.ENABLE)));
  }

  private Reply list(Request request) {
    Paging paging = Paging.of(request, LIMIT, MAX_LIMIT);
    Condition wanted = AccountFilter.of(request.parameters());
    return kit.db()
        .as(
            request.caller().viewer(),
            tx -> {
              List<Long> ids =
                  paging.newestFirst(
                      tx.sql()
                          .select(ACCOUNTS.ID)
                          .from(ACCOUNTS)
                          .leftJoin(USERS)
                          .on(USERS.ACCOUNT_ID.eq(ACCOUNTS.ID))
                          .where(wanted)
                          .and(ACCOUNTS.DELETED_AT.isNull())
                          .and(ACCOUNTS.URI.ne(kit.urls().instanceActor()))
                          .and(paging.condition(ACCOUNTS.ID))
                          .orderBy(paging.order(ACCOUNTS.ID))
                          .limit(paging.rows())
                          .fetch(ACCOUNTS.ID));
              Map<Long, ObjectNode> found = AdminAccountEntity.byIds(tx.sql(), accounts, ids);
              return paging.linkUntilLast(
                  Reply.json(ids.stream().map(found::get).filter(Objects::nonNull).toList()),
                  kit.urls(),
                  ids);
            });
  }

  private Reply show(Request request) {
    return Reply.json(kit.db().as(request.caller().viewer(), tx -> entity(tx.sql(), id(request))));
  }

  private ObjectNode entity(DSLContext sql, AccountId id) {
    ObjectNode found = AdminAccountEntity.byIds(sql, accounts, Set.of(id.value())).get(id.value());
    if (found == null) {
      throw ProblemException.notFound();
    }
    return found;
  }

  private Reply action(Request request) {
    String type = request.parameters().text("type", "");
    String text = request.parameters().text("text", "");
    if (text.length() > DomainRule.MAX_COMMENT) {
      throw Faults.problem(Map.of("text", Fault.TOO_LONG));
    }
    Action action =
        switch (type) {
          case "none" -> Action.NONE;
          case "sensitive" -> Action.SENSITIVE;
          case "suspend" -> Action.SUSPEND;
          case "silence" -> Action.SILENCE;
          case "disable" -> Action.DISABLE;
          case String _ -> throw Faults.problem(Map.of("type", Fault.INCLUSION));
        };
    kit.db()
        .doAs(
            request.caller().viewer(),
            tx -> {
              moderate.act(tx, request.caller().required(), id(request), action, text);
              if (request.parameters().has("report_id")) {
                reports.resolve(
                    tx,
                    request.caller().required().account(),
                    request.parameters().id("report_id").orElseThrow(ProblemException::notFound),
                    true);
              }
            });
    return Reply.json(Map.of());
  }

  private Reply undo(Request request, Action action) {
    kit.db()
        .doAs(
            request.caller().viewer(),
            tx -> moderate.act(tx, request.caller().required(), id(request), action, ""));
    return show(request);
  }

  /** What a suspended member left is erased now, not in thirty days (owner and admins). */
  private Reply erase(Request request) {
    if (!request.caller().required().isStaff()) {
      throw ProblemException.forbidden();
    }
    return Reply.json(
        kit.db()
            .as(
                request.caller().viewer(),
                tx -> {
                  ObjectNode before = entity(tx.sql(), id(request));
                  moderate.act(tx, request.caller().required(), id(request), Action.ERASE, "");
                  return before;
                }));
  }

  /** About somebody who asks to join; 403 when they do not ask (any more), as in Mastodon. */
  private Reply decide(Request request, BiFunction<Tx, UserId, Boolean> decision) {
    AccountId id = id(request);
    return Reply.json(
        kit.db()
            .as(
                request.caller().viewer(),
                tx -> {
                  ObjectNode before = entity(tx.sql(), id);
                  Long user =
                      tx.sql()
                          .select(USERS.ID)
                          .from(USERS)
                          .where(USERS.ACCOUNT_ID.eq(id.value()))
                          .and(USERS.APPROVED_AT.isNull())
                          .fetchOptional(USERS.ID)
                          .orElseThrow(ProblemException::forbidden);
                  if (!decision.apply(tx, new UserId(user))) {
                    throw ProblemException.forbidden();
                  }
                  ObjectNode after =
                      AdminAccountEntity.byIds(tx.sql(), accounts, Set.of(id.value()))
                          .get(id.value());
                  return after == null ? before : after;
                }));
  }

  private static AccountId id(Request request) {
    return new AccountId(
        Decimal.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound));
  }
}
