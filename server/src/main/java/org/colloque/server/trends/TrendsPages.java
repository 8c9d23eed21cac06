package org.colloque.server.trends;

import static org.colloque.migrations.Tables.TAGS;
import static org.colloque.migrations.Tables.TREND_STATUSES;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.colloque.migrations.tables.records.TagsRecord;
import org.colloque.server.database.Decimal;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.view.StatusView;
import org.colloque.server.pages.view.TrendsReviewView;
import org.colloque.server.statuses.StatusEntities;
import org.colloque.server.statuses.StatusViews;
import org.colloque.server.tags.TagEntities;
import org.colloque.server.tags.TagEntity;
import org.colloque.server.tags.TagQueries;
import org.jooq.impl.DSL;

/** The page on which moderators look at what trends before others see it. */
public final class TrendsPages {
  private static final int SHOWN = 40;

  private final Kit kit;
  private final PageReplies replies;
  private final StatusEntities statuses;
  private final TagEntities tags;
  private final ReviewTrends review;

  public TrendsPages(Kit kit, PageReplies replies, StatusEntities statuses, TagEntities tags) {
    this.kit = kit;
    this.replies = replies;
    this.statuses = statuses;
    this.tags = tags;
    this.review = new ReviewTrends(kit);
  }

  public List<Route> routes() {
    return List.of(
        Route.get(Paths.ADMIN_TRENDS, Access.moderators(), this::show),
        Route.post(
            Paths.review("tags", ":id", "approve"),
            Access.moderators(),
            request -> tag(request, true)),
        Route.post(
            Paths.review("tags", ":id", "reject"),
            Access.moderators(),
            request -> tag(request, false)),
        Route.post(
            Paths.review("posts", ":id", "approve"),
            Access.moderators(),
            request -> post(request, true)),
        Route.post(
            Paths.review("posts", ":id", "reject"),
            Access.moderators(),
            request -> post(request, false)));
  }

  private Reply show(Request request) {
    Viewer viewer = request.caller().viewer();
    TrendsReviewView view =
        kit.db().as(viewer, tx -> new TrendsReviewView(tags(tx, viewer), posts(tx, viewer)));
    return replies.ok(request, view, replies.saved(request));
  }

  private List<TrendsReviewView.Tag> tags(Tx tx, Viewer viewer) {
    List<TagQueries.Tag> trending = TrendQueries.tags(tx.sql(), DSL.noCondition(), SHOWN, 0);
    Map<Long, Boolean> decided = new HashMap<>();
    tx.sql()
        .select(TAGS.ID, TAGS.TRENDABLE)
        .from(TAGS)
        .where(TAGS.ID.in(trending.stream().map(TagQueries.Tag::id).toList()))
        .forEach(row -> decided.put(row.value1(), row.value2()));
    List<TagEntity> shown = tags.list(tx.sql(), viewer, trending);
    List<TrendsReviewView.Tag> views = new ArrayList<>();
    for (int i = 0; i < trending.size(); i++) {
      TagEntity tag = shown.get(i);
      views.add(
          new TrendsReviewView.Tag(
              tag.id(), tag.name(), tag.lately(), decided.get(trending.get(i).id())));
    }
    return views;
  }

  private List<TrendsReviewView.Post> posts(Tx tx, Viewer viewer) {
    List<Long> ids = TrendQueries.statuses(tx.sql(), viewer, DSL.noCondition(), null, SHOWN, 0);
    Map<Long, Boolean> decided = new HashMap<>();
    tx.sql()
        .select(TREND_STATUSES.STATUS_ID, TREND_STATUSES.TRENDABLE)
        .from(TREND_STATUSES)
        .where(TREND_STATUSES.STATUS_ID.in(ids))
        .forEach(row -> decided.put(row.value1(), row.value2()));
    List<TrendsReviewView.Post> views = new ArrayList<>();
    for (StatusView status : StatusViews.of(tx.sql(), statuses.list(tx.sql(), viewer, ids))) {
      views.add(new TrendsReviewView.Post(status, decided.get(Long.parseLong(status.id()))));
    }
    return views;
  }

  private Reply tag(Request request, boolean trendable) {
    long id = id(request);
    kit.db()
        .doAs(
            request.caller().viewer(),
            tx -> {
              TagsRecord tag =
                  tx.sql()
                      .selectFrom(TAGS)
                      .where(TagQueries.wireId(TAGS.NAME).eq(id))
                      .and(TagQueries.usedInPublic())
                      .fetchOptional()
                      .orElseThrow(ProblemException::notFound);
              review.tag(
                  tx,
                  request.caller().required().account(),
                  tag,
                  ReviewTrends.TagChange.trendable(trendable));
            });
    return Reply.redirect(Paths.saved(Paths.ADMIN_TRENDS));
  }

  private Reply post(Request request, boolean trendable) {
    long id = id(request);
    kit.db()
        .doAs(
            request.caller().viewer(),
            tx -> review.status(tx, request.caller().required().account(), id, trendable));
    return Reply.redirect(Paths.saved(Paths.ADMIN_TRENDS));
  }

  private static long id(Request request) {
    return Decimal.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound);
  }
}
