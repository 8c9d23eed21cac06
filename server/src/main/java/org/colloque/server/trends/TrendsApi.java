package org.colloque.server.trends;

import static org.colloque.migrations.Tables.TAGS;
import static org.colloque.migrations.Tables.TREND_STATUSES;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.colloque.server.api.Faults;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.RawJson;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Fault;
import org.colloque.server.kit.Kit;
import org.colloque.server.statuses.StatusEntities;
import org.colloque.server.tags.TagEntities;
import org.colloque.server.tags.TagEntity;
import org.jooq.Condition;

/** What is much used in public now (Mastodon 4.6, methods/trends). */
public final class TrendsApi {
  /** Entries that can be skipped: there are never more. */
  static final int MAX_OFFSET = RefreshTrends.MOST;

  /** When Mastodon deprecated the first form, as RFC 9745 writes it. */
  private static final String DEPRECATED = "@1648598400";

  private final Kit kit;
  private final Supplier<TrendsMode> mode;
  private final TagEntities tags;
  private final StatusEntities statuses;

  public TrendsApi(Kit kit, Supplier<TrendsMode> mode, TagEntities tags, StatusEntities statuses) {
    this.kit = kit;
    this.mode = mode;
    this.tags = tags;
    this.statuses = statuses;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(
            "/api/v1/trends",
            Access.api(),
            request -> tags(request).with("deprecation", DEPRECATED)),
        Route.get("/api/v1/trends/tags", Access.api(), this::tags),
        Route.get("/api/v1/trends/statuses", Access.api(), this::statuses));
  }

  private Reply tags(Request request) {
    Slice slice = Slice.of(request, 10, 20);
    Viewer viewer = request.caller().viewer();
    Condition allowed = TrendQueries.allowed(mode.get(), TAGS.TRENDABLE);
    List<TagEntity> found =
        kit.db()
            .as(
                viewer,
                tx ->
                    tags.list(
                        tx.sql(),
                        viewer,
                        TrendQueries.tags(tx.sql(), allowed, slice.limit(), slice.offset())));
    return slice.link(kit, request, Reply.json(found), found.size());
  }

  private Reply statuses(Request request) {
    Slice slice = Slice.of(request, 20, 40);
    Viewer viewer = request.caller().viewer();
    Condition allowed = TrendQueries.allowed(mode.get(), TREND_STATUSES.TRENDABLE);
    return kit.db()
        .as(
            viewer,
            tx -> {
              List<Long> ids =
                  TrendQueries.statuses(
                      tx.sql(),
                      viewer,
                      allowed,
                      request.caller().locale().getLanguage(),
                      slice.limit(),
                      slice.offset());
              Reply reply = Reply.jsonBytes(RawJson.array(statuses.list(tx.sql(), viewer, ids)));
              return slice.link(kit, request, reply, ids.size());
            });
  }

  /** A part of a list, by how many are skipped. */
  record Slice(int limit, int offset) {
    static Slice of(Request request, int otherwise, int largest) {
      int offset = request.parameters().integer("offset").orElse(0);
      if (offset < 0) {
        throw Faults.problem(java.util.Map.of("offset", Fault.INVALID));
      }
      return new Slice(
          request.parameters().limit(otherwise, largest), Math.min(offset, MAX_OFFSET));
    }

    /** With the way to what follows and to what came before. */
    Reply link(Kit kit, Request request, Reply reply, int found) {
      List<String> links = new ArrayList<>();
      if (found >= limit && offset + limit <= MAX_OFFSET) {
        links.add(address(kit, request, offset + limit, "next"));
      }
      if (offset > 0) {
        links.add(address(kit, request, Math.max(offset - limit, 0), "prev"));
      }
      return links.isEmpty() ? reply : reply.with("link", String.join(", ", links));
    }

    private String address(Kit kit, Request request, int from, String relation) {
      String path = kit.urls().absolute(request.path());
      return "<" + path + "?limit=" + limit + "&offset=" + from + ">; rel=\"" + relation + "\"";
    }
  }
}
