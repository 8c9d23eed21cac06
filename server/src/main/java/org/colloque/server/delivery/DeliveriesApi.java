package org.colloque.server.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.colloque.server.database.Tx;
import org.colloque.server.http.Access;
import org.colloque.server.http.Json;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.pages.words.Messages;
import org.colloque.server.statuses.StatusId;
import org.jspecify.annotations.Nullable;

/** What became of what we tell others, for apps of those who moderate (docs/client-api.md). */
public final class DeliveriesApi {
  private final Kit kit;
  private final SteerDeliveries steer;

  public DeliveriesApi(Kit kit, SteerDeliveries steer) {
    this.kit = kit;
    this.steer = steer;
  }

  public List<Route> routes() {
    Access read = Access.moderator("admin:read");
    Access write = Access.moderator("admin:write");
    return List.of(
        Route.get("/api/v1/admin/deliveries", read, this::servers),
        Route.get("/api/v1/admin/deliveries/waiting", read, this::waiting),
        Route.get("/api/v1/admin/deliveries/posts", read, this::posts),
        Route.get("/api/v1/admin/deliveries/posts/:id", read, this::post),
        Route.post("/api/v1/admin/deliveries/try", write, this::tryNow),
        Route.post("/api/v1/admin/deliveries/drop", write, this::drop));
  }

  private Reply servers(Request request) {
    boolean failing = request.parameters().flag("failing", false);
    String after = request.parameters().text("after", "");
    int limit = request.parameters().limit(40, DeliveryReport.PAGE);
    Messages messages = messages(request);
    return Reply.json(
        read(
            request,
            tx ->
                DeliveryReport.servers(
                        tx.sql(),
                        failing ? DeliveryReport.Which.FAILING : DeliveryReport.Which.ALL,
                        after,
                        limit,
                        kit.now())
                    .stream()
                    .map(server -> entity(messages, server))
                    .toList()));
  }

  private Reply waiting(Request request) {
    String host = host(request);
    Messages messages = messages(request);
    return Reply.json(
        read(
            request,
            tx ->
                DeliveryReport.waiting(tx.sql(), host, DeliveryReport.PAGE).stream()
                    .map(one -> entity(messages, one))
                    .toList()));
  }

  private Reply posts(Request request) {
    StatusId before = request.parameters().id("max_id").map(StatusId::new).orElse(null);
    int limit = request.parameters().limit(40, DeliveryReport.PAGE);
    return Reply.json(
        read(
            request,
            tx ->
                DeliveryReport.posts(tx.sql(), before, limit).stream()
                    .map(DeliveriesApi::entity)
                    .toList()));
  }

  private Reply post(Request request) {
    StatusId id =
        StatusId.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound);
    Messages messages = messages(request);
    return Reply.json(
        read(
            request,
            tx -> {
              ObjectNode entity =
                  DeliveryReport.post(tx.sql(), id)
                      .map(DeliveriesApi::entity)
                      .orElseThrow(ProblemException::notFound);
              var rows = entity.putArray("deliveries");
              DeliveryReport.waiting(tx.sql(), id, DeliveryReport.PAGE)
                  .forEach(one -> rows.add(entity(messages, one)));
              return entity;
            }));
  }

  private Reply tryNow(Request request) {
    String host = host(request);
    kit.db()
        .doAs(
            request.caller().viewer(),
            tx -> steer.tryNow(tx, request.caller().required().account(), host));
    return Reply.json(Map.of());
  }

  private Reply drop(Request request) {
    String host = host(request);
    int dropped = read(request, tx -> steer.drop(tx, request.caller().required().account(), host));
    return Reply.json(Map.of("dropped", dropped));
  }

  private <T> T read(Request request, Function<Tx, T> reading) {
    return kit.db().as(request.caller().viewer(), reading);
  }

  private static String host(Request request) {
    return request
        .parameters()
        .text("host")
        .filter(host -> !host.isBlank())
        .orElseThrow(() -> ProblemException.invalid("Host can't be blank"));
  }

  private static Messages messages(Request request) {
    return Messages.of(request.caller().locale());
  }

  private static ObjectNode entity(Messages messages, DeliveryReport.Server server) {
    return Json.object()
        .put("host", server.host())
        .put("state", server.state().name().toLowerCase(java.util.Locale.ROOT))
        .put("sent", server.sent())
        .put("given_up", server.givenUp())
        .put("waiting", server.waiting())
        .put("oldest", moment(server.oldest()))
        .put("next_try", moment(server.nextTry()))
        .put("failures", server.failures())
        .put("failing_since", moment(server.failingSince()))
        .put("reason", orNull(DeliveryWords.why(messages, server.trouble())))
        .put("error", server.error())
        .put("last_success", moment(server.lastSuccess()))
        .put("last_failure", moment(server.lastFailure()));
  }

  private static ObjectNode entity(Messages messages, DeliveryReport.Waiting one) {
    StatusId status = one.status();
    return Json.object()
        .put("id", Long.toString(one.id()))
        .put("host", one.host())
        .put("inbox", one.inbox())
        .put("type", one.type())
        .put("status_id", status == null ? null : status.toString())
        .put("attempts", one.attempts())
        .put("since", moment(one.since()))
        .put("next_try", moment(one.nextTry()))
        .put("reason", orNull(DeliveryWords.why(messages, one.trouble())))
        .put("error", one.error());
  }

  private static ObjectNode entity(DeliveryReport.Post post) {
    return Json.object()
        .put("status_id", post.status().toString())
        .put("sent", post.sent())
        .put("given_up", post.givenUp())
        .put("waiting", post.waiting())
        .put("told", moment(post.told()));
  }

  private static @Nullable String moment(@Nullable Instant moment) {
    return moment == null ? null : Json.moment(moment);
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
