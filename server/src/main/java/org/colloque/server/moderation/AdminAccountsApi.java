package org.colloque.server.moderation;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.USERS;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.api.Faults;
import org.colloque.server.database.Decimal;
import org.colloque.server.database.Tx;
import org.colloque.server.http.Access;
import org.colloque.server.http.Json;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.RawJson;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Fault;
import org.colloque.server.kit.Kit;
import org.colloque.server.moderation.ModerateAccount.Action;
import org.jooq.Record;

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
            .as(request.caller().viewer(), tx -> entity(tx, id(request)))
            .orElseThrow(ProblemException::notFound));
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

  /** Mastodon 4.6, entity Admin::Account; addresses of people are not kept. */
  private Optional<ObjectNode> entity(Tx tx, AccountId id) {
    RawJson account = accounts.one(tx.sql(), id);
    return account == null
        ? Optional.empty()
        : tx.sql()
            .select(ACCOUNTS.fields())
            .select(
                USERS.EMAIL,
                USERS.LOCALE,
                USERS.SIGN_UP_REASON,
                USERS.CONFIRMED_AT,
                USERS.APPROVED_AT,
                USERS.DISABLED_AT,
                USERS.ID)
            .from(ACCOUNTS)
            .leftJoin(USERS)
            .on(USERS.ACCOUNT_ID.eq(ACCOUNTS.ID))
            .where(ACCOUNTS.ID.eq(id.value()))
            .fetchOptional(row -> entity(row, account));
  }

  private static ObjectNode entity(Record row, RawJson account) {
    boolean member = row.get(USERS.ID) != null;
    ObjectNode entity =
        Json.object()
            .put("id", Long.toString(row.get(ACCOUNTS.ID)))
            .put("username", row.get(ACCOUNTS.USERNAME))
            .put("domain", row.get(ACCOUNTS.DOMAIN))
            .put("created_at", Json.moment(row.get(ACCOUNTS.CREATED_AT).toInstant()))
            .put("email", row.get(USERS.EMAIL))
            .putNull("ip");
    if (member) {
      entity.putArray("ips");
    } else {
      entity.putNull("ips");
    }
    entity
        .put("locale", row.get(USERS.LOCALE))
        .put("invite_request", row.get(USERS.SIGN_UP_REASON))
        .putNull("role");
    flag(entity, "confirmed", member, row.get(USERS.CONFIRMED_AT) != null);
    flag(entity, "approved", member, row.get(USERS.APPROVED_AT) != null);
    flag(entity, "disabled", member, row.get(USERS.DISABLED_AT) != null);
    entity
        .put("silenced", row.get(ACCOUNTS.SILENCED_AT) != null)
        .put("suspended", row.get(ACCOUNTS.SUSPENDED_AT) != null)
        .put("sensitized", false)
        .set("account", Json.read(account.bytes()));
    return entity;
  }

  /** What only members have is null for others. */
  private static void flag(ObjectNode entity, String name, boolean member, boolean value) {
    if (member) {
      entity.put(name, value);
    } else {
      entity.putNull(name);
    }
  }

  private static AccountId id(Request request) {
    return new AccountId(
        Decimal.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound));
  }
}
