package org.colloque.server.notifications;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.api.Paging;
import org.colloque.server.database.Decimal;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Json;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.RawJson;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.notifications.NotificationRequests.Row;
import org.colloque.server.statuses.StatusEntities;
import org.jooq.DSLContext;

/** Whose notifications wait, in the client API (Mastodon 4.6, NotificationRequest). */
public final class RequestsApi {
  private static final int LIMIT = 40;
  private static final int MAX_LIMIT = 80;
  private static final String ALL = "/api/v1/notifications/requests";
  private static final String ONE = ALL + "/:id";

  private final Kit kit;
  private final NotificationRequests requests;
  private final AccountEntities accounts;
  private final StatusEntities statuses;

  public RequestsApi(Kit kit, AccountEntities accounts, StatusEntities statuses) {
    this.kit = kit;
    this.requests = new NotificationRequests(kit);
    this.accounts = accounts;
    this.statuses = statuses;
  }

  /** What a member decides about some requests; how many of them were theirs. */
  @FunctionalInterface
  private interface Decision {
    int take(Tx tx, AccountId member, Collection<Long> ids);
  }

  public List<Route> routes() {
    Access read = Access.user("read", "read:notifications");
    Access write = Access.user("write", "write:notifications");
    return List.of(
        Route.get(ALL, read, this::list),
        // what is accepted is told in the same transaction: nothing is ever still being merged
        Route.get(ALL + "/merged", write, _ -> Reply.json(Map.of("merged", true))),
        Route.get(ONE, read, this::show),
        Route.post(ALL + "/accept", write, request -> many(request, requests::accept)),
        Route.post(ALL + "/dismiss", write, request -> many(request, requests::dismiss)),
        Route.post(ONE + "/accept", write, request -> one(request, requests::accept)),
        Route.post(ONE + "/dismiss", write, request -> one(request, requests::dismiss)));
  }

  private Reply list(Request request) {
    Paging paging = Paging.of(request, LIMIT, MAX_LIMIT);
    AccountId member = request.caller().required().account();
    return kit.db()
        .as(
            request.caller().viewer(),
            tx -> {
              List<Row> rows = requests.page(tx.sql(), member, paging);
              Reply reply = Reply.json(entities(tx.sql(), member, rows));
              return paging.linkUntilLast(reply, kit.urls(), rows.stream().map(Row::id).toList());
            });
  }

  private Reply show(Request request) {
    AccountId member = request.caller().required().account();
    return Reply.json(
        kit.db()
            .as(
                request.caller().viewer(),
                tx ->
                    requests.one(tx.sql(), member, id(request)).stream()
                        .flatMap(row -> entities(tx.sql(), member, List.of(row)).stream())
                        .findFirst()
                        .orElseThrow(ProblemException::notFound)));
  }

  private Reply many(Request request, Decision decision) {
    decide(request, request.parameters().ids("id"), decision);
    return Reply.json(Map.of());
  }

  private Reply one(Request request, Decision decision) {
    if (decide(request, List.of(id(request)), decision) == 0) {
      throw ProblemException.notFound();
    }
    return Reply.json(Map.of());
  }

  private int decide(Request request, List<Long> ids, Decision decision) {
    AccountId member = request.caller().required().account();
    return ids.isEmpty()
        ? 0
        : kit.db().as(request.caller().viewer(), tx -> decision.take(tx, member, ids));
  }

  private List<ObjectNode> entities(DSLContext sql, AccountId member, List<Row> rows) {
    Map<Long, RawJson> senders = accounts.byIds(sql, rows.stream().map(Row::from).toList());
    Map<Long, RawJson> about =
        statuses.byIds(
            sql,
            Viewer.of(member),
            rows.stream().map(Row::status).filter(Objects::nonNull).distinct().toList());
    List<ObjectNode> entities = new ArrayList<>();
    for (Row row : rows) {
      RawJson sender = senders.get(row.from());
      if (sender != null) {
        entities.add(
            Json.object()
                .put("id", Long.toString(row.id()))
                .put("created_at", Json.moment(row.createdAt().toInstant()))
                .put("updated_at", Json.moment(row.updatedAt().toInstant()))
                .put("notifications_count", Integer.toString(row.waiting()))
                .putPOJO("account", sender)
                .putPOJO("last_status", row.status() == null ? null : about.get(row.status())));
      }
    }
    return entities;
  }

  private static long id(Request request) {
    return Decimal.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound);
  }
}
