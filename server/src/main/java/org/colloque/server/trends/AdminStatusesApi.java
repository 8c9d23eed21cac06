package org.colloque.server.trends;

import static org.colloque.migrations.Tables.TREND_STATUSES;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.colloque.server.database.Decimal;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Json;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.RawJson;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.statuses.StatusEntities;
import org.jooq.impl.DSL;

/** Posts that trend, for those who moderate (Mastodon 4.6, Admin::Trends::Status). */
public final class AdminStatusesApi {
  private static final String ALL = "/api/v1/admin/trends/statuses";

  private final Kit kit;
  private final StatusEntities statuses;
  private final ReviewTrends review;

  public AdminStatusesApi(Kit kit, StatusEntities statuses) {
    this.kit = kit;
    this.statuses = statuses;
    this.review = new ReviewTrends(kit);
  }

  public List<Route> routes() {
    Access write = Access.moderator("admin:write");
    return List.of(
        Route.get(ALL, Access.moderator("admin:read"), this::list),
        Route.post(ALL + "/:id/approve", write, request -> decide(request, true)),
        Route.post(ALL + "/:id/reject", write, request -> decide(request, false)));
  }

  private Reply list(Request request) {
    TrendsApi.Slice slice = TrendsApi.Slice.of(request, 20, 40);
    Viewer viewer = request.caller().viewer();
    return kit.db()
        .as(
            viewer,
            tx -> {
              List<Long> ids =
                  TrendQueries.statuses(
                      tx.sql(), viewer, DSL.noCondition(), null, slice.limit(), slice.offset());
              Reply reply = Reply.jsonBytes(RawJson.array(statuses.list(tx.sql(), viewer, ids)));
              return slice.link(kit, request, reply, ids.size());
            });
  }

  private Reply decide(Request request, boolean trendable) {
    long id = Decimal.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound);
    Viewer viewer = request.caller().viewer();
    return Reply.json(
        kit.db()
            .as(
                viewer,
                tx -> {
                  review.status(tx, request.caller().required().account(), id, trendable);
                  RawJson shown = statuses.byIds(tx.sql(), viewer, List.of(id)).get(id);
                  if (shown == null) {
                    throw ProblemException.notFound();
                  }
                  boolean open =
                      tx.sql()
                          .fetchExists(
                              TREND_STATUSES,
                              TREND_STATUSES
                                  .STATUS_ID
                                  .eq(id)
                                  .and(TREND_STATUSES.TRENDABLE.isNull()));
                  return ((ObjectNode) Json.read(shown.bytes())).put("requires_review", open);
                }));
  }
}
