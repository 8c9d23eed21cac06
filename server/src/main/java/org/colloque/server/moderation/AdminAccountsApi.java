package org.colloque.server.moderation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.api.Faults;
import org.colloque.server.database.Decimal;
import org.colloque.server.http.Access;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Fault;
import org.colloque.server.kit.Kit;
import org.colloque.server.moderation.ModerateAccount.Action;

/** Decisions about accounts, for apps of those who moderate (Mastodon's admin API). */
public final class AdminAccountsApi {
  private final Kit kit;
  private final ModerateAccount moderate;
  private final AccountEntities accounts;

  public AdminAccountsApi(Kit kit, ModerateAccount moderate, AccountEntities accounts) {
    this.kit = kit;
    this.moderate = moderate;
    this.accounts = accounts;
  }

  public List<Route> routes() {
    Access read = Access.moderator("admin:read", "admin:read:accounts");
    Access write = Access.moderator("admin:write", "admin:write:accounts");
    String one = "/api/v1/admin/accounts/:id";
    return List.of(
        Route.get(one, read, this::show),
        Route.post(one + "/action", write, this::action),
        Route.post(one + "/unsuspend", write, request -> undo(request, Action.UNSUSPEND)),
        Route.post(one + "/unsilence", write, request -> undo(request, Action.UNSILENCE)),
        Route.post(one + "/enable", write, request -> undo(request, Action.ENABLE)));
  }

  private Reply show(Request request) {
    return Reply.json(
        kit.db()
            .as(
                request.caller().viewer(),
                tx -> {
                  long id = id(request).value();
                  ObjectNode found =
                      AdminAccountEntity.byIds(tx.sql(), accounts, Set.of(id)).get(id);
                  if (found == null) {
                    throw ProblemException.notFound();
                  }
                  return found;
                }));
  }

  private Reply action(Request request) {
    String type = request.parameters().text("type", "");
    String text = request.parameters().text("text", "");
    if (text.length() > DomainRule.MAX_COMMENT) {
      throw Faults.problem(Map.of("text", Fault.TOO_LONG));
    }
    Action action =
        switch (type) {
          case "suspend" -> Action.SUSPEND;
          case "silence" -> Action.SILENCE;
          case "disable" -> Action.DISABLE;
          case String _ -> throw Faults.problem(Map.of("type", Fault.INCLUSION));
        };
    act(request, action, text);
    return Reply.json(Map.of());
  }

  private Reply undo(Request request, Action action) {
    act(request, action, "");
    return show(request);
  }

  private void act(Request request, Action action, String text) {
    kit.db()
        .doAs(
            request.caller().viewer(),
            tx -> moderate.act(tx, request.caller().required(), id(request), action, text));
  }

  private static AccountId id(Request request) {
    return new AccountId(
        Decimal.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound));
  }
}
