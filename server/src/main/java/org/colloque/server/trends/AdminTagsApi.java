package org.colloque.server.trends;

import static org.colloque.migrations.Tables.TAGS;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.colloque.migrations.tables.records.TagsRecord;
import org.colloque.server.api.Faults;
import org.colloque.server.api.Paging;
import org.colloque.server.database.Decimal;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Json;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Fault;
import org.colloque.server.kit.Kit;
import org.colloque.server.tags.TagEntities;
import org.colloque.server.tags.TagEntity;
import org.colloque.server.tags.TagQueries;
import org.colloque.server.text.HashtagName;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Hashtags for those who moderate (Mastodon 4.6, Admin::Tag). */
public final class AdminTagsApi {
  private static final Access READ = Access.moderator("admin:read");
  private static final Access WRITE = Access.moderator("admin:write");
  private static final String ALL = "/api/v1/admin/tags";
  private static final String TRENDS = "/api/v1/admin/trends/tags";
  private static final int LIMIT = 100;
  private static final int MAX_LIMIT = 200;

  private final Kit kit;
  private final TagEntities tags;
  private final ReviewTrends review;

  public AdminTagsApi(Kit kit, TagEntities tags) {
    this.kit = kit;
    this.tags = tags;
    this.review = new ReviewTrends(kit);
  }

  public List<Route> routes() {
    return List.of(
        Route.get(ALL, READ, this::list),
        Route.get(ALL + "/:id", READ, this::show),
        Route.patch(ALL + "/:id", WRITE, request -> decide(request, change(request))),
        Route.put(ALL + "/:id", WRITE, request -> decide(request, change(request))),
        Route.get(TRENDS, READ, this::trending),
        Route.post(
            TRENDS + "/:id/approve",
            WRITE,
            request -> decide(request, ReviewTrends.TagChange.trendable(true))),
        Route.post(
            TRENDS + "/:id/reject",
            WRITE,
            request -> decide(request, ReviewTrends.TagChange.trendable(false))));
  }

  /** All that are used in public, by the numbers that clients know. */
  private Reply list(Request request) {
    Paging paging = Paging.of(request, LIMIT, MAX_LIMIT);
    var id = TagQueries.wireId(TAGS.NAME);
    return kit.db()
        .as(
            request.caller().viewer(),
            tx -> {
              List<TagsRecord> page =
                  paging.newestFirst(
                      tx.sql()
                          .selectFrom(TAGS)
                          .where(paging.condition(id))
                          .and(TagQueries.usedInPublic())
                          .orderBy(paging.order(id))
                          .limit(paging.rows())
                          .fetch());
              List<ObjectNode> entities = entities(tx.sql(), request.caller().viewer(), page);
              return paging.linkUntilLast(
                  Reply.json(entities),
                  kit.urls(),
                  entities.stream().map(each -> each.path("id").asLong()).toList());
            });
  }

  private Reply trending(Request request) {
    TrendsApi.Slice slice = TrendsApi.Slice.of(request, 10, 20);
    return kit.db()
        .as(
            request.caller().viewer(),
            tx -> {
              List<Long> ids =
                  TrendQueries.tags(tx.sql(), DSL.noCondition(), slice.limit(), slice.offset())
                      .stream()
                      .map(TagQueries.Tag::id)
                      .toList();
              Map<Long, TagsRecord> rows = new HashMap<>();
              tx.sql()
                  .selectFrom(TAGS)
                  .where(TAGS.ID.in(ids))
                  .forEach(row -> rows.put(row.getId(), row));
              List<TagsRecord> page =
                  ids.stream().map(rows::get).filter(java.util.Objects::nonNull).toList();
              return slice.link(
                  kit,
                  request,
                  Reply.json(entities(tx.sql(), request.caller().viewer(), page)),
                  page.size());
            });
  }

  private Reply show(Request request) {
    return Reply.json(
        kit.db()
            .as(
                request.caller().viewer(),
                tx -> one(tx, request.caller().viewer(), row(tx.sql(), request))));
  }

  private Reply decide(Request request, ReviewTrends.TagChange change) {
    return Reply.json(
        kit.db()
            .as(
                request.caller().viewer(),
                tx -> {
                  TagsRecord tag = row(tx.sql(), request);
                  String name = change.displayName();
                  if (name != null && !HashtagName.normalize(name).equals(tag.getName())) {
                    throw Faults.problem(Map.of("display_name", Fault.INVALID));
                  }
                  review.tag(tx, request.caller().required().account(), tag, change);
                  return one(tx, request.caller().viewer(), row(tx.sql(), request));
                }));
  }

  private static ReviewTrends.TagChange change(Request request) {
    Parameters parameters = request.parameters();
    return new ReviewTrends.TagChange(
        parameters.text("display_name").filter(name -> !name.isBlank()).orElse(null),
        parameters.flag("trendable").orElse(null),
        parameters.flag("usable").orElse(null),
        parameters.flag("listable").orElse(null));
  }

  private static TagsRecord row(DSLContext sql, Request request) {
    long id = Decimal.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound);
    return sql.selectFrom(TAGS)
        .where(TagQueries.wireId(TAGS.NAME).eq(id))
        .and(TagQueries.usedInPublic())
        .fetchOptional()
        .orElseThrow(ProblemException::notFound);
  }

  private ObjectNode one(Tx tx, Viewer viewer, TagsRecord tag) {
    return entities(tx.sql(), viewer, List.of(tag)).getFirst();
  }

  private List<ObjectNode> entities(DSLContext sql, Viewer viewer, List<TagsRecord> rows) {
    List<TagEntity> shown =
        tags.list(
            sql,
            viewer,
            rows.stream()
                .map(row -> new TagQueries.Tag(row.getId(), row.getName(), row.getDisplayName()))
                .toList());
    List<ObjectNode> entities = new java.util.ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      TagsRecord row = rows.get(i);
      ObjectNode entity = (ObjectNode) Json.tree(shown.get(i));
      entity
          .put("trendable", row.getTrendable())
          .put("usable", row.getUsable())
          .put("listable", row.getListable())
          .put("requires_review", row.getReviewedAt() == null);
      entities.add(entity);
    }
    return entities;
  }
}
