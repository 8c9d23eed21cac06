package org.colloque.server.notifications;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.colloque.server.api.Faults;
import org.colloque.server.http.Access;
import org.colloque.server.http.Json;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Fault;
import org.colloque.server.kit.Kit;
import org.jooq.DSLContext;

/** From whom a member wants to be told (Mastodon 4.6, both forms of NotificationPolicy). */
public final class PolicyApi {
  private static final String OLD = "/api/v1/notifications/policy";
  private static final String NEW = "/api/v2/notifications/policy";

  private final Kit kit;

  public PolicyApi(Kit kit) {
    this.kit = kit;
  }

  public List<Route> routes() {
    Access read = Access.user("read", "read:notifications");
    Access write = Access.user("write", "write:notifications");
    return List.of(
        Route.get(NEW, read, request -> answer(request, true, Map.of())),
        Route.patch(NEW, write, request -> answer(request, true, chosen(request.parameters()))),
        Route.put(NEW, write, request -> answer(request, true, chosen(request.parameters()))),
        Route.get(OLD, read, request -> answer(request, false, Map.of())),
        Route.patch(OLD, write, request -> answer(request, false, flagged(request.parameters()))),
        Route.put(OLD, write, request -> answer(request, false, flagged(request.parameters()))));
  }

  /** With the choices that are given made first. */
  private Reply answer(Request request, boolean current, Map<FilterReason, FilterChoice> others) {
    var member = request.caller().required().account();
    return Reply.json(
        kit.db()
            .as(
                request.caller().viewer(),
                tx -> {
                  NotificationPolicy policy = NotificationPolicy.of(tx.sql(), member).with(others);
                  if (!others.isEmpty()) {
                    policy.save(tx.sql(), member);
                  }
                  ObjectNode entity = current ? entity(policy) : oldEntity(policy);
                  entity.set("summary", summary(tx.sql(), request));
                  return entity;
                }));
  }

  private static ObjectNode summary(DSLContext sql, Request request) {
    var summary = NotificationRequests.summary(sql, request.caller().required().account());
    return Json.object()
        .put("pending_requests_count", summary.people())
        .put("pending_notifications_count", summary.notifications());
  }

  private static ObjectNode entity(NotificationPolicy policy) {
    ObjectNode entity = Json.object();
    for (FilterReason reason : FilterReason.values()) {
      entity.put("for_" + reason.wire(), policy.choice(reason).wire());
    }
    return entity;
  }

  /** Before 4.3: whether, and not how; limited accounts had no part in it. */
  private static ObjectNode oldEntity(NotificationPolicy policy) {
    ObjectNode entity = Json.object();
    for (FilterReason reason : FilterReason.values()) {
      if (reason != FilterReason.LIMITED_ACCOUNTS) {
        entity.put("filter_" + reason.wire(), policy.choice(reason) != FilterChoice.ACCEPT);
      }
    }
    return entity;
  }

  private static Map<FilterReason, FilterChoice> chosen(Parameters parameters) {
    Map<FilterReason, FilterChoice> chosen = new EnumMap<>(FilterReason.class);
    for (FilterReason reason : FilterReason.values()) {
      String name = "for_" + reason.wire();
      parameters
          .text(name)
          .ifPresent(wire ->
              chosen.put(
                  reason,
                  FilterChoice.parse(wire)
                      .orElseThrow(() -> Faults.problem(Map.of(name, Fault.INCLUSION)))));
    }
    return chosen;
  }

  private static Map<FilterReason, FilterChoice> flagged(Parameters parameters) {
    Map<FilterReason, FilterChoice> chosen = new EnumMap<>(FilterReason.class);
    for (FilterReason reason : FilterReason.values()) {
      if (reason != FilterReason.LIMITED_ACCOUNTS) {
        parameters
            .flag("filter_" + reason.wire())
            .ifPresent(on -> chosen.put(reason, on ? FilterChoice.FILTER : FilterChoice.ACCEPT));
      }
    }
    return chosen;
  }
}
