package org.colloque.server.barriers;

import static org.colloque.migrations.Tables.IP_BLOCKS;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.colloque.migrations.tables.records.IpBlocksRecord;
import org.colloque.server.api.Faults;
import org.colloque.server.api.Paging;
import org.colloque.server.http.Access;
import org.colloque.server.http.Json;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Fault;
import org.colloque.server.kit.Kit;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** From which networks nobody joins, or comes (Mastodon 4.6, Admin::IpBlock). */
public final class NetworksApi {
  /** The longest time that a barrier can be put up for, but for ever. */
  static final Duration LONGEST = Duration.ofDays(3650);

  private static final String ALL = "/api/v1/admin/ip_blocks";
  private static final String ONE = ALL + "/:id";

  private final Kit kit;
  private final ChangeBarriers change;

  public NetworksApi(Kit kit) {
    this.kit = kit;
    this.change = new ChangeBarriers(kit);
  }

  public List<Route> routes() {
    Access read = Access.moderator("admin:read", "admin:read:ip_blocks");
    Access write = Access.moderator("admin:write", "admin:write:ip_blocks");
    return List.of(
        Route.get(ALL, read, this::list),
        Route.get(ONE, read, this::show),
        Route.post(ALL, write, this::add),
        Route.put(ONE, write, this::change),
        Route.patch(ONE, write, this::change),
        Route.delete(ONE, write, this::lift));
  }

  private Reply list(Request request) {
    Staff.required(request);
    Paging paging = Paging.of(request, Staff.PAGE, Staff.LARGEST_PAGE);
    return kit.db()
        .as(
            request.caller().viewer(),
            tx -> {
              List<IpBlocksRecord> page =
                  paging.newestFirst(
                      tx.sql()
                          .selectFrom(IP_BLOCKS)
                          .where(paging.condition(IP_BLOCKS.ID))
                          .orderBy(paging.order(IP_BLOCKS.ID))
                          .limit(paging.rows())
                          .fetch());
              return paging.linkUntilLast(
                  Reply.json(page.stream().map(NetworksApi::entity).toList()),
                  kit.urls(),
                  page.stream().map(IpBlocksRecord::getId).toList());
            });
  }

  private Reply show(Request request) {
    Staff.required(request);
    long id = Staff.id(request);
    return Reply.json(kit.db().as(request.caller().viewer(), tx -> entity(row(tx.sql(), id))));
  }

  private Reply add(Request request) {
    var by = Staff.required(request);
    ChangeBarriers.Wanted wanted = wanted(request.parameters(), null);
    return Reply.json(
        kit.db()
            .as(
                request.caller().viewer(),
                tx -> entity(row(tx.sql(), change.addNetwork(tx, by, wanted, request.address())))));
  }

  private Reply change(Request request) {
    var by = Staff.required(request);
    long id = Staff.id(request);
    return Reply.json(
        kit.db()
            .as(
                request.caller().viewer(),
                tx -> {
                  var wanted = wanted(request.parameters(), row(tx.sql(), id));
                  change.changeNetwork(tx, by, id, wanted, request.address());
                  return entity(row(tx.sql(), id));
                }));
  }

  private Reply lift(Request request) {
    var by = Staff.required(request);
    long id = Staff.id(request);
    kit.db().doAs(request.caller().viewer(), tx -> change.liftNetwork(tx, by, id));
    return Reply.json(Map.of());
  }

  /** What is not named stays as it is. */
  private ChangeBarriers.Wanted wanted(Parameters parameters, @Nullable IpBlocksRecord before) {
    String network = parameters.text("ip", before == null ? "" : before.getIp());
    String severity = parameters.text("severity", before == null ? "" : before.getSeverity());
    String comment = parameters.text("comment", before == null ? "" : before.getComment()).strip();
    if (comment.length() > ChangeBarriers.MAX_COMMENT) {
      throw Faults.problem(Map.of("comment", Fault.TOO_LONG));
    }
    return new ChangeBarriers.Wanted(
        Network.parse(network).orElseThrow(() -> Faults.problem(Map.of("ip", Fault.INVALID))),
        NetworkSeverity.parse(severity)
            .orElseThrow(() -> Faults.problem(Map.of("severity", Fault.INCLUSION))),
        comment,
        until(parameters, before));
  }

  private @Nullable Instant until(Parameters parameters, @Nullable IpBlocksRecord before) {
    if (!parameters.tree().has("expires_in")) {
      return before == null || before.getExpiresAt() == null
          ? null
          : before.getExpiresAt().toInstant();
    }
    Optional<Integer> seconds = parameters.integer("expires_in");
    if (seconds.isEmpty() && parameters.text("expires_in", "").isBlank()) {
      return null;
    }
    int given = seconds.filter(each -> each >= 0 && each <= LONGEST.toSeconds()).orElse(-1);
    if (given < 0) {
      throw Faults.problem(Map.of("expires_in", Fault.INVALID));
    }
    return given == 0 ? null : kit.now().plusSeconds(given);
  }

  private static IpBlocksRecord row(DSLContext sql, long id) {
    return sql.selectFrom(IP_BLOCKS)
        .where(IP_BLOCKS.ID.eq(id))
        .fetchOptional()
        .orElseThrow(ProblemException::notFound);
  }

  private static ObjectNode entity(IpBlocksRecord row) {
    return Json.object()
        .put("id", Long.toString(row.getId()))
        .put("ip", row.getIp())
        .put("severity", row.getSeverity())
        .put("comment", row.getComment())
        .put("created_at", Json.moment(row.getCreatedAt().toInstant()))
        .put(
            "expires_at",
            row.getExpiresAt() == null ? null : Json.moment(row.getExpiresAt().toInstant()));
  }
}
